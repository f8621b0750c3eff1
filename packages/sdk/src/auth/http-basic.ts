import { Secret } from '../config/secret.ts';
import { ConfigError } from '../errors.ts';
import { basicAuthorization } from './basic.ts';
import { makeToken } from './make-token.ts';
import type { MethodParts } from './method.ts';
import type { AuthPlugin } from './types.ts';

/** `http_basic`: user name and password with each request, without Keystone. */
export function httpBasicPlugin({ auth }: MethodParts): AuthPlugin {
  const { username, password } = auth;
  if (username === undefined) throw new ConfigError('auth: username is missing');
  if (password === undefined) throw new ConfigError('auth: password is missing');
  if (username.includes(':'))
    throw new ConfigError('auth: a username with a colon cannot be sent by http_basic');
  const authorization = basicAuthorization(username, password);
  return {
    secrets: [password, new Secret(authorization.reveal().slice('Basic '.length))],
    authenticate: async () => makeToken({ id: '' }),
    headers: () => ({ Authorization: authorization.reveal() }),
  };
}
