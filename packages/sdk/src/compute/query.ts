import { OptionError } from '../errors.ts';
import type { Query } from '../http/path.ts';
import { checkNumber, checkOptions, type KeysOf } from '../options.ts';
import { type Need, newestRequirement, type Requirement } from './microversion.ts';
import type { FlavorQuery, ServerQuery, ServerSort, ServerSortKey } from './types.ts';

/** A query as Nova takes it, and the microversion that it takes. */
export interface WireQuery {
  readonly query: Query;
  readonly need: Need;
}

const serverKeys: KeysOf<ServerQuery> = {
  name: true,
  status: true,
  image: true,
  flavor: true,
  ip: true,
  keyName: true,
  availabilityZone: true,
  userId: true,
  tags: true,
  tagsAny: true,
  isLocked: true,
  changesSince: true,
  changesBefore: true,
  allProjects: true,
  projectId: true,
  sort: true,
  limit: true,
  maxItems: true,
  marker: true,
  microversion: true,
  signal: true,
};

const flavorKeys: KeysOf<FlavorQuery> = {
  isPublic: true,
  minDisk: true,
  minRam: true,
  limit: true,
  maxItems: true,
  marker: true,
  microversion: true,
  signal: true,
};

const sortKeys: Readonly<Record<ServerSortKey, string>> = {
  name: 'display_name',
  status: 'vm_state',
  id: 'uuid',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
  hostname: 'hostname',
  launchedAt: 'launched_at',
};

/** From when on everybody may filter by what is named; before it Nova drops the filter without a word. */
const since: Readonly<Partial<Record<keyof ServerQuery, string>>> = {
  keyName: '2.83',
  availabilityZone: '2.83',
  userId: '2.83',
  tags: '2.26',
  tagsAny: '2.26',
  isLocked: '2.73',
  changesBefore: '2.66',
};

type Pairs = readonly (readonly [string, string])[];

function plain(name: string, value: string | number | boolean | undefined): Pairs {
  return value === undefined ? [] : [[name, String(value)]];
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

function tags(name: string, option: string, value: string | readonly string[] | undefined): Pairs {
  const wanted = list(value);
  if (value !== undefined && wanted.length === 0)
    throw new OptionError(`servers: ${option} is an empty list: leave it out to list all`);
  if (wanted.some((tag) => tag.includes(',')))
    throw new OptionError(`servers: ${option}: a tag cannot hold a comma`);
  return wanted.length === 0 ? [] : [[name, wanted.join(',')]];
}

function time(name: string, option: string, value: Date | string | undefined): Pairs {
  if (value === undefined) return [];
  const date = new Date(value);
  if (Number.isNaN(date.getTime()))
    throw new OptionError(`servers: ${option}: ${String(value)} is not a date (ISO 8601)`);
  return [[name, date.toISOString()]];
}

function isSortKey(key: string): key is ServerSortKey {
  return Object.hasOwn(sortKeys, key);
}

function sort(value: ServerSort | readonly ServerSort[] | undefined): Pairs {
  return list(value).flatMap((entry): Pairs => {
    const [key = '', direction = 'asc'] = entry.split(':');
    if (!isSortKey(key) || (direction !== 'asc' && direction !== 'desc')) {
      throw new OptionError(
        `servers: cannot sort by ${entry}: write a key such as name or createdAt, then :asc or :desc`,
      );
    }
    return [
      ['sort_key', sortKeys[key]],
      ['sort_dir', direction],
    ];
  });
}

function requirements(query: ServerQuery): readonly Requirement[] {
  return Object.entries(since)
    .filter(([name]) => Object.entries(query).some(([key, value]) => key === name && value !== undefined))
    .map(([name, microversion]) => [`servers: the filter ${name}`, microversion]);
}

/**
 * The query of a list of servers, as Nova takes it.
 *
 * @throws OptionError for options that do not exist or cannot work: Nova drops a filter that it does not know, and
 *   lists everything.
 */
export function serverQuery(query: ServerQuery): WireQuery {
  checkOptions('servers', query, serverKeys);
  checkNumber('servers: limit', query.limit, 1);
  checkNumber('servers: maxItems', query.maxItems, 0);
  const asked: readonly Requirement[] =
    query.microversion === undefined ? [] : [['the option microversion', query.microversion]];
  const newest = newestRequirement([...requirements(query), ...asked]);
  const allProjects = query.projectId !== undefined || query.allProjects === true;
  return {
    need: { what: newest?.[0] ?? 'servers', least: newest?.[1] },
    query: [
      ...plain('name', query.name),
      ...plain('status', query.status),
      ...plain('image', query.image),
      ...plain('flavor', query.flavor),
      ...plain('ip', query.ip),
      ...plain('key_name', query.keyName),
      ...plain('availability_zone', query.availabilityZone),
      ...plain('user_id', query.userId),
      ...tags('tags', 'tags', query.tags),
      ...tags('tags-any', 'tagsAny', query.tagsAny),
      ...plain('locked', query.isLocked),
      ...time('changes-since', 'changesSince', query.changesSince),
      ...time('changes-before', 'changesBefore', query.changesBefore),
      ...(allProjects ? plain('all_tenants', 'True') : []),
      ...plain('project_id', query.projectId),
      ...sort(query.sort),
      ...plain('limit', query.limit),
      ...plain('marker', query.marker),
    ],
  };
}

/** The query of a list of flavors, as Nova takes it. */
export function flavorQuery(query: FlavorQuery): WireQuery {
  checkOptions('flavors', query, flavorKeys);
  checkNumber('flavors: limit', query.limit, 1);
  checkNumber('flavors: maxItems', query.maxItems, 0);
  checkNumber('flavors: minDisk', query.minDisk, 0);
  checkNumber('flavors: minRam', query.minRam, 0);
  const isPublic = query.isPublic === 'all' ? 'None' : query.isPublic;
  return {
    need: { what: 'the option microversion', least: query.microversion },
    query: [
      ...plain('is_public', isPublic),
      ...plain('minDisk', query.minDisk),
      ...plain('minRam', query.minRam),
      ...plain('limit', query.limit),
      ...plain('marker', query.marker),
    ],
  };
}
