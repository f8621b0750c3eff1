import type { Answer } from '../../http/answer.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { Params } from '../../http/exchange.ts';
import type { Routes } from '../../http/router.ts';
import { tokenAnswer } from '../auth-routes.ts';
import { knownMethods } from '../authenticate.ts';
import { notFound, unauthorized } from '../errors.ts';
import type { Keystone } from '../keystone.ts';
import { issueFederatedToken } from './login.ts';
import { providerOf } from './provider.ts';
import { protocol } from './seed.ts';
import type { FederationSeed } from './seed.ts';
import { bearerOf } from './web-server.ts';
import { webssoRoutes } from './websso.ts';

/** The login of federated users: with an access token, and by way of a browser. */
export function federationRoutes(keystone: Keystone, seeds: readonly FederationSeed[]): Routes {
  if (seeds.length === 0) return {};
  const handler = (exchange: Exchange, params: Params): Promise<Answer> =>
    login(keystone, seeds, exchange, params);
  return {
    '/v3/OS-FEDERATION/identity_providers/:idp/protocols/:protocol/auth': { GET: handler, POST: handler },
    ...webssoRoutes(keystone, seeds),
  };
}

async function login(
  keystone: Keystone,
  seeds: readonly FederationSeed[],
  exchange: Exchange,
  params: Params,
): Promise<Answer> {
  // The web server guards the paths of the protocol it knows, and hands on all others.
  if (params['protocol'] !== protocol) {
    throw unauthorized(keystone.url, 'Attempted to authenticate with an unsupported method.', {
      methods: knownMethods,
    });
  }
  const wanted = params['idp'] ?? '';
  const seed = seeds.find(({ identityProvider }) => identityProvider === wanted);
  const [first] = seeds;
  const asked = seed ?? first;
  if (asked === undefined) throw notFound('Identity Provider', wanted);
  const claims = await bearerOf(exchange, providerOf(asked));
  if (seed === undefined) throw notFound('Identity Provider', wanted);
  return tokenAnswer(keystone, exchange, issueFederatedToken(keystone, seed, claims), 201);
}
