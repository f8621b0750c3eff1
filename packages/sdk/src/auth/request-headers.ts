import type { AuthContext, AuthPlugin, OutgoingRequest, Token } from './types.ts';

/** The headers by which a request to a service proves who sends it. */
export async function authHeaders(
  plugin: AuthPlugin,
  request: OutgoingRequest,
  token: Token,
  context: AuthContext,
): Promise<Readonly<Record<string, string>>> {
  if (plugin.headers === undefined) return { 'X-Auth-Token': token.id.reveal() };
  return plugin.headers(request, token, context);
}
