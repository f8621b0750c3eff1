import { path, type Query } from '../../http/path.ts';
import type { Session } from '../../http/session.ts';
import { checkOptions, type KeysOf } from '../../options.ts';
import { answerOf, callKeys, read, remove, type RemoveOptions } from '../call.ts';
import type { CallOptions } from '../types.ts';
import { change, merged, nameOf, namespaceName, type NameRef, type NamespaceRef, write } from './call.ts';
import type { MetadefProperties, MetadefProperty, MetadefPropertyChanges } from './types.ts';
import { checkName, toProperties, toProperty } from './wire.ts';

const keys: KeysOf<MetadefProperty> = {
  name: true,
  title: true,
  type: true,
  description: true,
  operators: true,
  required: true,
  minimum: true,
  maximum: true,
  minLength: true,
  maxLength: true,
  pattern: true,
  enum: true,
  readonly: true,
  default: true,
  items: true,
  minItems: true,
  maxItems: true,
  uniqueItems: true,
  additionalItems: true,
};

/** How a property is got. */
export interface GetPropertyOptions extends CallOptions {
  /** The kind of resource whose prefix the name that is asked for carries. */
  readonly resourceType?: string | undefined;
}

const getKeys: KeysOf<GetPropertyOptions> = { signal: true, resourceType: true };

function propertiesPath(namespace: NamespaceRef): string {
  return path`/metadefs/namespaces/${namespaceName(namespace)}/properties`;
}

function propertyPath(namespace: NamespaceRef, property: NameRef): string {
  return path`/metadefs/namespaces/${namespaceName(namespace)}/properties/${nameOf(property)}`;
}

/** The properties of a namespace of the metadata definitions: `conn.image.metadefs.properties`. */
export class MetadefPropertyDefinitions {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Lists the properties of a namespace, by their names. `GET /v2/metadefs/namespaces/{namespace}/properties`. */
  async list(namespace: NamespaceRef, options: CallOptions = {}): Promise<MetadefProperties> {
    checkOptions('properties.list', options, callKeys);
    const value = await read(this.#session, propertiesPath(namespace), options);
    return toProperties(answerOf(value, 'properties', 'a list of properties')['properties']);
  }

  /** Gets a property. `GET /v2/metadefs/namespaces/{namespace}/properties/{property}`. */
  async get(
    namespace: NamespaceRef,
    property: NameRef,
    options: GetPropertyOptions = {},
  ): Promise<MetadefProperty> {
    checkOptions('properties.get', options, getKeys);
    const { resourceType } = options;
    const query: Query = resourceType === undefined ? [] : [['resource_type', resourceType]];
    return toProperty(await read(this.#session, propertyPath(namespace, property), options, query));
  }

  /**
   * Creates a property. `POST /v2/metadefs/namespaces/{namespace}/properties`.
   *
   * @throws Conflict if there is one of this name.
   */
  async create(
    namespace: NamespaceRef,
    property: MetadefProperty,
    options: CallOptions = {},
  ): Promise<MetadefProperty> {
    checkOptions('properties.create', property, keys);
    checkOptions('properties.create', options, callKeys);
    checkName('properties.create', property.name);
    const json = { ...property };
    return toProperty(await write(this.#session, 'POST', propertiesPath(namespace), json, options));
  }

  /**
   * Changes a property; what is not named stays as it is.
   * `GET` and `PUT /v2/metadefs/namespaces/{namespace}/properties/{property}`.
   */
  async update(
    namespace: NamespaceRef,
    property: NameRef,
    changes: MetadefPropertyChanges,
    options: CallOptions = {},
  ): Promise<MetadefProperty> {
    checkOptions('properties.update', changes, keys);
    checkOptions('properties.update', options, callKeys);
    if (changes.name !== undefined) checkName('properties.update', changes.name);
    const value = await change(
      this.#session,
      propertyPath(namespace, property),
      (current) => merged(current, { ...changes }),
      options,
    );
    return toProperty(value);
  }

  /** Deletes a property. `DELETE /v2/metadefs/namespaces/{namespace}/properties/{property}`. */
  async delete(namespace: NamespaceRef, property: NameRef, options: RemoveOptions = {}): Promise<void> {
    await remove(this.#session, 'properties.delete', propertyPath(namespace, property), options);
  }

  /** Deletes all properties of a namespace. `DELETE /v2/metadefs/namespaces/{namespace}/properties`. */
  async deleteAll(namespace: NamespaceRef, options: CallOptions = {}): Promise<void> {
    await remove(this.#session, 'properties.deleteAll', propertiesPath(namespace), options);
  }
}
