import { ConfigError } from '../errors.ts';
import { type Factor, identityPlugin, userRef } from './identity.ts';
import type { MethodParts } from './registry.ts';
import type { AuthPlugin } from './types.ts';

/** The application credential that the settings name, by id, or by name and user; throws ConfigError if they do not. */
export function applicationCredentialFactor({ auth }: MethodParts): Factor {
  const {
    applicationCredentialId: id,
    applicationCredentialName: name,
    applicationCredentialSecret: secret,
  } = auth;
  if (secret === undefined) throw new ConfigError('auth: application_credential_secret is missing');
  if (id === undefined && name === undefined) {
    throw new ConfigError(
      'auth: application_credential_id (or application_credential_name and the user) is missing',
    );
  }
  const who = id === undefined ? { name, user: userRef(auth) } : { id };
  return {
    method: 'application_credential',
    secrets: [secret],
    who,
    repeatable: true,
    payload: () => ({ ...who, secret: secret.reveal() }),
  };
}

/** `v3applicationcredential`: its project is part of it, so a scope is never sent. */
export function applicationCredentialPlugin(parts: MethodParts): AuthPlugin {
  return identityPlugin(parts, [applicationCredentialFactor(parts)], { takesScope: false });
}
