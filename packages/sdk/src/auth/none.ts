import { makeToken } from './make-token.ts';
import type { AuthPlugin } from './types.ts';

/** `none`: nobody signs in; for services that ask nobody who he is. */
export function nonePlugin(): AuthPlugin {
  return {
    authenticate: async () => makeToken({ id: '' }),
    // What the other clients send: services without a check of their own may still expect the header.
    headers: () => ({ 'X-Auth-Token': 'notused' }),
  };
}
