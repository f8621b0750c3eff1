import type { Json } from '../python/json.ts';
import type { Schema } from '../python/json-schema.ts';

type TypeName =
  | 'name'
  | 'nameOrNone'
  | 'text'
  | 'description'
  | 'uuid'
  | 'imageOrEmpty'
  | 'flavorRef'
  | 'diskConfig'
  | 'ipv4'
  | 'ipv6'
  | 'hostname'
  | 'positive'
  | 'natural'
  | 'size'
  | 'sizeOrNone'
  | 'tag'
  | 'boolean'
  | 'userData'
  | 'metadata'
  | 'certificates';

const yes = ['True', 'TRUE', 'true', '1', 'ON', 'On', 'on', 'YES', 'Yes', 'yes'];
const no = ['False', 'FALSE', 'false', '0', 'OFF', 'Off', 'off', 'NO', 'No', 'no'];

/** The types of parameters that many requests have in common. */
export const types: Readonly<Record<TypeName, Schema>> = {
  name: { type: 'string', minLength: 1, maxLength: 255, format: 'name' },
  nameOrNone: { oneOf: [{ type: 'string', minLength: 1, maxLength: 255 }, { type: 'null' }] },
  text: { type: 'string' },
  description: { type: ['string', 'null'], minLength: 0, maxLength: 255 },
  uuid: { type: 'string', format: 'uuid' },
  imageOrEmpty: {
    oneOf: [
      { type: 'string', format: 'uuid' },
      { type: 'string', maxLength: 0 },
    ],
  },
  flavorRef: { type: ['string', 'integer'], minLength: 1 },
  diskConfig: { type: 'string', enum: ['AUTO', 'MANUAL'] },
  ipv4: { type: 'string', format: 'ipv4' },
  ipv6: { type: 'string', format: 'ipv6' },
  hostname: {
    type: 'string',
    minLength: 2,
    maxLength: 63,
    pattern: '^[a-zA-Z0-9]+[a-zA-Z0-9-]*[a-zA-Z0-9]+$',
  },
  positive: { type: ['integer', 'string'], pattern: '^[0-9]*$', minimum: 1, minLength: 1 },
  natural: { type: ['integer', 'string'], pattern: '^[0-9]*$', minimum: 0, minLength: 1 },
  size: { type: ['integer', 'string'], pattern: '^[0-9]+$', minimum: 1, maximum: 0x7f_ff_ff_ff },
  sizeOrNone: { type: ['integer', 'string'], pattern: '^[0-9]+$', minimum: 0, maximum: 0x7f_ff_ff_ff },
  tag: { type: 'string', minLength: 1, maxLength: 60, pattern: '^[^,/]*$' },
  boolean: {
    type: ['boolean', 'string'],
    enum: [true, ...yes, false, ...no],
  },
  userData: { type: 'string', format: 'base64', maxLength: 65_535 },
  metadata: {
    type: 'object',
    patternProperties: { '^[a-zA-Z0-9-_:. ]{1,255}$': { type: 'string', maxLength: 255 } },
    additionalProperties: false,
  },
  certificates: {
    type: ['array', 'null'],
    minItems: 1,
    maxItems: 50,
    uniqueItems: true,
    items: { type: 'string', minLength: 1 },
  },
};

/** An object with these members and no others. */
export function objectOf(properties: Schema, ...required: readonly string[]): Schema {
  return { type: 'object', properties, required, additionalProperties: false };
}

/** The values of one query parameter. */
export function each(items: Schema): Schema {
  return { type: 'array', items };
}

/** Reads a flag that has passed the schema. */
export function isYes(value: unknown): boolean {
  return value === true || (typeof value === 'string' && /^(?:true|1|on|yes)$/i.test(value));
}

/** Reads a text that has passed the schema, or a number that stands for one; empty for anything else. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
