import { Secret } from '../config/secret.ts';
import { ConfigError } from '../errors.ts';
import type { MethodParts } from './method.ts';
import { type Factor, userRef } from './token-request.ts';
import type { AuthCallbacks } from './types.ts';

/** A user's password. */
export function passwordFactor(user: object, password: Secret): Factor {
  return {
    method: 'password',
    secrets: [password],
    who: user,
    repeatable: true,
    payload: () => ({ user: { ...user, password: password.reveal() } }),
  };
}

/** A one-time passcode (RFC 6238), or where to get one. */
export function totpFactor(user: object, passcode: Secret | NonNullable<AuthCallbacks['passcode']>): Factor {
  return {
    method: 'totp',
    secrets: passcode instanceof Secret ? [passcode] : [],
    who: user,
    repeatable: false,
    async payload() {
      const code = passcode instanceof Secret ? passcode.reveal() : await passcode();
      return { user: { ...user, passcode: code } };
    },
  };
}

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

/** A token that was issued before; what is got for it ends when it does. */
export function tokenFactor(token: Secret): Factor {
  return {
    method: 'token',
    secrets: [token],
    who: undefined,
    repeatable: true,
    payload: () => ({ id: token.reveal() }),
  };
}
