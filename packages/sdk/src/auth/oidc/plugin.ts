import type { Secret } from '../../config/secret.ts';
import { federatedToken, federationOf } from '../federation/exchange.ts';
import type { MethodParts } from '../method.ts';
import { scopeOf } from '../scope.ts';
import type { AuthContext, AuthPlugin } from '../types.ts';
import { oidcClient, type OidcClient, type OidcTokens } from './client.ts';

/** One way to get tokens of an identity provider. */
export interface OidcFlow {
  /** The `auth_type`. */
  readonly name: string;
  readonly secrets: readonly (Secret | undefined)[];
  run(context: AuthContext, client: OidcClient): Promise<OidcTokens>;
}

/** New tokens for a refresh token; `undefined` if it is no longer good for any. */
async function refreshed(
  context: AuthContext,
  client: OidcClient,
  refresh: Secret,
): Promise<OidcTokens | undefined> {
  const form = { grant_type: 'refresh_token', refresh_token: refresh.reveal() };
  // Many providers take a refresh token once, and end the login when it turns up again.
  const answer = await client.ask(context, form, false);
  if (!answer.granted) return undefined;
  const tokens = client.read(context, answer.value);
  return { ...tokens, refresh: tokens.refresh ?? refresh };
}

/** Makes an authentication plugin of a flow: tokens of the identity provider, then a token of Keystone. */
export function oidcPlugin({ auth }: MethodParts, flow: OidcFlow): AuthPlugin {
  const federation = federationOf(auth);
  const client = oidcClient(auth);
  const { clientId, clientSecret, username } = auth;
  let refresh = auth.refreshToken;
  const { root, identityProvider, protocol } = federation;
  return {
    secrets: [...flow.secrets, clientSecret, refresh].filter((secret) => secret !== undefined),
    cacheKey: JSON.stringify([
      root,
      flow.name,
      identityProvider,
      protocol,
      clientId,
      username ?? null,
      scopeOf(auth) ?? null,
    ]),
    async authenticate(context) {
      const known = refresh === undefined ? undefined : await refreshed(context, client, refresh);
      const tokens = known ?? (await flow.run(context, client));
      refresh = tokens.refresh;
      return federatedToken(context, federation, tokens.bearer);
    },
  };
}
