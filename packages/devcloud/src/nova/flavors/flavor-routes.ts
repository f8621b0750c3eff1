import { novaAnswer } from '../answer.ts';
import type { Answer } from '../../http/answer.ts';
import { newUuid } from '../../ids.ts';
import type { JsonObject } from '../../python/json.ts';
import type { Schema } from '../../python/json-schema.ts';
import { checkedBody, checkQuery } from '../check-input.ts';
import { pageOf, pageParameters } from '../page.ts';
import { enforce } from '../policy.ts';
import { doneAnswer, fault } from '../request.ts';
import type { NovaRoutes, Request } from '../request.ts';
import { each, isYes, objectOf, textOf, types } from '../schema-types.ts';
import { flavorFrom, visibleFlavor } from './flavor.ts';
import type { Flavor } from './flavor.ts';
import { briefFlavor, flavorJson } from './flavor-json.ts';

type Value = string | number | boolean | null;

const columns: Readonly<Record<string, (flavor: Flavor) => Value>> = {
  created_at: ({ createdAt }) => createdAt,
  description: ({ description }) => description,
  disabled: () => false,
  ephemeral_gb: ({ ephemeral }) => ephemeral,
  flavorid: ({ id }) => id,
  id: ({ createdAt }) => createdAt,
  is_public: ({ isPublic }) => isPublic,
  memory_mb: ({ ram }) => ram,
  name: ({ name }) => name,
  root_gb: ({ disk }) => disk,
  rxtx_factor: ({ rxtxFactor }) => rxtxFactor,
  swap: ({ swap }) => swap,
  updated_at: () => null,
  vcpu_weight: () => 0,
  vcpus: ({ vcpus }) => vcpus,
};

/** Routes of flavors and of their extra specs. */
export const flavorRoutes: NovaRoutes = {
  '/flavors': { GET: (request) => listFlavors(request, false), POST: createFlavor },
  '/flavors/detail': { GET: (request) => listFlavors(request, true) },
  '/flavors/:id': {
    GET: (request) => novaAnswer(200, { flavor: flavorJson(request, needFlavor(request)) }),
    DELETE: deleteFlavor,
  },
  '/flavors/:id/os-flavor-access': { GET: listAccess },
  '/flavors/:id/os-extra_specs': {
    GET: (request) => novaAnswer(200, { extra_specs: Object.fromEntries(needFlavor(request).extraSpecs) }),
    POST: addExtraSpecs,
  },
  '/flavors/:id/os-extra_specs/:key': { GET: showExtraSpec, DELETE: removeExtraSpec },
};

/** The flavor of the route. @throws 404 when the caller cannot see it */
function needFlavor({ nova, caller, params }: Request): Flavor {
  const id = params['id'] ?? '';
  const flavor = visibleFlavor(nova.flavors, caller, id);
  if (flavor === undefined) throw fault(404, `Flavor ${id} could not be found.`);
  return flavor;
}

function querySchema(minor: number): Schema {
  return {
    type: 'object',
    properties: {
      ...pageParameters,
      is_public: each(types.text),
      minRam: each(types.text),
      minDisk: each(types.text),
      sort_key: each({ type: 'string', enum: Object.keys(columns) }),
      sort_dir: each({ type: 'string', enum: ['asc', 'desc'] }),
    },
    additionalProperties: minor < 75,
  };
}

function listFlavors(request: Request, detailed: boolean): Answer {
  const { exchange, minor, nova } = request;
  const { query } = exchange;
  checkQuery(query, querySchema(minor));
  const isPublic = wantedPublic(request);
  const least = (name: 'minRam' | 'minDisk'): number => leastOf(query, name);
  const [ram, disk] = [least('minRam'), least('minDisk')];
  const found = [...nova.flavors.values()].filter(
    (flavor) =>
      flavor.ram >= ram && flavor.disk >= disk && (isPublic === undefined || flavor.isPublic === isPublic),
  );
  const column = columns[query.get('sort_key') ?? 'flavorid'] ?? (({ id }) => id);
  const turn = query.get('sort_dir') === 'desc' ? -1 : 1;
  const sorted = found.toSorted((one, other) => turn * compare(column(one), column(other)));
  const collection = detailed ? 'flavors/detail' : 'flavors';
  const page = pageOf(request, sorted, collection, ({ id }) => id);
  const show = detailed ? flavorJson : briefFlavor;
  return novaAnswer(200, { flavors: page.rows.map((flavor) => show(request, flavor)), ...page.links });
}

function compare(one: Value, other: Value): number {
  if (one === other) return 0;
  if (one === null) return -1;
  if (other === null) return 1;
  return one < other ? -1 : 1;
}

/** @returns undefined for both kinds, which only admins get */
function wantedPublic({ caller, exchange }: Request): boolean | undefined {
  const text = exchange.query.get('is_public');
  if (!caller.isAdmin || text === null) return true;
  if (text.toLowerCase() === 'none') return undefined;
  if (/^(?:true|t|1|on|yes|y)$/i.test(text)) return true;
  if (/^(?:false|f|0|off|no|n)$/i.test(text)) return false;
  throw fault(400, `Invalid is_public filter [${text}]`);
}

function leastOf(query: URLSearchParams, name: string): number {
  const text = query.get(name);
  if (text === null) return 0;
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw fault(400, `Invalid ${name} filter [${text}]`);
  return Number(text);
}

function createSchema(minor: number): Schema {
  const properties = {
    name: types.name,
    id: {
      type: ['string', 'number', 'null'],
      minLength: 1,
      maxLength: 255,
      pattern: '^(?! )[a-zA-Z0-9. _-]+(?<! )$',
    },
    ram: types.size,
    vcpus: types.size,
    disk: types.sizeOrNone,
    'OS-FLV-EXT-DATA:ephemeral': types.sizeOrNone,
    swap: types.sizeOrNone,
    rxtx_factor: { type: ['number', 'string'], pattern: String.raw`^[0-9]+(\.[0-9]+)?$`, minimum: 0 },
    'os-flavor-access:is_public': types.boolean,
    ...(minor >= 55 ? { description: { ...types.description, maxLength: 65_535 } } : {}),
  };
  return objectOf(properties, 'name', 'ram', 'vcpus', 'disk');
}

function createFlavor(request: Request): Answer {
  const { body, minor, nova } = request;
  const wanted = checkedBody(body, 'flavor', createSchema(minor));
  enforce(request, 'admin', 'os-flavor-manage:create');
  const flavor = flavorFrom(seedOf(wanted), nova.now());
  if ([...nova.flavors.values()].some(({ name }) => name === flavor.name)) {
    throw fault(409, `Flavor with name ${flavor.name} already exists.`);
  }
  if (nova.flavors.has(flavor.id)) throw fault(409, `Flavor with ID ${flavor.id} already exists.`);
  nova.flavors.set(flavor.id, flavor);
  return novaAnswer(200, { flavor: flavorJson(request, flavor) });
}

function seedOf(wanted: JsonObject): Parameters<typeof flavorFrom>[0] {
  const number = (name: string, otherwise: number): number => Number(wanted[name] ?? otherwise);
  const { id = null, name, description } = wanted;
  return {
    id: id === null || id === 'auto' ? newUuid() : textOf(id),
    name: textOf(name),
    ram: number('ram', 0),
    disk: number('disk', 0),
    vcpus: number('vcpus', 1),
    swap: number('swap', 0),
    ephemeral: number('OS-FLV-EXT-DATA:ephemeral', 0),
    rxtxFactor: number('rxtx_factor', 1),
    isPublic: isYes(wanted['os-flavor-access:is_public'] ?? true),
    description: typeof description === 'string' ? description : null,
  };
}

function deleteFlavor(request: Request): Answer {
  enforce(request, 'admin', 'os-flavor-manage:delete');
  request.nova.flavors.delete(needFlavor(request).id);
  return doneAnswer(202);
}

function listAccess(request: Request): Answer {
  enforce(request, 'admin', 'os-flavor-access');
  const { id, isPublic, access } = needFlavor(request);
  if (isPublic) throw fault(404, 'Access list not available for public flavors.');
  const projects = [...access].map((project) => ({ flavor_id: id, tenant_id: project }));
  return novaAnswer(200, { flavor_access: projects });
}

const specsSchema: Schema = {
  type: 'object',
  patternProperties: {
    '^[a-zA-Z0-9-_:. ]{1,255}$': { type: ['string', 'number'], maxLength: 255 },
  },
  additionalProperties: false,
};

function addExtraSpecs(request: Request): Answer {
  const specs = checkedBody(request.body, 'extra_specs', specsSchema);
  enforce(request, 'admin', 'os-flavor-extra-specs:create');
  const flavor = needFlavor(request);
  for (const [key, value] of Object.entries(specs)) flavor.extraSpecs.set(key, textOf(value));
  return novaAnswer(200, { extra_specs: specs });
}

function needSpec(request: Request): {
  readonly flavor: Flavor;
  readonly key: string;
  readonly value: string;
} {
  const flavor = needFlavor(request);
  const key = request.params['key'] ?? '';
  const value = flavor.extraSpecs.get(key);
  if (value === undefined) throw fault(404, `Flavor ${flavor.id} has no extra specs with key ${key}.`);
  return { flavor, key, value };
}

function showExtraSpec(request: Request): Answer {
  const { key, value } = needSpec(request);
  return novaAnswer(200, { [key]: value });
}

function removeExtraSpec(request: Request): Answer {
  enforce(request, 'admin', 'os-flavor-extra-specs:delete');
  const { flavor, key } = needSpec(request);
  flavor.extraSpecs.delete(key);
  return doneAnswer(200);
}
