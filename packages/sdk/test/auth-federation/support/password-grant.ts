import { errors, type Provider, type TokenEndpointGrantContext } from 'oidc-provider';

interface Parameters {
  readonly [name: string]: unknown;
  readonly username?: string;
  readonly password?: string;
  readonly scope?: string;
}

/**
 * The resource owner's password grant (RFC 6749 §4.3). OAuth 2.1 leaves it out, and so does the provider; clouds use it.
 *
 * @param check throws if it is not her password
 */
export function registerPasswordGrant(
  provider: Provider,
  check: (name: string, password: string) => void,
): void {
  provider.registerGrantType<Parameters>(
    'password',
    (ctx) => answer(provider, ctx, check),
    ['username', 'password', 'scope'],
    [],
  );
}

async function answer(
  provider: Provider,
  ctx: TokenEndpointGrantContext<Parameters>,
  check: (name: string, password: string) => void,
): Promise<void> {
  const { client, params } = ctx.oidc;
  const { username = '', password = '', scope = 'openid' } = params;
  if (username === '' || password === '')
    throw new errors.InvalidRequest('username and password are required');
  check(username, password);
  const grant = new provider.Grant({ accountId: username, clientId: client.clientId });
  grant.addOIDCScope(scope);
  const grantId = await grant.save();
  const account = { accountId: username, client, grantId, gty: 'password', scope };
  const accessToken = new provider.AccessToken(account);
  const refreshToken = new provider.RefreshToken({
    ...account,
    authTime: Math.floor(Date.now() / 1000),
    rotations: 0,
  });
  const idToken = new provider.IdToken({ sub: username, preferred_username: username }, { ctx });
  ctx.body = {
    access_token: await accessToken.save(),
    expires_in: accessToken.expiration,
    token_type: 'Bearer',
    scope,
    id_token: await idToken.issue({ use: 'idtoken' }),
    ...(scope.split(' ').includes('offline_access') && { refresh_token: await refreshToken.save() }),
  };
}
