import type { AuthType, CloudConfig } from '../config/types.ts';
import { applicationCredentialMethod } from './application-credential.ts';
import { identityPlugin, type IdentityMethod } from './identity.ts';
import { passwordMethod } from './password.ts';
import { tokenMethod } from './token.ts';
import type { AuthPlugin } from './types.ts';

const methods: Readonly<Record<AuthType, (auth: CloudConfig['auth']) => IdentityMethod>> = {
  password: passwordMethod,
  v3password: passwordMethod,
  token: tokenMethod,
  v3token: tokenMethod,
  v3applicationcredential: applicationCredentialMethod,
};

/**
 * The plugin for a cloud's `auth_type`.
 *
 * @throws ConfigError if a setting that the method needs is missing or contradicts another.
 */
export function authPlugin(config: CloudConfig): AuthPlugin {
  return identityPlugin(config.auth, methods[config.authType](config.auth));
}
