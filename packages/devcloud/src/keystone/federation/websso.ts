import type { Answer } from '../../http/answer.ts';
import type { Exchange, Params } from '../../http/exchange.ts';
import type { Routes } from '../../http/router.ts';
import { newSecret } from '../../ids.ts';
import { keystoneError, notFound, unauthorized } from '../errors.ts';
import type { Keystone } from '../keystone.ts';
import { issueFederatedToken } from './login.ts';
import { providerOf } from './provider.ts';
import { protocol } from './seed.ts';
import type { FederationSeed } from './seed.ts';
import { apacheUnauthorized } from './web-server.ts';

/** A browser that was sent to its provider. */
interface Visit {
  readonly seed: FederationSeed;
  readonly origin: string | null;
}

/** The login of browsers: to the provider, back, and on to the dashboard with a token. */
export function webssoRoutes(keystone: Keystone, seeds: readonly FederationSeed[]): Routes {
  const visits = new Map<string, Visit>();
  const redirectUri = `${keystone.url}/auth/OS-FEDERATION/redirect`;
  const begin = async (exchange: Exchange, seed: FederationSeed | undefined): Promise<Answer> => {
    if (seed === undefined) throw apacheUnauthorized();
    const state = newSecret();
    const url = await providerOf(seed).loginUrl(redirectUri, state);
    if (url === undefined) throw apacheUnauthorized();
    visits.set(state, { seed, origin: exchange.query.get('origin') });
    return { status: 302, headers: [['Location', url]], body: '' };
  };
  const end = async (exchange: Exchange): Promise<Answer> => {
    const state = exchange.query.get('state') ?? '';
    const visit = visits.get(state);
    visits.delete(state);
    const claims =
      visit && (await providerOf(visit.seed).redeem(exchange.query.get('code') ?? '', redirectUri));
    if (visit === undefined || claims === undefined) throw apacheUnauthorized();
    return handOver(keystone, visit, issueFederatedToken(keystone, visit.seed, claims).id);
  };
  const byProvider = (exchange: Exchange, { idp }: Params): Promise<Answer> => {
    const seed = seeds.find(({ identityProvider }) => identityProvider === idp);
    if (seed === undefined) throw notFound('Identity Provider', idp ?? '');
    return begin(exchange, seed);
  };
  const [first] = seeds;
  return {
    [`/v3/auth/OS-FEDERATION/websso/${protocol}`]: { GET: (exchange) => begin(exchange, first) },
    [`/v3/auth/OS-FEDERATION/identity_providers/:idp/protocols/${protocol}/websso`]: { GET: byProvider },
    '/v3/auth/OS-FEDERATION/redirect': { GET: end },
  };
}

/** Keystone's page: it posts the token to the dashboard by itself. */
function handOver(keystone: Keystone, { seed, origin }: Visit, token: string): Answer {
  if (origin === null || origin === '') {
    throw keystoneError(
      400,
      'Request must have an origin query parameter. The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.',
    );
  }
  if (seed.trustedDashboards?.includes(origin) !== true) {
    throw unauthorized(keystone.url, `${origin} is not a trusted dashboard host`);
  }
  const body = `<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml">
  <head>
    <title>Keystone WebSSO redirect</title>
  </head>
  <body>
     <form id="sso" name="sso" action="${origin}" method="post">
       Please wait...
       <br/>
       <input type="hidden" name="token" id="token" value="${token}"/>
       <noscript>
         <input type="submit" name="submit_no_javascript" id="submit_no_javascript"
            value="If your JavaScript is disabled, please click to continue"/>
       </noscript>
     </form>
     <script type="text/javascript">
       window.onload = function() {
         document.forms['sso'].submit();
       }
     </script>
  </body>
</html>`;
  return { status: 200, headers: [['Content-Type', 'text/html; charset=utf-8']], body };
}
