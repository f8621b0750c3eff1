import { compareValues } from '../compare.ts';
import type { Sortable } from '../compare.ts';
import type { Image } from './image.ts';
import { explain } from './request.ts';
import type { Request } from './request.ts';

/** One key to sort by. */
export interface SortKey {
  readonly key: keyof typeof columns;
  readonly descending: boolean;
}

/** The attributes a list can be sorted by. */
const columns = {
  name: (image: Image): Sortable => image.name,
  status: (image: Image): Sortable => image.status,
  container_format: (image: Image): Sortable => image.containerFormat,
  disk_format: (image: Image): Sortable => image.diskFormat,
  size: (image: Image): Sortable => image.size,
  id: (image: Image): Sortable => image.id,
  created_at: (image: Image): Sortable => image.createdAt,
  updated_at: (image: Image): Sortable => image.updatedAt,
} as const;

/**
 * Reads how a list is to be sorted, in the new syntax (`sort=name:asc,size`) or the classic one (`sort_key`, `sort_dir`).
 * @returns the keys, with `created_at` and `id` behind them so that the order is total
 * @throws 400 in Glance's words
 */
export function parseSort(request: Request, query: URLSearchParams): readonly SortKey[] {
  const sort = query.getAll('sort').at(-1);
  const [keys, directions] = sort === undefined ? classic(request, query) : modern(request, query, sort);
  const fallback = directions.length === 1 ? (directions[0] ?? true) : true;
  const wanted = keys.map((key, index) => ({ key, descending: directions[index] ?? fallback }));
  const rest = (['created_at', 'id'] as const).filter((key) => !keys.includes(key));
  return [...wanted, ...rest.map((key) => ({ key, descending: fallback }))];
}

type Parsed = readonly [keys: readonly SortKey['key'][], descending: readonly boolean[]];

function modern(request: Request, query: URLSearchParams, sort: string): Parsed {
  if (query.has('sort_key') || query.has('sort_dir')) {
    throw explain(request, 400, 'Old and new sorting syntax cannot be combined');
  }
  const parts = sort
    .trim()
    .split(',')
    .map((part) => {
      const [key = '', direction = ''] = part.split(/:(.*)/s);
      return [readKey(request, key.trim()), isDescending(request, (direction || 'desc').trim())] as const;
    });
  return [parts.map(([key]) => key), parts.map(([, descending]) => descending)];
}

function classic(request: Request, query: URLSearchParams): Parsed {
  const keys = query.getAll('sort_key');
  const directions = query.getAll('sort_dir');
  const read: Parsed = [
    keys.map((key) => readKey(request, key.trim())),
    directions.map((direction) => isDescending(request, direction.trim())),
  ];
  if (directions.length > 1 && directions.length !== keys.length) {
    throw explain(request, 400, 'Number of sort dirs does not match the number of sort keys');
  }
  return [keys.length === 0 ? ['created_at'] : read[0], directions.length === 0 ? [true] : read[1]];
}

function readKey(request: Request, key: string): SortKey['key'] {
  if (isKey(key)) return key;
  const available = Object.keys(columns).join(', ');
  throw explain(request, 400, `Invalid sort key: ${key}. It must be one of the following: ${available}.`);
}

function isKey(key: string): key is SortKey['key'] {
  return Object.hasOwn(columns, key);
}

function isDescending(request: Request, direction: string): boolean {
  if (direction === 'asc' || direction === 'desc') return direction === 'desc';
  throw explain(request, 400, `Invalid sort direction: ${direction}`);
}

/** Compares two images by keys; missing values come first, as in SQLite. */
export function comparator(keys: readonly SortKey[]): (one: Image, other: Image) => number {
  return (one, other) => {
    for (const { key, descending } of keys) {
      const order = compareValues(columns[key](one), columns[key](other));
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  };
}
