import type { Json } from '../python/json.ts';
import type { Schema } from '../python/json-schema.ts';
import { fault } from './request.ts';
import type { Request } from './request.ts';
import { largestPage } from './nova.ts';
import { each, types } from './schema-types.ts';

/** The schema of the parameters every paged list takes. */
export const pageParameters: Schema = { limit: each(types.natural), marker: each(types.text) };

/** One page of a list. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** The member of the answer that leads to the next page: none on the last one. */
  readonly links: Readonly<Record<string, Json>>;
}

/**
 * Takes one page out of a sorted list.
 * @param collection as it stands in the link, such as `servers/detail`
 * @param idOf the name of a row in `marker`
 * @throws 400 for a marker that is not in the list
 */
export function pageOf<Row>(
  { exchange, links }: Request,
  sorted: readonly Row[],
  collection: string,
  idOf: (row: Row) => string,
): Page<Row> {
  const { query } = exchange;
  const limit = Math.min(Number(query.get('limit') ?? largestPage), largestPage);
  const marker = query.get('marker') ?? '';
  const at = marker === '' ? -1 : sorted.findIndex((row) => idOf(row) === marker);
  if (marker !== '' && at === -1) throw fault(400, `marker [${marker}] not found`);
  const rows = sorted.slice(at + 1, at + 1 + limit);
  const last = rows.at(-1);
  if (last === undefined || rows.length < limit) return { rows, links: {} };
  // Sorted by name, and of a repeated parameter only the last value is kept.
  const kept = new Map([...query].toSorted(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)));
  kept.set('marker', idOf(last));
  const next = `${links.versioned}/${collection}?${new URLSearchParams([...kept]).toString()}`;
  const name = `${collection.replace('os-', '').replace('/detail', '')}_links`;
  return { rows, links: { [name]: [{ rel: 'next', href: next }] } };
}

/** The two links of a thing. */
export function linksOf({ links }: Request, collection: string, id: string): Json {
  return [
    { rel: 'self', href: `${links.versioned}/${collection}/${id}` },
    { rel: 'bookmark', href: `${links.bare}/${collection}/${id}` },
  ];
}
