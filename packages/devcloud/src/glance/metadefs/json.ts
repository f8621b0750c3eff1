import { glanceTime } from '../../clock.ts';
import type { Json, JsonObject } from '../../python/json.ts';
import type { Association, MetadefObject, MetadefTag, Namespace, Times } from './model.ts';

/** Drops what has no value: Glance shows no nulls in definitions. */
export function withoutNulls(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

/** The times of a record as the API shows them. */
export function timesJson({ createdAt, updatedAt }: Times): JsonObject {
  return {
    created_at: glanceTime(createdAt),
    ...(updatedAt === null ? {} : { updated_at: glanceTime(updatedAt) }),
  };
}

/** A namespace as the API shows it. @param contents what of its contents is shown */
export function namespaceJson(namespace: Namespace, contents: JsonObject): JsonObject {
  return {
    ...withoutNulls({
      namespace: namespace.name,
      display_name: namespace.displayName,
      description: namespace.description,
      visibility: namespace.visibility,
      protected: namespace.protected,
      owner: namespace.owner,
    }),
    ...timesJson(namespace),
    ...contents,
    self: `/v2/metadefs/namespaces/${namespace.name}`,
    schema: '/v2/schemas/metadefs/namespace',
  };
}

/** An object as the API shows it. */
export function objectJson(namespace: Namespace, object: MetadefObject): JsonObject {
  return {
    ...withoutNulls({ name: object.name, required: object.required, description: object.description }),
    properties: object.properties,
    ...timesJson(object),
    ...objectLinks(namespace, object.name),
  };
}

/** Where an object is found, and what describes it. */
export function objectLinks(namespace: Namespace, name: string): JsonObject {
  return {
    self: `/v2/metadefs/namespaces/${namespace.name}/objects/${name}`,
    schema: '/v2/schemas/metadefs/object',
  };
}

/** A tag as the API shows it by itself; in lists it is only its name. */
export function tagJson(tag: MetadefTag): JsonObject {
  return { name: tag.name, ...timesJson(tag) };
}

/** An association as the API shows it. */
export function associationJson(association: Association): JsonObject {
  const { name, prefix, propertiesTarget } = association;
  return {
    ...withoutNulls({ name, prefix, properties_target: propertiesTarget }),
    ...timesJson(association),
  };
}

/** The properties of a namespace as the API shows them: a table. */
export function propertiesJson({ properties }: Namespace): JsonObject {
  return Object.fromEntries(byName(properties).map(({ name, schema }) => [name, schema]));
}

/** The objects of a namespace as the API shows them. */
export function objectsJson(namespace: Namespace): readonly JsonObject[] {
  return byName(namespace.objects).map((object) => objectJson(namespace, object));
}

/** The order in which a database gives what it finds by an index over names. */
function byName<Row extends { readonly name: string }>(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** Lists as members of an answer, where the empty ones are left out. */
export function filled(lists: Readonly<Record<string, readonly Json[]>>): JsonObject {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}
