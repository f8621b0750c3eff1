import { OptionError } from '../../errors.ts';
import { asArray, asRecord, asString, isRecord, type JsonRecord } from '../../json.ts';
import { answerOf, textOf, timeOf } from '../call.ts';
import type {
  MetadefNamespace,
  MetadefNamespaceContent,
  MetadefObject,
  MetadefProperties,
  MetadefProperty,
  MetadefPropertySchema,
  MetadefResourceType,
  MetadefTag,
  NewMetadefNamespace,
  NewMetadefObject,
  NewResourceTypeAssociation,
  ResourceTypeAssociation,
} from './types.ts';

/** What Glance sets by itself and refuses to be given. */
const readOnly: ReadonlySet<string> = new Set(['self', 'schema', 'created_at', 'updated_at']);

/**
 * Refuses names that Glance would take but could never find again: in a URL it reads their bytes as Latin-1, and
 * nothing is found behind a slash.
 */
export function checkName(where: string, name: string): string {
  if (/^[\x20-\x7e]+$/.test(name) && !name.includes('/') && name !== '.' && name !== '..') return name;
  throw new OptionError(
    `${where}: "${name}" is no name for metadata definitions: Glance could not find it again; use ASCII without a slash`,
  );
}

/** An object of the wire without what must not be sent back. */
export function withoutReadOnly(record: JsonRecord): JsonRecord {
  return Object.fromEntries(
    Object.entries(record)
      .filter(([name]) => !readOnly.has(name))
      .map(([name, value]) => [name, strip(value)]),
  );
}

function strip(value: unknown): unknown {
  return Array.isArray(value) ? value.map((item) => (isRecord(item) ? withoutReadOnly(item) : item)) : value;
}

function times(record: JsonRecord): MetadefResourceType {
  return {
    name: textOf(record, 'name') ?? '',
    createdAt: timeOf(record, 'created_at'),
    updatedAt: timeOf(record, 'updated_at'),
  };
}

function toSchema(record: JsonRecord): MetadefPropertySchema {
  // One that was made by itself carries its name as well; in a list it stands before it.
  const { title, type, name: _, ...rest } = record;
  return { ...rest, title: asString(title) ?? '', type: asString(type) ?? '' };
}

/** Decodes properties by their names. */
export function toProperties(value: unknown): MetadefProperties {
  const entries = Object.entries(asRecord(value) ?? {});
  return Object.fromEntries(entries.map(([name, schema]) => [name, toSchema(asRecord(schema) ?? {})]));
}

/** Decodes a property. */
export function toProperty(value: unknown): MetadefProperty {
  const record = answerOf(value, 'name', 'a property');
  return { ...toSchema(record), name: textOf(record, 'name') ?? '' };
}

/** Decodes an object. */
export function toObject(value: unknown): MetadefObject {
  const record = answerOf(value, 'name', 'an object of metadata definitions');
  return {
    ...times(record),
    description: textOf(record, 'description'),
    required: asArray(record['required']).flatMap((name) => asString(name) ?? []),
    properties: toProperties(record['properties']),
  };
}

/** Decodes a tag. */
export function toTag(value: unknown): MetadefTag {
  return times(answerOf(value, 'name', 'a tag'));
}

/** Decodes a kind of resource. */
export function toResourceType(value: unknown): MetadefResourceType {
  return times(answerOf(value, 'name', 'a resource type'));
}

/** Decodes an association. */
export function toAssociation(value: unknown): ResourceTypeAssociation {
  const record = answerOf(value, 'name', 'a resource type association');
  return {
    ...times(record),
    prefix: textOf(record, 'prefix'),
    propertiesTarget: textOf(record, 'properties_target'),
  };
}

/** Decodes a namespace. */
export function toNamespace(value: unknown): MetadefNamespace {
  const record = answerOf(value, 'namespace', 'a namespace');
  return {
    namespace: textOf(record, 'namespace') ?? '',
    displayName: textOf(record, 'display_name'),
    description: textOf(record, 'description'),
    visibility: textOf(record, 'visibility') ?? 'private',
    protected: record['protected'] === true,
    owner: textOf(record, 'owner'),
    resourceTypeAssociations: asArray(record['resource_type_associations']).map(toAssociation),
    createdAt: timeOf(record, 'created_at'),
    updatedAt: timeOf(record, 'updated_at'),
  };
}

/** Decodes a namespace and what is in it. */
export function toContent(value: unknown): MetadefNamespaceContent {
  const record = answerOf(value, 'namespace', 'a namespace');
  return {
    ...toNamespace(value),
    objects: asArray(record['objects']).map(toObject),
    properties: toProperties(record['properties']),
    tags: asArray(record['tags']).map(toTag),
  };
}

/** What is given, without what is not. */
function given(record: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/** Encodes an object. */
export function objectOnWire(where: string, object: NewMetadefObject): JsonRecord {
  const { name, description, required, properties } = object;
  return given({ name: checkName(where, name), description, required, properties });
}

/** Encodes an association. */
export function associationOnWire(association: NewResourceTypeAssociation): JsonRecord {
  const { name, prefix, propertiesTarget } = association;
  return given({ name, prefix, properties_target: propertiesTarget });
}

/** Encodes a namespace. */
export function namespaceOnWire(where: string, namespace: NewMetadefNamespace): JsonRecord {
  const { displayName, resourceTypeAssociations, objects, tags, ...rest } = namespace;
  return given({
    ...rest,
    namespace: checkName(where, namespace.namespace),
    display_name: displayName,
    resource_type_associations: resourceTypeAssociations?.map(associationOnWire),
    objects: objects?.map((object) => objectOnWire(where, object)),
    tags: tags?.map((name) => ({ name: checkName(where, name) })),
  });
}
