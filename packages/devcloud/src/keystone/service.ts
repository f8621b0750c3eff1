import { HttpError } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import type { Exchange } from '../http/exchange.ts';
import { createRouter } from '../http/router.ts';
import type { Match } from '../http/router.ts';
import type { Service } from '../http/server.ts';
import { own } from '../own.ts';
import { applicationCredentialRoutes } from './application-credential-routes.ts';
import { authRoutes } from './auth-routes.ts';
import { collectionRoutes } from './collection-routes.ts';
import { noSuchMethod, noSuchPath, withReason } from './errors.ts';
import type { Keystone } from './keystone.ts';
import { trustRoutes } from './trust-routes.ts';
import { versionRoutes } from './version-routes.ts';

/** Keystone v3 over HTTP. */
export function keystoneService(keystone: Keystone): Service {
  const router = createRouter({
    ...versionRoutes(keystone),
    ...authRoutes(keystone),
    ...collectionRoutes(keystone),
    ...applicationCredentialRoutes(keystone),
    ...trustRoutes(keystone),
  });
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
