import { DiscoveryError } from '../errors.ts';
import type { Query } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import { asRecord, asString } from '../json.ts';
import { type Page, Paginator } from '../resource/paginator.ts';

/** A list that the image service gives in pages. */
export interface PagedList<T> {
  readonly path: string;
  readonly query: Query;
  /** The member of the answer that holds the items; also what they are called in messages. */
  readonly member: string;
  readonly decode: (value: unknown) => T;
  /** Items in all, at most. */
  readonly maxItems?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Lists page by page. */
export function pagedList<T>(session: Session, list: PagedList<T>): Paginator<T> {
  return new Paginator(() => fetchPage(session, list, list.query, new Set()), list.maxItems);
}

function markerIn(next: string): string | undefined {
  const query = next.slice(next.indexOf('?') + 1);
  return new URLSearchParams(query).get('marker') ?? undefined;
}

async function fetchPage<T>(
  session: Session,
  list: PagedList<T>,
  query: Query,
  seen: Set<string>,
): Promise<Page<T>> {
  const { path, member, decode, signal } = list;
  const { value } = await session.json({ service: 'image', method: 'GET', path, query, signal });
  const answer = asRecord(value);
  const found = answer?.[member];
  // Taken for an empty list, the answer of another service would say that there is nothing.
  if (!Array.isArray(found)) {
    throw new DiscoveryError(
      `the image service answered with something that is not a list of ${member}: check the endpoint`,
    );
  }
  const items = found.map(decode);
  const next = asString(answer?.['next']);
  const marker = next === undefined ? undefined : markerIn(next);
  if (next === undefined || marker === undefined) return { items };
  if (seen.has(marker)) {
    throw new DiscoveryError(
      `the image service goes round in circles: the page after ${marker} leads to itself`,
    );
  }
  seen.add(marker);
  // Only the marker is taken from the link: Glance drops repeated parameters from it, and its host and path are
  // those that Glance believes in, not those that a proxy shows.
  const following: Query = [...query.filter(([name]) => name !== 'marker'), ['marker', marker]];
  return { items, next: () => fetchPage(session, list, following, seen) };
}
