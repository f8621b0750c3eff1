import { Secret } from '../config/secret.ts';
import { ConfigError } from '../errors.ts';
import { type Factor, identityPlugin, userRef } from './identity.ts';
import type { MethodParts } from './registry.ts';
import type { AuthCallbacks, AuthPlugin } from './types.ts';

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

/** The factor that the settings describe; throws ConfigError if they do not. */
export function totpOf({ auth, callbacks }: MethodParts): Factor {
  const passcode = callbacks.passcode ?? auth.passcode;
  if (passcode === undefined) {
    throw new ConfigError('auth: passcode is missing: give the code, or a function that asks for it');
  }
  return totpFactor(userRef(auth), passcode);
}

/** `v3totp`: a user and a one-time passcode. */
export function totpPlugin(parts: MethodParts): AuthPlugin {
  return identityPlugin(parts, [totpOf(parts)]);
}
