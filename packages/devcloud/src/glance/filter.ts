import { own } from '../own.ts';
import { parseTime, splitList, splitOperator } from './filter-value.ts';
import type { Image } from './image.ts';
import type { ListQuery } from './list-query.ts';
import { explain, fail } from './request.ts';
import type { Request } from './request.ts';

/** Whether an image passes. */
export type Filter = (image: Image) => boolean;

/** Attributes that are compared as they are; everything else with no entry anywhere is a property of the image. */
const plain: Readonly<Record<string, (image: Image) => string | number | boolean | null>> = {
  owner: (image) => image.owner,
  checksum: (image) => image.checksum,
  os_hash_value: (image) => image.hashValue,
  os_hash_algo: (image) => image.hashAlgorithm,
  size: (image) => image.size,
  virtual_size: (image) => image.virtualSize,
  min_disk: (image) => image.minDisk,
  min_ram: (image) => image.minRam,
};

/** Attributes that take `in:` and `eq:`. */
const listed: Readonly<Record<string, (image: Image) => string | null>> = {
  name: (image) => image.name,
  id: (image) => image.id,
  status: (image) => image.status,
  container_format: (image) => image.containerFormat,
  disk_format: (image) => image.diskFormat,
};

const times: Readonly<Record<string, (image: Image) => number>> = {
  created_at: (image) => image.createdAt,
  updated_at: (image) => image.updatedAt,
};

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  gt: (value, limit) => value > limit,
  gte: (value, limit) => value >= limit,
  lt: (value, limit) => value < limit,
  lte: (value, limit) => value <= limit,
  neq: (value, limit) => value !== limit,
  eq: (value, limit) => value === limit,
};

/** Makes the filters of a list, those included that it has when nobody asks. @throws 400 in Glance's words */
export function makeFilters(request: Request, query: ListQuery): readonly Filter[] {
  const hidden = readBoolean(request, 'os_hidden', query.filters.get('os_hidden')?.toLowerCase() ?? 'false');
  const own = [...query.filters]
    .filter(([name]) => !['os_hidden', 'visibility', 'deleted', 'changes-since'].includes(name))
    .map(([name, value]) => makeFilter(request, name, value));
  return [
    (image) => image.hidden === hidden,
    (image) => query.tags.every((tag) => image.tags.has(tag)),
    ...own,
  ];
}

function readBoolean(request: Request, name: string, value: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  throw explain(
    request,
    400,
    `Invalid value '${value}' for '${name}' filter. Valid values are 'true' or 'false'.`,
  );
}

function makeFilter(request: Request, name: string, value: string): Filter {
  if (name === 'protected') {
    const wanted = readBoolean(request, name, value);
    return (image) => image.protected === wanted;
  }
  const text = own(listed, name);
  if (text !== undefined) return listFilter(request, text, value);
  const time = own(times, name);
  if (time !== undefined) return timeFilter(request, name, time, value);
  const attribute = own(plain, name);
  if (attribute !== undefined) return (image) => sameAs(attribute(image), value);
  if (/_(?:min|max)$/.test(name)) return rangeFilter(request, name, value);
  return (image) => image.properties.get(name) === value;
}

function sameAs(attribute: string | number | boolean | null, value: string): boolean {
  return attribute !== null && String(attribute) === value;
}

function listFilter(request: Request, text: (image: Image) => string | null, given: string): Filter {
  const { operator, value } = splitOperator(given);
  if (operator === 'eq') return (image) => text(image) === value;
  if (operator !== 'in') {
    throw explain(request, 400, `Unable to filter by unknown operator '${operator}'.`);
  }
  const wanted = splitList(request, value);
  return (image) => wanted.some((item) => item === text(image));
}

function timeFilter(request: Request, name: string, time: (image: Image) => number, given: string): Filter {
  const { operator, value } = splitOperator(given);
  const limit = parseTime(value);
  if (limit === undefined) {
    throw explain(request, 400, `Bad "${name}" query filter format. Use ISO 8601 DateTime notation.`);
  }
  const compare = own(comparisons, operator);
  if (compare === undefined) throw explain(request, 400, 'Unable to filter on a unknown operator.');
  return (image) => compare(time(image), limit);
}

function rangeFilter(request: Request, name: string, value: string): Filter {
  const attribute = own(plain, name.slice(0, -4));
  if (!/^\s*[+-]?\d+\s*$/.test(value)) {
    throw explain(request, 400, 'Unable to filter on a range with a non-numeric value.');
  }
  // A range of something that is no column is an error of Glance's own.
  if (attribute === undefined) throw fail(request, 500);
  const limit = Number(value);
  return (image) => {
    const actual = attribute(image);
    if (typeof actual !== 'number') return false;
    return name.endsWith('_min') ? actual >= limit : actual <= limit;
  };
}
