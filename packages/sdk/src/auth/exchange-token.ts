import type { Secret } from '../config/secret.ts';
import { AuthError } from '../errors.ts';
import { identityRoot } from './identity-url.ts';
import { requestToken } from './token-request.ts';
import { scopeOf } from './scope.ts';
import { tokenFactor } from './factors.ts';
import type { AuthContext, Token } from './types.ts';

/**
 * Exchanges a token for one of the scope that the cloud's configuration asks for.
 *
 * @throws AuthError or HttpError if Keystone does not give one.
 */
export async function exchangeToken(context: AuthContext, token: Secret): Promise<Token> {
  const { auth } = context.config;
  const request = { factors: [tokenFactor(token)], scope: scopeOf(auth) };
  const answer = await requestToken(context, identityRoot(auth), request);
  if ('token' in answer) return answer.token;
  throw new AuthError('cannot exchange the token: Keystone asks for more factors');
}
