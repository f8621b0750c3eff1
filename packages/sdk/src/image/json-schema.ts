import { asArray, asNumber, asRecord, asString, type JsonRecord } from '../json.ts';
import { sameJson } from '../resource/json-patch.ts';

/** What a value does not keep to. */
export interface SchemaProblem {
  /** Where: the names and positions that lead to the value, from the outside in. */
  readonly path: readonly (string | number)[];
  /** What is wrong, as a part of a sentence. */
  readonly problem: string;
}

type Path = SchemaProblem['path'];

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

function isOfType(value: unknown, type: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  return typeOf(value) === type;
}

/** Follows a reference within the document. */
function resolve(root: JsonRecord, schema: JsonRecord): JsonRecord {
  const reference = asString(schema['$ref']);
  if (reference === undefined || !reference.startsWith('#/')) return schema;
  const steps = reference.slice(2).split('/');
  const found = steps.reduce<unknown>((here, step) => asRecord(here)?.[step], root);
  return asRecord(found) ?? {};
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** A name without quotation marks; whatever else a schema holds in its place, as JSON. */
function word(value: unknown): string {
  return typeof value === 'string' ? value : shown(value);
}

function checkText(value: string, schema: JsonRecord): readonly string[] {
  const maximum = asNumber(schema['maxLength']);
  const minimum = asNumber(schema['minLength']);
  const pattern = asString(schema['pattern']);
  // Python counts code points.
  const { length } = Array.from(value);
  return [
    ...(maximum !== undefined && length > maximum ? [`has ${length} characters, more than ${maximum}`] : []),
    ...(minimum !== undefined && length < minimum ? [`has ${length} characters, fewer than ${minimum}`] : []),
    ...(pattern !== undefined && !matches(value, pattern) ? [`does not match ${pattern}`] : []),
  ];
}

/** A pattern that is no regular expression here cannot be judged. */
function matches(value: string, pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return true;
  }
}

function checkNumeric(value: number, schema: JsonRecord): readonly string[] {
  const maximum = asNumber(schema['maximum']);
  const minimum = asNumber(schema['minimum']);
  return [
    ...(maximum !== undefined && value > maximum ? [`is ${value}, more than ${maximum}`] : []),
    ...(minimum !== undefined && value < minimum ? [`is ${value}, less than ${minimum}`] : []),
  ];
}

function checkList(value: readonly unknown[], schema: JsonRecord): readonly string[] {
  const maximum = asNumber(schema['maxItems']);
  const minimum = asNumber(schema['minItems']);
  const repeated =
    schema['uniqueItems'] === true &&
    value.some((item, index) => value.slice(0, index).some((earlier) => sameJson(earlier, item)));
  return [
    ...(maximum !== undefined && value.length > maximum
      ? [`has ${value.length} items, more than ${maximum}`]
      : []),
    ...(minimum !== undefined && value.length < minimum
      ? [`has ${value.length} items, fewer than ${minimum}`]
      : []),
    ...(repeated ? ['has an item twice'] : []),
  ];
}

/** The problems of a value itself, not of what is in it. */
function own(value: unknown, schema: JsonRecord): readonly string[] {
  const types = asArray(Array.isArray(schema['type']) ? schema['type'] : [schema['type']]).filter(
    (type) => type !== undefined,
  );
  if (types.length > 0 && !types.some((type) => isOfType(value, type)))
    return [`is ${shown(value)}, not of type ${types.map(word).join(' or ')}`];
  const choices = schema['enum'];
  if (Array.isArray(choices) && !choices.some((choice) => sameJson(choice, value)))
    return [`is ${shown(value)}, not one of ${choices.map(word).join(', ')}`];
  if (typeof value === 'string') return checkText(value, schema);
  if (typeof value === 'number') return checkNumeric(value, schema);
  return Array.isArray(value) ? checkList(value, schema) : [];
}

function inObject(
  root: JsonRecord,
  value: JsonRecord,
  schema: JsonRecord,
  path: Path,
): readonly SchemaProblem[] {
  const properties = asRecord(schema['properties']) ?? {};
  const additional = schema['additionalProperties'];
  const missing = asArray(schema['required']).filter(
    (name) => typeof name === 'string' && !Object.hasOwn(value, name),
  );
  return [
    ...missing.map((name) => ({ path: [...path, String(name)], problem: 'is missing' })),
    ...Object.entries(value).flatMap(([name, member]): readonly SchemaProblem[] => {
      const at = [...path, name];
      const known = Object.hasOwn(properties, name) ? asRecord(properties[name]) : asRecord(additional);
      if (known !== undefined) return validate(root, member, known, at);
      return additional === false ? [{ path: at, problem: 'is not known' }] : [];
    }),
  ];
}

function validate(root: JsonRecord, value: unknown, given: JsonRecord, path: Path): readonly SchemaProblem[] {
  const schema = resolve(root, given);
  const problems = own(value, schema).map((problem): SchemaProblem => ({ path, problem }));
  const parts = asArray(schema['allOf']).flatMap((part) => validate(root, value, asRecord(part) ?? {}, path));
  const items = asRecord(schema['items']);
  const inside =
    Array.isArray(value) && items !== undefined
      ? value.flatMap((item, index) => validate(root, item, items, [...path, index]))
      : [];
  const record = asRecord(value);
  const members = record === undefined ? [] : inObject(root, record, schema, path);
  return [...problems, ...parts, ...inside, ...members];
}

/** What a value does not keep to of a JSON schema, as far as the schemas of the Image service go. */
export function problemsOf(value: unknown, schema: JsonRecord): readonly SchemaProblem[] {
  return validate(schema, value, schema, []);
}
