import type { Secret } from '../config/secret.ts';
import type { AuthContext, Token } from './types.ts';

/**
 * For plugins of your own: exchanges a token, such as the unscoped one of a federation, for one of the scope that the
 * cloud's configuration asks for.
 *
 * @throws AuthError or HttpError if Keystone does not give one.
 */
export async function exchangeToken(context: AuthContext, token: Secret): Promise<Token> {
  // Loaded when it is needed: a program that brings no plugin does not pay for it.
  const tools = await import('./exchange-token.ts');
  return tools.exchangeToken(context, token);
}
