import { own } from '../own.ts';
import { isList, isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { pformat, repr } from './repr.ts';

/** The part of JSON Schema that the services' schemas use. */
export type Schema = JsonObject;

/** One thing that is wrong with a value. */
export interface Violation {
  /** In the words of Python's jsonschema: one line. */
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
  const violations = violationsOf(value, schema);
  const shallowest = Math.min(...violations.map(({ path }) => path.length));
  const first = violations.find(({ path }) => path.length === shallowest);
  return first === undefined ? undefined : { text: wordsOf(first), path: first.path };
}

/** How a service reads schemas beyond the standard. */
export interface Dialect {
  /** What each `format` takes; those that are not here take everything. */
  readonly formats?: Readonly<Record<string, (value: Json) => boolean>>;
  /** `minimum` and `maximum` also bind numbers that are written as text. */
  readonly numbersInText?: boolean;
}

/** All that is wrong with a value by a schema, in the order of the schema. */
export function violationsOf(value: Json, schema: Schema, dialect: Dialect = {}): readonly Violation[] {
  return check(value, schema, { path: [], schemaPath: [], root: schema, dialect });
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

/** Where a check stands in the value and in the schema, and the schema whose definitions it may refer to. */
interface Place {
  readonly path: Path;
  readonly schemaPath: Path;
  readonly root: Schema;
  readonly dialect: Dialect;
}

function check(value: Json, schema: Schema, place: Place): readonly Violation[] {
  const { dialect, path, schemaPath } = place;
  return Object.entries(schema).flatMap(([keyword, wanted]): readonly Violation[] => {
    const message =
      keyword === 'additionalProperties' && wanted === false
        ? strangersIn(value, schema)
        : (complaintOf(keyword, wanted, number(dialect, keyword, value)) ??
          misfit(keyword, wanted, value, place));
    if (message !== undefined) return [{ message, keyword, schema, schemaPath, value, path }];
    return checkInside(keyword, wanted, value, schema, place);
  });
}

/** What is wrong with the parts of a value by one keyword. */
function checkInside(
  keyword: string,
  wanted: Json,
  value: Json,
  schema: Schema,
  { path, schemaPath, root, dialect }: Place,
): readonly Violation[] {
  const inside = (part: Json, name: string | number, inner: Schema, ...steps: Path): readonly Violation[] =>
    check(part, inner, { path: [...path, name], schemaPath: [...schemaPath, ...steps], root, dialect });
  if (keyword === '$ref') {
    const definition = definitionOf(wanted, root);
    // The step over a reference is not told.
    return definition === undefined ? [] : check(value, definition, { path, schemaPath, root, dialect });
  }
  if (keyword === 'allOf' && isList(wanted)) {
    return wanted.flatMap((inner, index) =>
      isObject(inner)
        ? check(value, inner, { path, schemaPath: [...schemaPath, keyword, index], root, dialect })
        : [],
    );
  }
  if (keyword === 'properties' && isObject(value) && isObject(wanted)) {
    return Object.entries(wanted).flatMap(([name, inner]) => {
      const member = hasMember(value, name) ? value[name] : undefined;
      return member === undefined || !isObject(inner) ? [] : inside(member, name, inner, keyword, name);
    });
  }
  if (keyword === 'patternProperties' && isObject(value) && isObject(wanted)) {
    return Object.entries(wanted).flatMap(([pattern, inner]) =>
      Object.entries(value).flatMap(([name, member]) =>
        isObject(inner) && new RegExp(pattern).test(name)
          ? inside(member, name, inner, keyword, pattern)
          : [],
      ),
    );
  }
  if (keyword === 'additionalProperties' && isObject(value) && isObject(wanted)) {
    return strangers(value, schema).flatMap((name) => inside(value[name] ?? null, name, wanted, keyword));
  }
  if (keyword === 'items' && isList(value) && isObject(wanted)) {
    return value.flatMap((item, index) => inside(item, index, wanted, keyword));
  }
  return [];
}

function definitionOf(reference: Json, root: Schema): Schema | undefined {
  const name = typeof reference === 'string' ? reference.replace('#/definitions/', '') : '';
  const definitions = root['definitions'];
  const definition = isObject(definitions) ? definitions[name] : undefined;
  return isObject(definition) ? definition : undefined;
}

function strangers(value: JsonObject, schema: Schema): readonly string[] {
  const known = isObject(schema['properties']) ? schema['properties'] : {};
  const patterns = patternsOf(schema).map((pattern) => new RegExp(pattern));
  return Object.keys(value).filter(
    (name) => !Object.hasOwn(known, name) && !patterns.some((pattern) => pattern.test(name)),
  );
}

function patternsOf(schema: Schema): readonly string[] {
  return isObject(schema['patternProperties']) ? Object.keys(schema['patternProperties']) : [];
}

function quoted(texts: readonly string[]): string {
  return texts.toSorted().map(repr).join(', ');
}

function strangersIn(value: Json, schema: Schema): string | undefined {
  const names = isObject(value) ? strangers(value, schema) : [];
  if (names.length === 0) return undefined;
  const patterns = patternsOf(schema);
  if (patterns.length > 0) {
    const does = names.length === 1 ? 'does' : 'do';
    return `${quoted(names)} ${does} not match any of the regexes: ${quoted(patterns)}`;
  }
  const verb = names.length === 1 ? 'was' : 'were';
  return `Additional properties are not allowed (${names.map(repr).join(', ')} ${verb} unexpected)`;
}

/** A value as a bound sees it. */
function number({ numbersInText = false }: Dialect, keyword: string, value: Json): Json {
  const bounds = keyword === 'minimum' || keyword === 'maximum';
  if (!numbersInText || !bounds || typeof value !== 'string') return value;
  return /^\s*[-+]?\d+(?:\.\d+)?\s*$/.test(value) ? Number(value) : value;
}

/** What is wrong with a value by a keyword that leads to other schemas or out of them. */
function misfit(keyword: string, wanted: Json, value: Json, place: Place): string | undefined {
  if (keyword === 'format' && typeof wanted === 'string') {
    const fits = own(place.dialect.formats ?? {}, wanted);
    return fits === undefined || fits(value) ? undefined : `${repr(value)} is not a ${repr(wanted)}`;
  }
  if (keyword !== 'oneOf' || !isList(wanted)) return undefined;
  const fitting = wanted.filter((inner) => isObject(inner) && check(value, inner, place).length === 0);
  return fitting.length === 0 ? `${repr(value)} is not valid under any of the given schemas` : undefined;
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
    case 'dependentRequired':
      return isObject(value) && isObject(wanted) ? missingCompanion(value, wanted) : undefined;
    case 'minimum':
      return typeof value === 'number' && value < Number(wanted)
        ? `${repr(value)} is less than the minimum of ${repr(wanted)}`
        : undefined;
    case 'maximum':
      return typeof value === 'number' && value > Number(wanted)
        ? `${repr(value)} is greater than the maximum of ${repr(wanted)}`
        : undefined;
    case 'maxItems':
      return isList(value) && value.length > Number(wanted) ? `${repr(value)} is too long` : undefined;
    case 'minItems':
      return isList(value) && value.length < Number(wanted) ? `${repr(value)} is too short` : undefined;
    case 'uniqueItems':
      return wanted === true && isList(value) && new Set(value.map(repr)).size < value.length
        ? `${repr(value)} has non-unique elements`
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

function missingCompanion(value: JsonObject, wanted: JsonObject): string | undefined {
  for (const [name, companions] of Object.entries(wanted)) {
    if (!hasMember(value, name) || !isList(companions)) continue;
    const missing = companions.find((companion) => !hasMember(value, companion));
    if (missing !== undefined) return `${repr(missing)} is a dependency of ${repr(name)}`;
  }
  return undefined;
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
