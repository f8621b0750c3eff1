import { isUtf8 } from 'node:buffer';
import { isIP } from 'node:net';

import type { Json, JsonObject } from '../python/json.ts';
import { isList, isObject } from '../python/json.ts';
import { violationsOf } from '../python/json-schema.ts';
import type { Dialect, Schema } from '../python/json-schema.ts';
import { repr } from '../python/repr.ts';
import { fault } from './request.ts';

const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const printable = /^(?!\p{Z})[^\p{C}\p{Zl}\p{Zp}]*(?<!\p{Z})$/u;
const keypairOld = /^[-_ 0-9a-zA-Z]*$/;
const keypairNew = /^[-@._ 0-9a-zA-Z]*$/;

const isText = (value: Json): value is string => typeof value === 'string';

/** Names that do not fit get a message of their own. */
const namesMust: Readonly<Record<string, string>> = {
  name: 'printable characters. Can not start or end with whitespace.',
  keypair_name_20:
    'Only expected characters: [_- 0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ]',
  keypair_name_292:
    'Only expected characters: [@._- 0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ]',
};

const dialect: Dialect = {
  numbersInText: true,
  formats: {
    uuid: (value) => isText(value) && uuid.test(value),
    name: (value) => isText(value) && printable.test(value),
    keypair_name_20: (value) => isText(value) && keypairOld.test(value),
    keypair_name_292: (value) => isText(value) && keypairNew.test(value),
    ipv4: (value) => isText(value) && isIP(value) === 4,
    ipv6: (value) => isText(value) && isIP(value) === 6,
    base64: (value) => isText(value) && isBase64(value),
    regex: (value) => isText(value) && value !== '' && isRegex(value),
    'date-time': (value) => isText(value) && !Number.isNaN(Date.parse(value)),
  },
};

/** Python's decoder passes over what is not in the alphabet, and only wants the rest to come out even. */
function isBase64(text: string): boolean {
  const letters = text.replaceAll(/[^A-Za-z0-9+/=]/g, '');
  return isUtf8(Buffer.from(text)) && letters.length % 4 === 0;
}

function isRegex(text: string): boolean {
  try {
    return new RegExp(text).source !== '';
  } catch {
    return false;
  }
}

/**
 * Checks the body of a request.
 * @returns the member of it that the action or the resource is about
 * @throws 400 in Nova's words
 */
export function checkedBody(body: Json, member: string, schema: Schema): JsonObject {
  const inner = checkedMember(body, member, schema);
  return isObject(inner) ? inner : {};
}

/** The same for a member that is a list. @throws 400 in Nova's words */
export function checkedList(body: Json, member: string, schema: Schema): readonly Json[] {
  const inner = checkedMember(body, member, schema);
  return isList(inner) ? inner : [];
}

function checkedMember(body: Json, member: string, schema: Schema): Json | undefined {
  const whole = {
    type: 'object',
    properties: { [member]: schema },
    required: [member],
    additionalProperties: false,
  };
  refuse(body, whole, 'field/attribute', (path) => path.at(-1));
  return isObject(body) ? body[member] : undefined;
}

/** Checks the query of a request: each name with the list of its values. @throws 400 in Nova's words */
export function checkQuery(query: URLSearchParams, schema: Schema): void {
  const values = Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)]));
  refuse(values, schema, 'query parameters', (path) => path[0]);
}

type Path = readonly (string | number)[];

function refuse(
  value: Json,
  schema: Schema,
  where: string,
  culprit: (path: Path) => Path[number] | undefined,
): void {
  // Nova tells the first thing that is wrong, wherever it is.
  const [violation] = violationsOf(value, schema, dialect);
  if (violation === undefined) return;
  const { message, path, value: found } = violation;
  const format = violation.keyword === 'format' ? violation.schema['format'] : undefined;
  const must = typeof format === 'string' ? namesMust[format] : undefined;
  if (must !== undefined) {
    throw fault(400, `An invalid 'name' value was provided. The name must be: ${must}`);
  }
  const name = culprit(path);
  if (name === undefined) throw fault(400, message);
  const shown = isText(found) ? found : repr(found);
  throw fault(400, `Invalid input for ${where} ${name}. Value: ${shown}. ${message}`);
}
