import { DiscoveryError, StateError } from '../errors.ts';
import { path as pathOf, type Query } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import type { CallOptions } from '../image/types.ts';
import { asArray, asRecord, type JsonRecord } from '../json.ts';
import type { Page } from '../resource/paginator.ts';
import type { OfUserOptions } from './types.ts';

/** The object or list that an answer holds under a name, as all of Keystone's do. */
export function member(value: unknown, name: string): unknown {
  const found = asRecord(value)?.[name];
  if (typeof found === 'object' && found !== null) return found;
  throw new DiscoveryError(
    `the identity service answered with something that is not ${name}: check the endpoint`,
  );
}

/** Reads what an answer holds under a name. */
export async function read(
  session: Session,
  path: string,
  name: string,
  {
    signal,
    headers,
    query,
  }: CallOptions & { readonly headers?: Readonly<Record<string, string>>; readonly query?: Query },
): Promise<JsonRecord> {
  const { value } = await session.json({ service: 'identity', method: 'GET', path, query, headers, signal });
  return asRecord(member(value, name)) ?? {};
}

/** Reads a list that is never in pages. */
export async function readList(
  session: Session,
  path: string,
  name: string,
  { signal }: CallOptions,
): Promise<readonly unknown[]> {
  const { value } = await session.json({ service: 'identity', method: 'GET', path, signal });
  return asArray(member(value, name));
}

/** A list that Keystone gives, since 2025.1 in pages. */
export interface PagedList<T> {
  readonly path: string;
  /** The member of the answer that holds the items. */
  readonly member: string;
  readonly query?: Query | undefined;
  readonly decode: (value: unknown) => T;
  readonly signal?: AbortSignal | undefined;
}

function nextMarker(value: unknown): string | undefined {
  const links = asRecord(asRecord(value)?.['links']);
  const next = links?.['next'];
  if (typeof next !== 'string') return undefined;
  return new URLSearchParams(next.slice(next.indexOf('?') + 1)).get('marker') ?? undefined;
}

async function fetchPage<T>(
  session: Session,
  list: PagedList<T>,
  query: Query,
  seen: ReadonlySet<string>,
): Promise<Page<T>> {
  const { path, signal } = list;
  const { value } = await session.json({ service: 'identity', method: 'GET', path, query, signal });
  const found = member(value, list.member);
  const items = Array.isArray(found) ? found.map(list.decode) : [];
  const marker = nextMarker(value);
  if (marker === undefined) return { items };
  // Some directories behind Keystone answer every page with the first one.
  if (seen.has(marker)) {
    throw new DiscoveryError(
      `the identity service goes round in circles: the page after ${marker} leads to itself`,
    );
  }
  // Only the marker is taken from the link: its host is the one that Keystone believes in.
  const following: Query = [...query.filter(([name]) => name !== 'marker'), ['marker', marker]];
  return { items, next: () => fetchPage(session, list, following, new Set([...seen, marker])) };
}

/** The first page of a list, from which the others are reached. */
export function firstPage<T>(session: Session, list: PagedList<T>): Promise<Page<T>> {
  return fetchPage(session, list, list.query ?? [], new Set());
}

/** Pairs for those parameters that are given. */
export function given(parameters: Readonly<Record<string, string | number | boolean | undefined>>): Query {
  return Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  );
}

/** Where something of a user is, by default of the one who is signed in. */
export async function userPath(
  session: Session,
  what: string,
  { user, signal }: OfUserOptions,
): Promise<string> {
  if (user !== undefined) return pathOf`/users/${typeof user === 'string' ? user : user.id}` + what;
  const own = (await session.token({ signal })).user;
  if (own !== undefined) return pathOf`/users/${own.id}` + what;
  throw new StateError(`with auth_type ${session.config.authType}, there is no user: name one`, {
    expected: 'a user',
    actual: 'none',
  });
}
