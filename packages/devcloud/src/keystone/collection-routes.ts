import type { Answer } from '../http/answer.ts';
import type { Exchange, Params } from '../http/exchange.ts';
import type { Handler, Routes } from '../http/router.ts';
import type { JsonObject } from '../python/json.ts';
import { byId, projectsOf } from './directory.ts';
import { notFound } from './errors.ts';
import { callerOf, enforce } from './keystone.ts';
import type { Keystone } from './keystone.ts';
import type { Token } from './model.ts';
import {
  domainAsProject,
  domainJson,
  linked,
  listAnswer,
  okAnswer,
  projectJson,
  roleJson,
  userJson,
} from './resources.ts';

/** A resource with its id. */
type Item = JsonObject & { readonly id: string };

/** Filters by tags, and whether they are about all of the tags or any of them. */
const tagFilters: Readonly<Record<string, boolean>> = {
  tags: true,
  'tags-any': false,
  'not-tags': true,
  'not-tags-any': false,
};

/** One kind of resource that can be listed and shown. */
interface Collection {
  /** Its name in paths and policies, in the plural. */
  readonly plural: string;
  readonly singular: string;
  readonly items: (keystone: Keystone) => readonly Item[];
  /** What can be shown but is not listed. */
  readonly unlisted?: (keystone: Keystone) => readonly Item[];
  /** Who but an admin may list. */
  readonly mayList?: (token: Token) => boolean;
  /** Who but an admin may see one. */
  readonly mayGet?: (token: Token, id: string) => boolean;
  /** Looks for the resource before it looks at the caller's rights. */
  readonly findsFirst?: boolean;
}

const inProject = (token: Token, id: string): boolean =>
  token.scope?.kind === 'project' && token.scope.id === id;

const collections: readonly Collection[] = [
  {
    plural: 'projects',
    singular: 'project',
    items: ({ directory }) => directory.projects.map(projectJson),
    unlisted: ({ directory }) => directory.domains.map(domainAsProject),
    mayGet: inProject,
  },
  {
    plural: 'users',
    singular: 'user',
    items: ({ directory }) => directory.users.map(userJson),
    mayGet: (token, id) => token.userId === id,
  },
  {
    plural: 'domains',
    singular: 'domain',
    items: ({ directory }) => directory.domains.map(domainJson),
    mayGet: (token, id) => id === 'default' && token.scope !== undefined,
  },
  {
    plural: 'roles',
    singular: 'role',
    items: ({ directory }) => directory.roles.map(roleJson),
    findsFirst: true,
  },
  {
    plural: 'regions',
    singular: 'region',
    items: ({ directory }) => [{ id: directory.regionId, description: '', parent_region_id: null }],
    mayList: () => true,
    mayGet: () => true,
  },
  {
    plural: 'services',
    singular: 'service',
    items: ({ directory }) =>
      directory.services.map(({ name, id, type }) => ({ name, id, type, enabled: true })),
  },
  { plural: 'endpoints', singular: 'endpoint', items: endpoints },
];

function endpoints({ directory }: Keystone): readonly Item[] {
  return directory.endpoints.map((endpoint) => ({
    id: endpoint.id,
    interface: endpoint.interface,
    region_id: endpoint.regionId,
    service_id: endpoint.serviceId,
    url: endpoint.url,
    enabled: true,
    region: endpoint.regionId,
  }));
}

/** Lists and single resources, for reading: seeds are what changes them. */
export function collectionRoutes(keystone: Keystone): Routes {
  const routes = collections.flatMap((collection): readonly (readonly [string, { GET: Handler }])[] => [
    [`/v3/${collection.plural}`, { GET: (exchange) => list(keystone, exchange, collection) }],
    [
      `/v3/${collection.plural}/:id`,
      { GET: (exchange, params) => show(keystone, exchange, params, collection) },
    ],
  ]);
  return {
    ...Object.fromEntries(routes),
    '/v3/users/:id/projects': { GET: (exchange, params) => listUserProjects(keystone, exchange, params) },
  };
}

function list(keystone: Keystone, exchange: Exchange, collection: Collection): Answer {
  const { plural, items, mayList = () => false } = collection;
  enforce(keystone, exchange, `identity:list_${plural}`, mayList);
  return filtered(keystone, exchange, plural, items(keystone));
}

function filtered(keystone: Keystone, exchange: Exchange, plural: string, items: readonly Item[]): Answer {
  const filters = [...exchange.query].filter(([name]) => name !== 'limit' && name !== 'marker');
  const shown = items
    .filter((item) => filters.every(([name, value]) => fits(item, name, value)))
    .map((item) => linked(keystone, item, `/${plural}/${item.id}`));
  return listAnswer(keystone, exchange, plural, shown);
}

function fits(item: Item, name: string, wanted: string): boolean {
  const hasAll = tagFilters[name];
  if (hasAll === undefined) return !(name in item) || sameText(item[name], wanted);
  const tags = Array.isArray(item['tags']) ? item['tags'] : [];
  const has = (tag: string): boolean => tags.includes(tag);
  const isMet = hasAll ? wanted.split(',').every(has) : wanted.split(',').some(has);
  return name.startsWith('not-') ? !isMet : isMet;
}

function sameText(value: unknown, wanted: string): boolean {
  if (typeof value !== 'boolean') return value === wanted;
  return value === ['1', 't', 'true', 'on', 'y', 'yes'].includes(wanted.toLowerCase());
}

function show(keystone: Keystone, exchange: Exchange, params: Params, collection: Collection): Answer {
  const { plural, singular, items, unlisted, mayGet = () => false, findsFirst = false } = collection;
  const id = params['id'] ?? '';
  const item = [...items(keystone), ...(unlisted?.(keystone) ?? [])].find((candidate) => candidate.id === id);
  callerOf(keystone, exchange);
  if (item === undefined && findsFirst) throw notFound(singular, id);
  enforce(keystone, exchange, `identity:get_${singular}`, (token) => mayGet(token, id));
  if (item === undefined) throw notFound(singular, id);
  const shown = { ...item, ...(plural === 'projects' && hierarchy(exchange, item)) };
  return okAnswer({ [singular]: linked(keystone, shown, `/${plural}/${id}`) });
}

/** Above a project there is its domain alone, and nothing below. */
function hierarchy({ query }: Exchange, { parent_id: parent }: Item): JsonObject {
  return {
    ...(query.has('parents_as_ids') && typeof parent === 'string' && { parents: { [parent]: null } }),
    ...(query.has('subtree_as_ids') && { subtree: null }),
  };
}

function listUserProjects(keystone: Keystone, exchange: Exchange, params: Params): Answer {
  const id = params['id'] ?? '';
  enforce(keystone, exchange, 'identity:list_user_projects', (token) => token.userId === id);
  if (byId(keystone.directory.users, id) === undefined) throw notFound('user', id);
  return filtered(keystone, exchange, 'projects', projectsOf(keystone.directory, id).map(projectJson));
}
