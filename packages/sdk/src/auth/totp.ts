import { ConfigError } from '../errors.ts';
import { totpFactor } from './factors.ts';
import { identityPlugin } from './identity.ts';
import type { MethodParts } from './method.ts';
import { type Factor, userRef } from './token-request.ts';
import type { AuthPlugin } from './types.ts';

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
