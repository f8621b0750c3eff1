import { HttpError } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import type { Exchange } from '../http/exchange.ts';
import { createRouter } from '../http/router.ts';
import type { Match, Routes } from '../http/router.ts';
import type { Service } from '../http/server.ts';
import { own } from '../own.ts';
import { accessRuleRoutes } from './access-rule-routes.ts';
import { applicationCredentialRoutes } from './application-credential-routes.ts';
import { authRoutes } from './auth-routes.ts';
import { collectionRoutes } from './collection-routes.ts';
import { credentialRoutes } from './credential-routes.ts';
import { noSuchMethod, noSuchPath, withReason } from './errors.ts';
import { federationRoutes } from './federation/routes.ts';
import type { FederationSeed } from './federation/seed.ts';
import type { Keystone } from './keystone.ts';
import { oauth2Routes } from './oauth2-routes.ts';
import { trustRoutes } from './trust-routes.ts';
import { userRoutes } from './user-routes.ts';
import { versionRoutes } from './version-routes.ts';

/** Keystone v3 over HTTP. */
export function keystoneService(keystone: Keystone, federation: readonly FederationSeed[] = []): Service {
  const router = createRouter(
    mergedRoutes([
      versionRoutes(keystone),
      authRoutes(keystone),
      collectionRoutes(keystone),
      userRoutes(keystone),
      credentialRoutes(keystone),
      applicationCredentialRoutes(keystone),
      accessRuleRoutes(keystone),
      trustRoutes(keystone),
      oauth2Routes(keystone),
      federationRoutes(keystone, federation),
    ]),
  );
  return async (exchange) => {
    const match = router(exchange.path);
    const answer = match === undefined ? noSuchPath : await dispatch(match, exchange);
    const headers = [
      ...answer.headers,
      ['Vary', 'X-Auth-Token'],
      ['x-openstack-request-id', exchange.requestId],
    ] as const;
    return { ...withReason(answer), headers };
  };
}

/** All routes as one table: the methods of a path may come from several places. */
function mergedRoutes(tables: readonly Routes[]): Routes {
  const all: Record<string, Routes[string]> = {};
  for (const [path, methods] of tables.flatMap((table) => Object.entries(table))) {
    all[path] = { ...all[path], ...methods };
  }
  return all;
}

async function dispatch({ methods, params }: Match, exchange: Exchange): Promise<Answer> {
  const handler = own(methods, exchange.method === 'HEAD' ? 'GET' : exchange.method);
  const allowed = Object.keys(methods).flatMap((method) => (method === 'GET' ? ['HEAD', 'GET'] : [method]));
  if (exchange.method === 'OPTIONS') {
    return {
      status: 200,
      headers: [
        ['Content-Type', 'text/html; charset=utf-8'],
        ['Allow', ['OPTIONS', ...allowed].join(', ')],
      ],
      body: '',
    };
  }
  if (handler === undefined) return noSuchMethod(allowed, /^\/(?:v3\/?)?$/.test(exchange.path));
  try {
    return await handler(exchange, params);
  } catch (error) {
    if (error instanceof HttpError) return error.answer;
    throw error;
  }
}
