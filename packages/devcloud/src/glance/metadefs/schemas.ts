import type { Schema } from '../../python/json-schema.ts';
import type { JsonObject } from '../../python/json.ts';

const text = { type: 'string' };
const flag = { type: 'boolean' };
const texts = { type: 'array', items: text };
const upTo80 = { type: 'string', maxLength: 80 };
const readOnlyText = { readOnly: true, type: 'string' };
const valueType = {
  type: 'string',
  enum: ['array', 'boolean', 'integer', 'number', 'object', 'string', null],
};

function timeOf(what: string): JsonObject {
  return { type: 'string', readOnly: true, description: `Date and time of ${what}`, format: 'date-time' };
}

const positiveInteger = { type: 'integer', minimum: 0 };
const positiveIntegerDefault0 = { allOf: [{ $ref: '#/definitions/positiveInteger' }, { default: 0 }] };

const propertyFields: JsonObject = {
  name: upTo80,
  title: text,
  description: text,
  operators: texts,
  type: valueType,
  required: { $ref: '#/definitions/stringArray' },
  minimum: { type: 'number' },
  maximum: { type: 'number' },
  maxLength: { $ref: '#/definitions/positiveInteger' },
  minLength: { $ref: '#/definitions/positiveIntegerDefault0' },
  pattern: { type: 'string', format: 'regex' },
  enum: { type: 'array' },
  readonly: flag,
  default: {},
  items: { type: 'object', properties: { type: valueType, enum: { type: 'array' } } },
  maxItems: { $ref: '#/definitions/positiveInteger' },
  minItems: { $ref: '#/definitions/positiveIntegerDefault0' },
  uniqueItems: { type: 'boolean', default: false },
  additionalItems: flag,
};

const definitions: JsonObject = {
  positiveInteger,
  positiveIntegerDefault0,
  stringArray: { type: 'array', items: text, uniqueItems: true },
  property: {
    type: 'object',
    additionalProperties: { type: 'object', required: ['title', 'type'], properties: propertyFields },
  },
};

const propertyDefinitions: JsonObject = {
  positiveInteger,
  positiveIntegerDefault0,
  stringArray: { type: 'array', items: text, minItems: 1, uniqueItems: true },
};

const namespaceFields: JsonObject = {
  namespace: { type: 'string', description: 'The unique namespace text.', maxLength: 80 },
  display_name: {
    type: 'string',
    description: 'The user friendly name for the namespace. Used by UI if available.',
    maxLength: 80,
  },
  description: {
    type: 'string',
    description: 'Provides a user friendly description of the namespace.',
    maxLength: 500,
  },
  visibility: {
    type: 'string',
    description: 'Scope of namespace accessibility.',
    enum: ['public', 'private'],
  },
  protected: { type: 'boolean', description: 'If true, namespace will not be deletable.' },
  owner: { type: 'string', description: 'Owner of the namespace.', maxLength: 255 },
  created_at: timeOf('namespace creation'),
  updated_at: timeOf('the last namespace modification'),
  schema: readOnlyText,
  self: readOnlyText,
  resource_type_associations: {
    type: 'array',
    items: { type: 'object', properties: { name: text, prefix: text, properties_target: text } },
  },
  properties: { $ref: '#/definitions/property' },
  objects: {
    type: 'array',
    items: {
      type: 'object',
      properties: {
        name: text,
        description: text,
        required: { $ref: '#/definitions/stringArray' },
        properties: { $ref: '#/definitions/property' },
      },
    },
  },
  tags: { type: 'array', items: { type: 'object', properties: { name: text } } },
};

const objectFields: JsonObject = {
  name: upTo80,
  description: text,
  required: { $ref: '#/definitions/stringArray' },
  properties: { $ref: '#/definitions/property' },
  schema: readOnlyText,
  self: readOnlyText,
  created_at: timeOf('object creation'),
  updated_at: timeOf('the last object modification'),
};

const tagFields: JsonObject = {
  name: upTo80,
  created_at: timeOf('tag creation'),
  updated_at: timeOf('the last tag modification'),
};

const associationFields: JsonObject = {
  name: {
    type: 'string',
    description:
      'Resource type names should be aligned with Heat resource types whenever possible: https://docs.openstack.org/heat/latest/template_guide/openstack.html',
    maxLength: 80,
  },
  prefix: {
    type: 'string',
    description:
      'Specifies the prefix to use for the given resource type. Any properties in the namespace should be prefixed with this prefix when being applied to the specified resource type. Must include prefix separator (e.g. a colon :).',
    maxLength: 80,
  },
  properties_target: {
    type: 'string',
    description:
      'Some resource types allow more than one key / value pair per instance.  For example, Cinder allows user and image metadata on volumes. Only the image properties metadata is evaluated by Nova (scheduling or drivers). This property allows a namespace target to remove the ambiguity.',
    maxLength: 80,
  },
  created_at: timeOf('resource type association'),
  updated_at: timeOf('the last resource type association modification'),
};

interface Parts {
  readonly name: string;
  readonly properties: JsonObject;
  readonly definitions?: JsonObject;
  readonly required?: readonly string[];
}

function strict({ name, properties, definitions: defined, required }: Parts): Schema {
  return {
    name,
    properties,
    additionalProperties: false,
    ...(defined === undefined ? {} : { definitions: defined }),
    ...(required === undefined ? {} : { required }),
  };
}

const namespaceParts: Parts = {
  name: 'namespace',
  properties: namespaceFields,
  definitions,
  required: ['namespace'],
};
const objectParts: Parts = { name: 'object', properties: objectFields, definitions, required: ['name'] };
const propertyParts: Parts = {
  name: 'property',
  properties: propertyFields,
  definitions: propertyDefinitions,
  required: ['type', 'title', 'name'],
};

/** What a namespace may be. */
export const namespaceSchema: Schema = strict(namespaceParts);
/** What an object may be. */
export const objectSchema: Schema = strict(objectParts);
/** What a property of a namespace may be. */
export const propertySchema: Schema = strict(propertyParts);
/** What a property inside an object may be: it has its name outside. */
export const namelessPropertySchema: Schema = strict({ ...propertyParts, required: ['type', 'title'] });
/** What a tag may be. */
export const tagSchema: Schema = strict({ name: 'tag', properties: tagFields, required: ['name'] });
/** What a list of tags to be made may be. */
export const tagListSchema: Schema = strict({
  name: 'tags',
  properties: {
    tags: {
      type: 'array',
      items: { type: 'object', properties: { name: text }, required: ['name'], additionalProperties: false },
    },
  },
});
/** What an association with a resource type may be. */
export const associationSchema: Schema = strict({
  name: 'resource_type_association',
  properties: associationFields,
  required: ['name'],
});

const links = [
  { rel: 'first', href: '{first}' },
  { rel: 'next', href: '{next}' },
  { rel: 'describedby', href: '{schema}' },
];

function collection(name: string, item: Schema, shape: (inner: JsonObject) => JsonObject): JsonObject {
  const { definitions: defined, ...rest } = item;
  return {
    name,
    properties: { [name]: shape(rest), first: text, next: text, schema: text },
    links,
    ...(defined === undefined ? {} : { definitions: defined }),
  };
}

const list = (inner: JsonObject): JsonObject => ({ type: 'array', items: inner });
const table = (inner: JsonObject): JsonObject => ({ type: 'object', additionalProperties: inner });

/** The schemas below `/v2/schemas/metadefs`, by name. */
export const metadefSchemas: Readonly<Record<string, JsonObject>> = {
  namespace: namespaceSchema,
  namespaces: collection('namespaces', namespaceSchema, list),
  resource_type: associationSchema,
  resource_types: collection('resource_type_associations', associationSchema, list),
  property: propertySchema,
  properties: collection('properties', namelessPropertySchema, table),
  object: objectSchema,
  objects: collection('objects', objectSchema, list),
  tag: tagSchema,
  tags: collection('tags', tagSchema, list),
};
