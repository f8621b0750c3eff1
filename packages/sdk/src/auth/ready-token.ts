import { AuthError } from '../errors.ts';
import { makeToken, type TokenFields } from './make-token.ts';
import type { AuthPlugin } from './types.ts';

/** A token with less life left than this is asked for again before it is used. */
const nearItsEnd = 120_000;

/**
 * Signs in with a token that is there already, and its catalog: Keystone is not asked. Give what comes out as `auth` to
 * `connect()`. The token cannot be renewed: when it is refused or has ended, requests reject with an AuthError.
 */
export function readyToken(fields: TokenFields): AuthPlugin {
  const token = makeToken(fields);
  let given = false;
  return {
    secrets: [token.id],
    async authenticate() {
      const left = token.expiresAt - Date.now();
      const isRefused = given && left > nearItsEnd;
      if (isRefused || left <= 0) {
        throw new AuthError(
          `the token ${isRefused ? 'was refused' : 'has ended'} and cannot be renewed: give a new one`,
        );
      }
      given = true;
      return token;
    },
  };
}
