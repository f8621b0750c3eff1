import type { AuthSettings } from '../config/types.ts';
import { ConfigError } from '../errors.ts';
import type { IdentityMethod } from './identity.ts';

/** A token that was issued before, exchanged for one of the wanted scope; it keeps the old one's expiry. */
export function tokenMethod(auth: AuthSettings): IdentityMethod {
  const { token } = auth;
  if (token === undefined) throw new ConfigError('auth: token is missing');
  return {
    name: 'token',
    secrets: [token],
    takesScope: true,
    identity: () => ({ methods: ['token'], token: { id: token.reveal() } }),
  };
}
