import { isList, isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { pformat, repr } from './repr.ts';

/** The part of JSON Schema that Glance's schemas use. */
export type Schema = JsonObject;

interface Violation {
  readonly message: string;
  readonly keyword: string;
  readonly schema: Schema;
  /** Where the schema stands: the keys that lead to it. */
  readonly schemaPath: readonly (string | number)[];
  readonly value: Json;
  readonly path: readonly (string | number)[];
}

/** What is wrong with a value. */
export interface Complaint {
  /** In the words of Python's jsonschema, several lines of them. */
  readonly text: string;
  /** The keys that lead to the culprit. */
  readonly path: readonly (string | number)[];
}

/**
 * Checks a value against a schema.
 * @returns undefined when it fits, else the complaint about the culprit nearest to the root
 */
export function complaintAbout(value: Json, schema: Schema): Complaint | undefined {
  const violations = check(value, schema, [], []);
  const shallowest = Math.min(...violations.map(({ path }) => path.length));
  const first = violations.find(({ path }) => path.length === shallowest);
  return first === undefined ? undefined : { text: wordsOf(first), path: first.path };
}

function wordsOf({ message, keyword, schema, schemaPath, value, path }: Violation): string {
  return [
    message,
    '',
    `Failed validating ${repr(keyword)} in schema${where(schemaPath)}:`,
    indented(pformat(schema, 72)),
    '',
    `On instance${where(path)}:`,
    indented(pformat(value, 72)),
  ].join('\n');
}

type Path = readonly (string | number)[];

function where(steps: Path): string {
  return steps.map((step) => `[${repr(step)}]`).join('');
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}

/** The length of a text as Python counts it: code points. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}

function check(value: Json, schema: Schema, path: Path, schemaPath: Path): readonly Violation[] {
  const found = (keyword: string, message: string): Violation => ({
    message,
    keyword,
    schema,
    schemaPath,
    value,
    path,
  });
  const own = Object.entries(schema).flatMap(([keyword, wanted]): readonly Violation[] => {
    const message = complaintOf(keyword, wanted, value);
    if (message !== undefined) return [found(keyword, message)];
    if (keyword === 'properties' && isObject(value) && isObject(wanted)) {
      return Object.entries(wanted).flatMap(([name, inner]) => {
        const member = value[name];
        if (member === undefined || !isObject(inner)) return [];
        return check(member, inner, [...path, name], [...schemaPath, 'properties', name]);
      });
    }
    if (keyword === 'additionalProperties' && isObject(value) && isObject(wanted)) {
      const known = isObject(schema['properties']) ? schema['properties'] : {};
      return Object.entries(value)
        .filter(([name]) => !Object.hasOwn(known, name))
        .flatMap(([name, member]) =>
          check(member, wanted, [...path, name], [...schemaPath, 'additionalProperties']),
        );
    }
    if (keyword === 'items' && isList(value) && isObject(wanted)) {
      return value.flatMap((item, index) => check(item, wanted, [...path, index], [...schemaPath, 'items']));
    }
    return [];
  });
  return own;
}

/** What is wrong with a value itself by one keyword. */
function complaintOf(keyword: string, wanted: Json, value: Json): string | undefined {
  switch (keyword) {
    case 'type': {
      const types = isList(wanted) ? wanted : [wanted];
      const fits = types.some((type) => typeof type === 'string' && isType(value, type));
      return fits ? undefined : `${repr(value)} is not of type ${types.map(repr).join(', ')}`;
    }
    case 'enum':
      return isList(wanted) && !wanted.includes(value)
        ? `${repr(value)} is not one of ${repr(wanted)}`
        : undefined;
    case 'pattern':
      return typeof value === 'string' && typeof wanted === 'string' && !new RegExp(wanted).test(value)
        ? `${repr(value)} does not match ${repr(wanted)}`
        : undefined;
    case 'maxLength':
      return typeof value === 'string' && lengthOf(value) > Number(wanted)
        ? `${repr(value)} is too long`
        : undefined;
    case 'minLength':
      return typeof value === 'string' && lengthOf(value) < Number(wanted)
        ? `${repr(value)} is too short`
        : undefined;
    case 'required': {
      const missing =
        isObject(value) && isList(wanted) ? wanted.find((name) => !hasMember(value, name)) : undefined;
      return missing === undefined ? undefined : `${repr(missing)} is a required property`;
    }
    default:
      return undefined;
  }
}

function hasMember(value: JsonObject, name: Json): boolean {
  return typeof name === 'string' && Object.hasOwn(value, name);
}

function isType(value: Json, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value);
    case 'array':
      return isList(value);
    case 'object':
      return isObject(value);
    default:
      return typeof value === type;
  }
}
