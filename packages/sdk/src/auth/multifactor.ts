import { ConfigError } from '../errors.ts';
import { applicationCredentialFactor } from './factors.ts';
import { type Factor } from './token-request.ts';
import { identityPlugin } from './identity.ts';
import { passwordOf } from './password.ts';
import type { MethodParts } from './method.ts';
import { tokenOf } from './token.ts';
import { totpOf } from './totp.ts';
import type { AuthPlugin } from './types.ts';

const makers: Readonly<Record<string, (parts: MethodParts) => Factor>> = {
  password: passwordOf,
  token: tokenOf,
  totp: totpOf,
  applicationcredential: applicationCredentialFactor,
};

/** `v3multifactor`: several methods in one request, those of `auth_methods`. */
export function multifactorPlugin(parts: MethodParts): AuthPlugin {
  const { authMethods } = parts.auth;
  if (authMethods.length === 0) {
    throw new ConfigError('auth_methods is missing: list the methods, such as [v3password, v3totp]');
  }
  const factors = authMethods.map((name) => {
    const short = name.toLowerCase().replace(/^v3/, '').replaceAll('_', '');
    const make = Object.hasOwn(makers, short) ? makers[short] : undefined;
    if (make !== undefined) return make(parts);
    throw new ConfigError(
      `auth_methods: ${name} cannot be one of several; there are v3password, v3totp, v3token, v3applicationcredential`,
    );
  });
  const takesScope = factors.every(({ method }) => method !== 'application_credential');
  return identityPlugin(parts, factors, { takesScope });
}
