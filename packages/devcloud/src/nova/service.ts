import { HttpError } from '../http/answer.ts';
import type { Answer, Header } from '../http/answer.ts';
import { headerOf } from '../http/exchange.ts';
import type { Exchange } from '../http/exchange.ts';
import { createRouter } from '../http/router.ts';
import type { Match } from '../http/router.ts';
import type { Service } from '../http/server.ts';
import { webobError, webobTitle } from '../http/webob-error.ts';
import { own } from '../own.ts';
import { parseJson } from '../python/json.ts';
import type { Json } from '../python/json.ts';
import { novaAnswer } from './answer.ts';
import { actionRoutes } from './actions/action-routes.ts';
import { callerOf } from './caller.ts';
import type { Caller } from './caller.ts';
import { cloudRoutes } from './cloud-routes.ts';
import { flavorRoutes } from './flavors/flavor-routes.ts';
import { keypairRoutes } from './keypairs/keypair-routes.ts';
import { microversionOf, notSupported } from './microversion.ts';
import type { Microversion } from './microversion.ts';
import type { Nova } from './nova.ts';
import { fault } from './request.ts';
import type { NovaHandler, NovaRoutes, Request } from './request.ts';
import { deleteServer, updateServer } from './servers/change-server.ts';
import { createServer } from './servers/create-server.ts';
import { needServer } from './servers/find-server.ts';
import { listServers } from './servers/list-servers.ts';
import { serverJson } from './servers/server-json.ts';
import { serverPartRoutes } from './servers/server-parts.ts';
import { choicesAnswer, versionAnswer, versionsAnswer } from './versions.ts';

const routes: NovaRoutes = {
  ...flavorRoutes,
  ...keypairRoutes,
  ...cloudRoutes,
  ...actionRoutes,
  ...serverPartRoutes,
  '/servers': { GET: (request) => listServers(request, false), POST: createServer },
  '/servers/detail': { GET: (request) => listServers(request, true) },
  '/servers/:id': {
    GET: (request) => novaAnswer(200, { server: serverJson(request, needServer(request), 'one') }),
    PUT: updateServer,
    DELETE: deleteServer,
  },
};

type Router = (path: string) => Match<NovaHandler> | undefined;

/** Nova over HTTP, mounted at `prefix`. */
export function novaService(nova: Nova, prefix: string): Service {
  const router = createRouter<NovaHandler>(routes);
  const newest = nova.release.computeVersion;
  return async (exchange) => {
    const root = exchange.origin + prefix;
    const [, version, path = ''] = /^\/+(v2\.1|v2)(?:\/+(.*))?$/s.exec(exchange.path) ?? [];
    if (exchange.path === '/') return versionsAnswer(root, newest);
    if (version === undefined) return choicesAnswer(root, newest, exchange.path);
    const answer = await inVersion(nova, exchange, router, { root, version, path: `/${path}` });
    return withIds(exchange, { ...answer, reason: answer.reason ?? webobTitle(answer.status) });
  };
}

/** Where a request goes. */
interface Target {
  readonly root: string;
  readonly version: string;
  /** Behind the version. */
  readonly path: string;
}

async function inVersion(nova: Nova, exchange: Exchange, router: Router, target: Target): Promise<Answer> {
  const newest = nova.release.computeVersion;
  // The API of old has no microversions, and is told of none.
  const legacy = target.version === 'v2';
  try {
    if (target.path === '/') {
      const which = legacy ? 'v2' : 'v2.1';
      return await versioned(exchange, newest, legacy, () => versionAnswer(target.root, newest, which));
    }
    const caller = callerOf(nova, exchange);
    const { path, project } = withoutProject(target.path);
    const match = router(path);
    const handler = match === undefined ? undefined : own(match.methods, exchange.method);
    if (match === undefined || handler === undefined) throw webobError(exchange, 404);
    return await versioned(exchange, newest, legacy, async ({ minor }) => {
      const body = await bodyOf(exchange);
      refuseForeign(caller, project);
      const links = linksOf(target, project);
      return await handler({ nova, exchange, caller, minor, params: match.params, body, links });
    });
  } catch (error) {
    if (error instanceof HttpError) return error.answer;
    throw error;
  }
}

/** Answers in the microversion that was asked for, and says so. */
async function versioned(
  exchange: Exchange,
  newest: number,
  legacy: boolean,
  answer: (version: Microversion) => Answer | Promise<Answer>,
): Promise<Answer> {
  const version = legacy ? { text: '', minor: 1, supported: true } : microversionOf(exchange, newest);
  const tell = (given: Answer): Answer =>
    legacy ? given : { ...given, headers: [...given.headers, ...versionHeaders(version)] };
  try {
    if (!version.supported) throw notSupported(version.text, newest);
    return tell(await answer(version));
  } catch (error) {
    if (error instanceof HttpError) return tell(error.answer);
    throw error;
  }
}

function versionHeaders({ text }: Microversion): readonly Header[] {
  return [
    ['Openstack-Api-Version', `compute ${text}`],
    ['X-Openstack-Nova-Api-Version', text],
    ['Vary', 'OpenStack-API-Version'],
    ['Vary', 'X-OpenStack-Nova-API-Version'],
  ];
}

function withIds({ requestId }: Exchange, answer: Answer): Answer {
  const ids: readonly Header[] = [
    ['X-Openstack-Request-Id', requestId],
    ['X-Compute-Request-Id', requestId],
  ];
  return { ...answer, headers: [...answer.headers, ...ids] };
}

const collections = new Set(Object.keys(routes).map((path) => path.split('/')[1] ?? ''));

/** Every path may name the project of the caller first. */
function withoutProject(path: string): { readonly path: string; readonly project: string } {
  const [, first = '', rest = ''] = /^\/([^/]*)(\/.*)?$/s.exec(path) ?? [];
  const isProject = /^[0-9a-f-]+$/.test(first) && !collections.has(first) && rest !== '';
  return isProject ? { path: rest, project: first } : { path, project: '' };
}

function refuseForeign({ projectId }: Caller, project: string): void {
  if (project === '' || project === projectId) return;
  throw fault(
    400,
    `Malformed request URL: URL's project_id '${project}' doesn't match Context's project_id '${projectId}'`,
  );
}

function linksOf({ root, version }: Target, project: string): Request['links'] {
  const end = project === '' ? '' : `/${project}`;
  return { bare: root + end, versioned: `${root}/${version}${end}` };
}

async function bodyOf(exchange: Exchange): Promise<Json> {
  const type = headerOf(exchange, 'content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== undefined && type !== '' && type !== 'text/plain' && !accepted.has(type)) {
    throw fault(415, 'Unsupported Content-Type');
  }
  if (exchange.method !== 'POST' && exchange.method !== 'PUT') return null;
  const text = await exchange.body.text();
  if (text === '') return null;
  const body = parseJson(text);
  if (body === undefined) throw fault(400, 'Malformed request body');
  return body;
}

const accepted = new Set(['application/json', 'application/vnd.openstack.compute+json']);
