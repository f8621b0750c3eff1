import { DiscoveryError } from '../errors.ts';
import type { Query } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import { asArray, asRecord, asString } from '../json.ts';
import type { Page } from '../resource/paginator.ts';
import { negotiate, type Need } from './microversion.ts';

/** A list that the compute service gives in pages. */
export interface PagedList<T> {
  readonly path: string;
  readonly query: Query;
  /** The member of the answer that holds the items; also what they are called in messages. */
  readonly member: string;
  readonly decode: (value: unknown) => T;
  readonly need: Need;
  readonly signal?: AbortSignal | undefined;
}

/** What is the same for every page of a list. */
interface Walk<T> extends PagedList<T> {
  readonly microversion: string | undefined;
  readonly seen: Set<string>;
}

/** The first page of a list, from which the others are reached. */
export async function firstPage<T>(session: Session, list: PagedList<T>): Promise<Page<T>> {
  const microversion = await negotiate(session, list.need, list.signal);
  return fetchPage(session, { ...list, microversion, seen: new Set() }, list.query);
}

function nextMarker(links: unknown): string | undefined {
  const next = asArray(links)
    .map(asRecord)
    .find((link) => link?.['rel'] === 'next');
  const href = asString(next?.['href']) ?? '';
  return new URLSearchParams(href.slice(href.indexOf('?') + 1)).get('marker') ?? undefined;
}

async function fetchPage<T>(session: Session, walk: Walk<T>, query: Query): Promise<Page<T>> {
  const { path, member, decode, microversion, signal, seen } = walk;
  const { value } = await session.json({
    service: 'compute',
    method: 'GET',
    path,
    query,
    microversion,
    signal,
  });
  const answer = asRecord(value);
  const found = answer?.[member];
  if (!Array.isArray(found)) {
    throw new DiscoveryError(
      `the compute service answered with something that is not a list of ${member}: check the endpoint`,
    );
  }
  const items = found.map(decode);
  const marker = nextMarker(answer?.[`${member}_links`]);
  if (marker === undefined) return { items };
  if (seen.has(marker)) {
    throw new DiscoveryError(
      `the compute service goes round in circles: the page after ${marker} leads to itself`,
    );
  }
  seen.add(marker);
  // Only the marker is taken from the link: its host is the one that Nova believes in.
  const following: Query = [...query.filter(([name]) => name !== 'marker'), ['marker', marker]];
  return { items, next: () => fetchPage(session, walk, following) };
}
