import { compareValues } from '../compare.ts';
import type { Sortable } from '../compare.ts';
import { explain, fail } from './request.ts';
import type { Request } from './request.ts';

/** What the lists of tasks and of definitions are asked. */
export interface PageQuery {
  /** Undefined for the default. */
  readonly limit: number | undefined;
  readonly marker: string | undefined;
  readonly sortKey: string;
  readonly descending: boolean;
}

/** The values a list can be sorted by. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => Sortable>>;

/**
 * Reads how a list is to be paged and sorted.
 * @param visibilities that may be asked for; undefined where that is no question
 * @throws 400 in Glance's words
 */
export function readPageQuery(request: Request, visibilities: readonly string[] | undefined): PageQuery {
  const { query } = request.exchange;
  const last = (name: string): string | undefined => query.getAll(name).at(-1);
  const direction = last('sort_dir') ?? 'desc';
  if (direction !== 'asc' && direction !== 'desc') {
    throw explain(request, 400, `Invalid sort direction: ${direction}`);
  }
  const visibility = last('visibility') ?? '';
  if (visibility !== '' && visibilities?.includes(visibility) === false) {
    throw explain(request, 400, `Invalid visibility value: ${visibility}`);
  }
  return {
    limit: readLimit(request, last('limit')),
    marker: last('marker'),
    sortKey: last('sort_key') ?? 'created_at',
    descending: direction === 'desc',
  };
}

/** Reads how many rows a page is to have; undefined when it is not said. @throws 400 */
export function readLimit(request: Request, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\s*[+-]?\d+\s*$/.test(text)) throw explain(request, 400, 'limit param must be an integer');
  const limit = Number(text);
  if (limit < 0) throw explain(request, 400, 'limit param must be positive');
  return limit;
}

/**
 * Sorts rows by one column, then by creation, and takes those behind a marker.
 * @param marker the row to begin behind
 * @throws 500 for a column there is not
 */
export function pageOf<Row>(
  request: Request,
  rows: readonly Row[],
  columns: Columns<Row>,
  { limit, sortKey, descending }: Omit<PageQuery, 'marker'>,
  marker: Row | undefined,
): readonly Row[] {
  if (!Object.hasOwn(columns, sortKey)) throw fail(request, 500);
  const keys = [...new Set([sortKey, 'created_at', 'id'])].flatMap((key) => columns[key] ?? []);
  const compare = (one: Row, other: Row): number => {
    for (const key of keys) {
      const order = compareValues(key(one), key(other));
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  };
  const behind = marker === undefined ? rows : rows.filter((row) => compare(row, marker) > 0);
  return behind.toSorted(compare).slice(0, limit);
}
