import type {
  MetadefNamespace,
  MetadefNamespaceContent,
  MetadefObject,
  MetadefProperty,
  ResourceTypeAssociation,
} from '@ostk/sdk';
import { CommandError, UsageError } from '../errors.ts';
import type { RecordData, Value } from '../output/data.ts';
import { isMapping } from '../output/python-text.ts';
import { record, sortedRecord, toValue } from '../output/record.ts';
import { type ArgumentSpec, type Choice, choice, type Text, text } from '../parameters/parameter.ts';

/** The namespace that a command is about. */
export const namespaceArgument: ArgumentSpec = { name: 'namespace', description: 'name of the namespace' };

/** What a namespace is called for people. */
export const displayName: Text = text('--display-name <name>', 'its name for people');

/** What a namespace is about. */
export const description: Text = text('--description <text>', 'what it is about');

/** Who sees a namespace. */
export const namespaceVisibility: Choice<'public' | 'private'> = choice({
  public: { value: 'public', description: 'everybody sees it' },
  private: { value: 'private', description: 'only its own project sees it' },
});

/** Whether a namespace can be deleted. */
export const namespaceProtected: Choice<boolean> = choice({
  protected: { value: true, description: 'it cannot be deleted' },
  unprotected: { value: false, description: 'it can be deleted' },
});

function there<T>(value: T | null): T | undefined {
  return value ?? undefined;
}

/** A namespace as `openstack` shows it; what it does not have is left out. */
export function namespaceRecord(namespace: MetadefNamespace | MetadefNamespaceContent): RecordData {
  const properties = 'properties' in namespace ? Object.keys(namespace.properties) : [];
  const types = namespace.resourceTypeAssociations.map(({ name }) => name);
  return sortedRecord({
    created_at: there(namespace.createdAt),
    description: there(namespace.description),
    display_name: there(namespace.displayName),
    namespace: namespace.namespace,
    owner: there(namespace.owner),
    properties: properties.length === 0 ? undefined : properties,
    protected: namespace.protected,
    resource_type_associations: types.length === 0 ? undefined : types,
    updated_at: there(namespace.updatedAt),
    visibility: namespace.visibility,
  });
}

/** An object as `openstack` shows it. */
export function objectRecord(namespace: string, object: MetadefObject): RecordData {
  return record({
    created_at: object.createdAt,
    description: object.description,
    name: object.name,
    namespace_name: namespace,
    properties: toValue(object.properties),
    required: object.required,
    updated_at: object.updatedAt,
  });
}

/** Names that `openstack` gives to parts of a property's schema. */
const propertyNames: Readonly<Record<string, string>> = {
  readonly: 'is_readonly',
  minLength: 'min_length',
  maxLength: 'max_length',
  uniqueItems: 'require_unique_items',
  minItems: 'min_items',
  maxItems: 'max_items',
  additionalItems: 'allow_additional_items',
};

/** A property as `openstack` shows it. */
export function propertyRecord(property: MetadefProperty): RecordData {
  const fields = Object.entries(property).map(([name, value]): [string, Value] => [
    propertyNames[name] ?? name,
    toValue(value),
  ]);
  return sortedRecord(Object.fromEntries(fields));
}

/** A property of an object as `openstack` shows it: with the names of its schema. */
export function objectPropertyRecord(object: MetadefObject, name: string): RecordData {
  const schema = Object.hasOwn(object.properties, name) ? object.properties[name] : undefined;
  if (schema === undefined) {
    const known = Object.keys(object.properties).join(', ');
    throw new CommandError(
      `object ${object.name} has no property ${name}${known === '' ? '' : `; there are ${known}`}`,
    );
  }
  const value = toValue(schema);
  return sortedRecord({ ...(isMapping(value) && value), name });
}

/** What a namespace is for, as `openstack` shows it. */
export function associationRecord(association: ResourceTypeAssociation): RecordData {
  return record({
    created_at: association.createdAt,
    id: association.name,
    name: association.name,
    prefix: association.prefix,
    properties_target: association.propertiesTarget,
    updated_at: association.updatedAt,
  });
}

/** A JSON schema that was given as a text. */
export function parseSchema(given: string): Readonly<Record<string, unknown>> {
  let schema: unknown;
  try {
    schema = JSON.parse(given);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : '';
    throw new UsageError(`--schema is not JSON: ${why}`, { cause });
  }
  if (typeof schema === 'object' && schema !== null && !Array.isArray(schema)) {
    return Object.fromEntries(Object.entries(schema));
  }
  throw new UsageError('--schema must be a JSON object, such as {"minLength": 1}');
}
