import { isList, isObject } from '../../python/json.ts';
import type { Json, JsonObject } from '../../python/json.ts';
import { textsOf } from './property-type.ts';

/** The contents of a namespace with the prefix of a resource type before the name of each property. */
export function prefixed(contents: JsonObject, prefix: string): JsonObject {
  const { properties, objects } = contents;
  return {
    ...contents,
    ...(isObject(properties) ? { properties: withPrefix(properties, prefix) } : {}),
    ...(isList(objects) ? { objects: objects.map((object) => prefixedObject(object, prefix)) } : {}),
  };
}

function prefixedObject(object: Json, prefix: string): Json {
  if (!isObject(object)) return object;
  const { properties, required } = object;
  return {
    ...object,
    ...(isObject(properties) ? { properties: withPrefix(properties, prefix) } : {}),
    ...(isList(required) ? { required: textsOf(required).map((name) => `${prefix}${name}`) } : {}),
  };
}

function withPrefix(table: JsonObject, prefix: string): JsonObject {
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [`${prefix}${name}`, value]));
}
