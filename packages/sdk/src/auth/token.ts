import type { Secret } from '../config/secret.ts';
import { ConfigError } from '../errors.ts';
import { type Factor, identityPlugin } from './identity.ts';
import type { MethodParts } from './registry.ts';
import type { AuthPlugin } from './types.ts';

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

/** The factor that the settings describe; throws ConfigError if they do not. */
export function tokenOf({ auth }: MethodParts): Factor {
  if (auth.token === undefined) throw new ConfigError('auth: token is missing');
  return tokenFactor(auth.token);
}

/** `token`: a token that was issued before, exchanged for one of the wanted scope. */
export function tokenPlugin(parts: MethodParts): AuthPlugin {
  return identityPlugin(parts, [tokenOf(parts)]);
}
