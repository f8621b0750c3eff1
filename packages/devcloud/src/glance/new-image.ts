import { isList } from '../python/json.ts';
import type { Json, JsonObject } from '../python/json.ts';
import { readVisibility } from './image.ts';
import type { Image } from './image.ts';
import { baseNames } from './property-rules.ts';

/**
 * A new record, queued.
 * @param wanted attributes that have been checked, by their wire names
 * @param now microseconds since the epoch
 */
export function imageFrom(wanted: JsonObject, id: string, owner: string | null, now: number): Image {
  return {
    id,
    name: textOr(wanted['name'], null),
    status: 'queued',
    visibility: readVisibility(wanted['visibility']) ?? 'shared',
    owner: owner === '' ? null : owner,
    size: null,
    virtualSize: null,
    checksum: null,
    hashAlgorithm: null,
    hashValue: null,
    diskFormat: textOr(wanted['disk_format'], null),
    containerFormat: textOr(wanted['container_format'], null),
    minDisk: Number(wanted['min_disk'] ?? 0),
    minRam: Number(wanted['min_ram'] ?? 0),
    protected: wanted['protected'] === true,
    hidden: wanted['os_hidden'] === true,
    createdAt: now,
    updatedAt: now,
    properties: propertiesOf(wanted),
    tags: tagsOf(wanted['tags']),
    locations: [],
    members: new Map(),
    deleted: false,
  };
}

/** A value that has passed the schema, when it is text. */
export function textOr<Otherwise>(value: Json | undefined, otherwise: Otherwise): string | Otherwise {
  return typeof value === 'string' ? value : otherwise;
}

/** The properties among attributes that have passed the schema. */
export function propertiesOf(wanted: JsonObject): Map<string, string> {
  const own = Object.entries(wanted).filter(([name]) => !baseNames.has(name));
  return new Map(own.map(([name, value]) => [name, typeof value === 'string' ? value : '']));
}

/** The tags in a value that has passed the schema. */
export function tagsOf(value: Json | undefined): Set<string> {
  return new Set(isList(value) ? value.filter((tag) => typeof tag === 'string') : []);
}
