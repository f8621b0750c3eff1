import { ConfigError } from '../../errors.ts';
import { federatedToken, federationOf } from '../federation/exchange.ts';
import type { MethodParts } from '../method.ts';
import type { AuthPlugin } from '../types.ts';

/** `v3oidcaccesstoken`: an access token that was got elsewhere, such as the one of a CI job. */
export function oidcAccessTokenPlugin({ auth }: MethodParts): AuthPlugin {
  const federation = federationOf(auth);
  const { accessToken } = auth;
  if (accessToken === undefined) throw new ConfigError('auth: access_token is missing');
  return {
    secrets: [accessToken],
    authenticate: (context) => federatedToken(context, federation, accessToken),
  };
}
