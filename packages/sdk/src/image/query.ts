import { OptionError } from '../errors.ts';
import type { Query } from '../http/path.ts';
import { checkNumber, checkOptions, type KeysOf } from '../options.ts';
import type { ImageQuery, ImageSort, TimeFilter } from './types.ts';
import { isBase, sortKeyOnWire } from './wire.ts';

const keys: KeysOf<ImageQuery> = {
  id: true,
  name: true,
  status: true,
  diskFormat: true,
  containerFormat: true,
  visibility: true,
  owner: true,
  tag: true,
  memberStatus: true,
  protected: true,
  osHidden: true,
  sizeMin: true,
  sizeMax: true,
  createdAt: true,
  updatedAt: true,
  checksum: true,
  osHashValue: true,
  properties: true,
  sort: true,
  limit: true,
  maxItems: true,
  marker: true,
  signal: true,
};

type Pairs = (readonly [string, string])[];

function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

/** Glance reads a colon as an operator's end, and splits the values of `in:` at commas outside quotes. */
function oneOf(option: string, values: readonly string[]): string {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return only.includes(':') ? `eq:${only}` : only;
  // Between its quotes Glance takes `\"` for a character, and then keeps the backslash: there is no way to write one.
  if (values.some((value) => /"|\\$/.test(value))) {
    throw new OptionError(
      `images: ${option} cannot look for several values if one of them holds a quotation mark or ends with a backslash`,
    );
  }
  return `in:${values.map((value) => `"${value}"`).join(',')}`;
}

function anyOf(name: string, option: string, value: string | readonly string[] | undefined): Pairs {
  if (value === undefined) return [];
  const values = list<string>(value);
  if (values.length === 0)
    throw new OptionError(`images: ${option} is an empty list: nothing can be one of none`);
  return [[name, oneOf(option, values)]];
}

function time(name: string, option: string, filter: TimeFilter | undefined): Pairs {
  if (filter === undefined) return [];
  const [entry, ...more] = Object.entries(filter);
  if (entry === undefined || more.length > 0) {
    throw new OptionError(
      `images: ${option} takes one of gt, gte, lt, lte, eq and neq: Glance compares with one point in time`,
    );
  }
  const [operator, value] = entry;
  const date = new Date(value);
  if (Number.isNaN(date.getTime()))
    throw new OptionError(`images: ${option}: ${String(value)} is not a date (ISO 8601)`);
  // Glance shows whole seconds but compares with what its database keeps, which may be fractions of one.
  return [[name, `${operator}:${date.toISOString().replace(/\.000Z$/, 'Z')}`]];
}

function plain(name: string, value: string | number | boolean | undefined): Pairs {
  return value === undefined ? [] : [[name, String(value)]];
}

function sort(sorts: readonly ImageSort[]): Pairs {
  if (sorts.length === 0) return [];
  const parts = sorts.map((entry) => {
    const [key = '', direction = 'asc'] = entry.split(':');
    const wire = sortKeyOnWire(key);
    if (wire === undefined || (direction !== 'asc' && direction !== 'desc')) {
      throw new OptionError(
        `images: cannot sort by ${entry}: write a key such as name or createdAt, then :asc or :desc`,
      );
    }
    return `${wire}:${direction}`;
  });
  return [['sort', parts.join(',')]];
}

function properties(values: Readonly<Record<string, string>> | undefined): Pairs {
  return Object.entries(values ?? {}).map(([name, value]) => {
    if (
      isBase(name) ||
      ['limit', 'marker', 'sort', 'sort_key', 'sort_dir', 'tag', 'member_status'].includes(name)
    ) {
      throw new OptionError(`images: ${name} is not a free property: use the option for it`);
    }
    return [name, value];
  });
}

/**
 * The query of a list, as Glance takes it.
 *
 * @throws OptionError for options that do not exist or cannot work, since Glance takes an unknown filter for a
 *   property that no image has, and a client that dropped it would list everything.
 */
export function imageQuery(query: ImageQuery): Query {
  checkOptions('images', query, keys);
  checkNumber('images: limit', query.limit, 1);
  checkNumber('images: maxItems', query.maxItems, 0);
  checkNumber('images: sizeMin', query.sizeMin, 0);
  checkNumber('images: sizeMax', query.sizeMax, 0);
  return [
    ...anyOf('id', 'id', query.id),
    ...anyOf('name', 'name', query.name),
    ...anyOf('status', 'status', query.status),
    ...anyOf('disk_format', 'diskFormat', query.diskFormat),
    ...anyOf('container_format', 'containerFormat', query.containerFormat),
    ...plain('visibility', query.visibility),
    ...plain('owner', query.owner),
    ...list<string>(query.tag).map((tag) => ['tag', tag] as const),
    ...plain('member_status', query.memberStatus),
    ...plain('protected', query.protected),
    ...plain('os_hidden', query.osHidden),
    ...plain('size_min', query.sizeMin),
    ...plain('size_max', query.sizeMax),
    ...time('created_at', 'createdAt', query.createdAt),
    ...time('updated_at', 'updatedAt', query.updatedAt),
    ...plain('checksum', query.checksum),
    ...plain('os_hash_value', query.osHashValue),
    ...properties(query.properties),
    ...sort(list<ImageSort>(query.sort)),
    ...plain('limit', query.limit),
    ...plain('marker', query.marker),
  ];
}
