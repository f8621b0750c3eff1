import type { AuthSettings } from '../config/types.ts';
import { ConfigError } from '../errors.ts';
import { type IdentityMethod, userRef } from './identity.ts';

/** An application credential, by id, or by name and user. Its project is part of it: a scope is never sent. */
export function applicationCredentialMethod(auth: AuthSettings): IdentityMethod {
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
    name: 'application_credential',
    secrets: [secret],
    takesScope: false,
    identity: () => ({
      methods: ['application_credential'],
      application_credential: { ...who, secret: secret.reveal() },
    }),
  };
}
