import { own } from '../../own.ts';
import { isList, isObject } from '../../python/json.ts';
import type { Json, JsonObject } from '../../python/json.ts';
import { repr } from '../../python/repr.ts';

/** Thrown for a value that passes the schema and that Glance's own model trips over all the same. */
export class ModelError extends Error {
  constructor() {
    super('A value that Glance cannot take in');
    this.name = 'ModelError';
  }
}

type Reader = (value: Json) => Json;

const asText: Reader = (value) => {
  if (typeof value === 'string' || value === null) return value;
  throw new ModelError();
};
const asIs: Reader = (value) => value;
const asInteger: Reader = (value) => (typeof value === 'number' ? Math.trunc(value) : value);
const asTexts: Reader = (value) => (isList(value) ? value.map(asText) : value);
/** A default is kept as bytes, so that every value becomes text in Python's spelling, and what has no spelling is lost. */
const asBytes: Reader = (value) => {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? repr(value) : null;
};
const asItems: Reader = (value) => {
  if (!isObject(value) || value['type'] === undefined) throw new ModelError();
  return pick(value, { type: asText, enum: asTexts });
};

/** The fields of a property, in the order they are shown in. */
const fields: Readonly<Record<string, Reader>> = {
  name: asText,
  type: asText,
  title: asText,
  description: asText,
  operators: asTexts,
  default: asBytes,
  readonly: asIs,
  minimum: asInteger,
  maximum: asInteger,
  enum: asTexts,
  pattern: asText,
  minLength: asInteger,
  maxLength: asInteger,
  confidential: asIs,
  items: asItems,
  uniqueItems: asIs,
  minItems: asInteger,
  maxItems: asInteger,
  additionalItems: asIs,
};

function pick(value: JsonObject, readers: Readonly<Record<string, Reader>>): JsonObject {
  if (Object.keys(value).some((name) => own(readers, name) === undefined)) throw new ModelError();
  const picked = Object.entries(readers).flatMap(([name, read]) => {
    const member = Object.hasOwn(value, name) ? value[name] : undefined;
    return member === undefined ? [] : [[name, read(member)] as const];
  });
  return Object.fromEntries(picked);
}

/** A property in the form it is kept and shown in. @throws ModelError */
export function readPropertyType(value: Json): JsonObject {
  if (!isObject(value)) throw new ModelError();
  return pick(value, fields);
}

/** A table of properties in the form it is kept and shown in. @throws ModelError */
export function readPropertyTypes(value: Json | undefined): Readonly<Record<string, JsonObject>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, readPropertyType(inner)]));
}

/** The list of texts in a value that has passed the schema. */
export function textsOf(value: Json | undefined): readonly string[] {
  return isList(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The text in a value that has passed the schema. @throws ModelError when it has to be there and is not */
export function needText(value: Json | undefined): string {
  if (typeof value !== 'string') throw new ModelError();
  return value;
}

/** The text in a value that has passed the schema, or null. */
export function textOrNull(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
