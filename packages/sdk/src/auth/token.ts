import { ConfigError } from '../errors.ts';
import { tokenFactor } from './factors.ts';
import { identityPlugin } from './identity.ts';
import type { MethodParts } from './method.ts';
import type { Factor } from './token-request.ts';
import type { AuthPlugin } from './types.ts';

/** The factor that the settings describe; throws ConfigError if they do not. */
export function tokenOf({ auth }: MethodParts): Factor {
  if (auth.token === undefined) throw new ConfigError('auth: token is missing');
  return tokenFactor(auth.token);
}

/** `token`: a token that was issued before, exchanged for one of the wanted scope. */
export function tokenPlugin(parts: MethodParts): AuthPlugin {
  return identityPlugin(parts, [tokenOf(parts)]);
}
