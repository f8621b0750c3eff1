import { DiscoveryError, OptionError } from '../errors.ts';
import { asArray, asNumber, asRecord, asString, type JsonRecord } from '../json.ts';
import type { Image, ImageAttributes, ImageChanges, ImageSchema, ImageSortKey } from './types.ts';

/** The attributes that a caller may set, and their names on the wire. */
const settable = {
  id: 'id',
  name: 'name',
  visibility: 'visibility',
  owner: 'owner',
  protected: 'protected',
  osHidden: 'os_hidden',
  tags: 'tags',
  diskFormat: 'disk_format',
  containerFormat: 'container_format',
  minDisk: 'min_disk',
  minRam: 'min_ram',
} as const;

/** Everything on the wire that is not a free property. */
const base = new Set<string>([
  ...Object.values(settable),
  'status',
  'size',
  'virtual_size',
  'checksum',
  'os_hash_algo',
  'os_hash_value',
  'created_at',
  'updated_at',
  'stores',
  'self',
  'file',
  'schema',
  'direct_url',
  'locations',
]);

const sortKeys: Readonly<Record<ImageSortKey, string>> = {
  name: 'name',
  status: 'status',
  containerFormat: 'container_format',
  diskFormat: 'disk_format',
  size: 'size',
  id: 'id',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
};

/** The wire name of a key to sort by, or `undefined` if there is no such key. */
export function sortKeyOnWire(key: string): string | undefined {
  return Object.entries(sortKeys).find(([name]) => name === key)?.[1];
}

/** Whether an attribute on the wire may hold null, so that `null` is its value and not its removal. */
export function isBase(name: string): boolean {
  return base.has(name);
}

function text(value: unknown): string | null {
  return asString(value) ?? null;
}

function freeProperties(record: JsonRecord): Readonly<Record<string, string>> {
  const properties: Record<string, string> = {};
  for (const [name, value] of Object.entries(record)) {
    if (base.has(name) || value === null) continue;
    properties[name] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return properties;
}

/** The image that an object of the API describes. */
export function toImage(value: unknown): Image {
  const record = asRecord(value);
  const id = asString(record?.['id']);
  if (record === undefined || id === undefined) {
    throw new DiscoveryError(
      'the image service answered with something that is not an image: check the endpoint',
    );
  }
  return {
    id,
    name: text(record['name']),
    status: asString(record['status']) ?? 'queued',
    visibility: asString(record['visibility']) ?? 'private',
    owner: text(record['owner']),
    protected: record['protected'] === true,
    osHidden: record['os_hidden'] === true,
    tags: asArray(record['tags']).flatMap((tag) => asString(tag) ?? []),
    diskFormat: text(record['disk_format']),
    containerFormat: text(record['container_format']),
    minDisk: asNumber(record['min_disk']) ?? 0,
    minRam: asNumber(record['min_ram']) ?? 0,
    size: asNumber(record['size']) ?? null,
    virtualSize: asNumber(record['virtual_size']) ?? null,
    checksum: text(record['checksum']),
    osHashAlgo: text(record['os_hash_algo']),
    osHashValue: text(record['os_hash_value']),
    createdAt: asString(record['created_at']) ?? '',
    updatedAt: asString(record['updated_at']) ?? '',
    stores: (asString(record['stores']) ?? '').split(',').filter((store) => store !== ''),
    properties: freeProperties(record),
  };
}

function checkProperty(name: string): void {
  if (name === '') throw new OptionError('properties: a name must not be empty');
  if (name.startsWith('os_glance_'))
    throw new OptionError(`properties: ${name} is reserved for Glance itself`);
  if (base.has(name)) {
    const own = Object.entries(settable).find(([, wire]) => wire === name)?.[0];
    throw new OptionError(
      `properties: ${name} is ${own === undefined ? 'set by Glance alone' : `an attribute: give it as ${own}`}`,
    );
  }
}

/** Attributes or changes under their names on the wire; what was not given is left out. */
export function toWire(attributes: ImageAttributes | ImageChanges): JsonRecord {
  const { properties = {}, ...own } = attributes;
  const wire: Record<string, unknown> = {};
  const names: Readonly<Record<string, string>> = settable;
  for (const [name, value] of Object.entries(own)) {
    const wireName = names[name];
    if (wireName !== undefined && value !== undefined) wire[wireName] = value;
  }
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    checkProperty(name);
    if (value !== null && typeof value !== 'string') {
      throw new OptionError(`properties: the value of ${name} must be text: write '${String(value)}'`);
    }
    wire[name] = value;
  }
  return wire;
}

/** The schema that a document of the API describes. */
export function toImageSchema(value: unknown): ImageSchema {
  const record = asRecord(value);
  const properties = asRecord(record?.['properties']) ?? {};
  const additional = record?.['additionalProperties'];
  return {
    name: asString(record?.['name']) ?? '',
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name, asRecord(schema) ?? {}]),
    ),
    additionalProperties: asRecord(additional) ?? additional === true,
  };
}

/** The name by which a caller gives what is `name` on the wire. */
export function publicName(name: string): string {
  return Object.entries(settable).find(([, wire]) => wire === name)?.[0] ?? `properties.${name}`;
}
