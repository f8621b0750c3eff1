import { path } from '../../http/path.ts';
import type { Session } from '../../http/session.ts';
import { asArray, asRecord } from '../../json.ts';
import { checkOptions, type KeysOf } from '../../options.ts';
import { answerOf, callKeys, read, remove, type RemoveOptions } from '../call.ts';
import type { CallOptions } from '../types.ts';
import { change, merged, nameOf, namespaceName, type NameRef, type NamespaceRef, write } from './call.ts';
import type { MetadefObject, MetadefObjectChanges, NewMetadefObject } from './types.ts';
import { checkName, objectOnWire, toObject } from './wire.ts';

const keys: KeysOf<NewMetadefObject> = { name: true, description: true, required: true, properties: true };

function objectsPath(namespace: NamespaceRef): string {
  return path`/metadefs/namespaces/${namespaceName(namespace)}/objects`;
}

function objectPath(namespace: NamespaceRef, object: NameRef): string {
  return path`/metadefs/namespaces/${namespaceName(namespace)}/objects/${nameOf(object)}`;
}

/** The objects of a namespace of the metadata definitions: `conn.image.metadefs.objects`. */
export class MetadefObjects {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Lists the objects of a namespace. `GET /v2/metadefs/namespaces/{namespace}/objects`. */
  async list(namespace: NamespaceRef, options: CallOptions = {}): Promise<readonly MetadefObject[]> {
    checkOptions('objects.list', options, callKeys);
    const value = await read(this.#session, objectsPath(namespace), options);
    return asArray(answerOf(value, 'objects', 'a list of objects')['objects']).map(toObject);
  }

  /** Gets an object. `GET /v2/metadefs/namespaces/{namespace}/objects/{object}`. */
  async get(namespace: NamespaceRef, object: NameRef, options: CallOptions = {}): Promise<MetadefObject> {
    checkOptions('objects.get', options, callKeys);
    return toObject(await read(this.#session, objectPath(namespace, object), options));
  }

  /**
   * Creates an object. `POST /v2/metadefs/namespaces/{namespace}/objects`.
   *
   * @throws Conflict if there is one of this name.
   */
  async create(
    namespace: NamespaceRef,
    object: NewMetadefObject,
    options: CallOptions = {},
  ): Promise<MetadefObject> {
    checkOptions('objects.create', object, keys);
    checkOptions('objects.create', options, callKeys);
    const json = objectOnWire('objects.create', object);
    return toObject(await write(this.#session, 'POST', objectsPath(namespace), json, options));
  }

  /**
   * Changes an object; what is not named stays as it is, properties as well.
   * `GET` and `PUT /v2/metadefs/namespaces/{namespace}/objects/{object}`.
   */
  async update(
    namespace: NamespaceRef,
    object: NameRef,
    changes: MetadefObjectChanges,
    options: CallOptions = {},
  ): Promise<MetadefObject> {
    checkOptions('objects.update', changes, keys);
    checkOptions('objects.update', options, callKeys);
    if (changes.name !== undefined) checkName('objects.update', changes.name);
    const value = await change(
      this.#session,
      objectPath(namespace, object),
      (current) => {
        const properties = merged(asRecord(current['properties']), { ...changes.properties });
        return merged(current, { ...changes, properties });
      },
      options,
    );
    return toObject(value);
  }

  /** Deletes an object. `DELETE /v2/metadefs/namespaces/{namespace}/objects/{object}`. */
  async delete(namespace: NamespaceRef, object: NameRef, options: RemoveOptions = {}): Promise<void> {
    await remove(this.#session, 'objects.delete', objectPath(namespace, object), options);
  }

  /** Deletes all objects of a namespace. `DELETE /v2/metadefs/namespaces/{namespace}/objects`. */
  async deleteAll(namespace: NamespaceRef, options: CallOptions = {}): Promise<void> {
    await remove(this.#session, 'objects.deleteAll', objectsPath(namespace), options);
  }
}
