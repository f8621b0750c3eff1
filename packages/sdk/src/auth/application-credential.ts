import { ConfigError } from '../errors.ts';
import { identityPlugin, userRef } from './identity.ts';
import type { MethodParts } from './registry.ts';
import type { AuthPlugin } from './types.ts';

/** `v3applicationcredential`: by id, or by name and user. Its project is part of it: a scope is never sent. */
export function applicationCredentialPlugin(parts: MethodParts): AuthPlugin {
  const {
    applicationCredentialId: id,
    applicationCredentialName: name,
    applicationCredentialSecret: secret,
  } = parts.auth;
  if (secret === undefined) throw new ConfigError('auth: application_credential_secret is missing');
  if (id === undefined && name === undefined) {
    throw new ConfigError(
      'auth: application_credential_id (or application_credential_name and the user) is missing',
    );
  }
  const who = id === undefined ? { name, user: userRef(parts.auth) } : { id };
  return identityPlugin(parts, {
    name: 'application_credential',
    secrets: [secret],
    takesScope: false,
    who,
    repeatable: true,
    identity: () => ({
      methods: ['application_credential'],
      application_credential: { ...who, secret: secret.reveal() },
    }),
  });
}
