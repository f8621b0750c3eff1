import { AmbiguousNameError, isNotFound, OptionError } from '../errors.ts';
import { path } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import { type Page, Paginator } from '../resource/paginator.ts';
import { member, post, read, serverId } from './call.ts';
import { firstPage } from './list.ts';
import { serverQuery } from './query.ts';
import type { ReadOptions, Server, ServerQuery, ServerRef } from './types.ts';
import { toServer } from './wire.ts';

const uuid = /^[\da-f]{8}-?([\da-f]{4}-?){3}[\da-f]{12}$/i;
/** Candidates that are worth listing. */
const enough = 20;

/** The first page of a list of servers; see {@link ServerQuery}. */
export function listServers(session: Session, query: ServerQuery): Promise<Page<Server>> {
  return firstPage(session, {
    ...serverQuery(query),
    path: '/servers/detail',
    member: 'servers',
    decode: toServer,
    signal: query.signal,
  });
}

/** Gets one server. */
export async function getServer(session: Session, server: ServerRef, options: ReadOptions): Promise<Server> {
  const value = await read(session, path`/servers/${serverId(server)}`, options);
  return toServer(member(value, 'server'));
}

async function byId(session: Session, id: string, options: ReadOptions): Promise<Server | undefined> {
  try {
    return await getServer(session, id, options);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** An expression that fits the name in the dialect of any database behind Nova, and perhaps others. */
function nameExpression(name: string): string {
  return name.replaceAll(/[^\w-]+/g, '.*');
}

/** The server with this id or exact name, `undefined` if there is none. */
export async function findServer(
  session: Session,
  nameOrId: string,
  options: ReadOptions,
): Promise<Server | undefined> {
  if (nameOrId === '') throw new OptionError('findServer: a name or an id is needed');
  const known = uuid.test(nameOrId) ? await byId(session, nameOrId, options) : undefined;
  if (known !== undefined) return known;
  const found: Server[] = [];
  const query = { ...options, name: nameExpression(nameOrId) };
  for await (const server of new Paginator(() => listServers(session, query))) {
    if (server.name === nameOrId) found.push(server);
    if (found.length === enough) break;
  }
  if (found.length < 2) return found[0];
  const list = found.map(({ id, status, createdAt }) => `${id} (${status}, ${createdAt})`).join(', ');
  throw new AmbiguousNameError(`${found.length} servers are called ${nameOrId}: use an id: ${list}`, found);
}

/** Has Nova do something with a server that it answers without a body. */
export async function act(
  session: Session,
  id: string,
  action: { readonly [name: string]: unknown },
  how: { readonly microversion?: string | undefined; readonly signal?: AbortSignal | undefined },
): Promise<Readonly<Record<string, string>>> {
  const { headers } = await session.call({
    service: 'compute',
    method: 'POST',
    path: path`/servers/${id}/action`,
    json: action,
    ...how,
  });
  return headers;
}

/** Has Nova do something with a server that it answers in JSON. */
export async function actForJson(
  session: Session,
  id: string,
  action: { readonly [name: string]: unknown },
  how: { readonly microversion?: string | undefined; readonly signal?: AbortSignal | undefined },
): Promise<unknown> {
  return (await post(session, path`/servers/${id}/action`, action, how)).value;
}
