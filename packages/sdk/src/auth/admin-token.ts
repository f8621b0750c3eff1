import { ConfigError } from '../errors.ts';
import { makeToken } from './make-token.ts';
import type { MethodParts } from './method.ts';
import type { AuthPlugin } from './types.ts';

/** `admin_token` (`token_endpoint`): a token and an endpoint for all services, without a word with Keystone. */
export function adminTokenPlugin({ auth }: MethodParts): AuthPlugin {
  const { token } = auth;
  if (token === undefined) throw new ConfigError('auth: token is missing');
  return { secrets: [token], authenticate: async () => makeToken({ id: token }) };
}
