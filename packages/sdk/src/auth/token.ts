import { ConfigError } from '../errors.ts';
import { identityPlugin } from './identity.ts';
import type { MethodParts } from './registry.ts';
import type { AuthPlugin } from './types.ts';

/** `token`: a token that was issued before, exchanged for one of the wanted scope; it keeps the old one's expiry. */
export function tokenPlugin(parts: MethodParts): AuthPlugin {
  const { token } = parts.auth;
  if (token === undefined) throw new ConfigError('auth: token is missing');
  return identityPlugin(parts, {
    name: 'token',
    secrets: [token],
    takesScope: true,
    who: undefined,
    repeatable: true,
    identity: () => ({ methods: ['token'], token: { id: token.reveal() } }),
  });
}
