import { OptionError } from '../../errors.ts';
import { path, type Query } from '../../http/path.ts';
import type { Session } from '../../http/session.ts';
import { asRecord, asString, type JsonRecord, parseJson } from '../../json.ts';
import { checkNumber, checkOptions, type KeysOf } from '../../options.ts';
import type { Paginator } from '../../resource/paginator.ts';
import { callKeys, read, remove, type RemoveOptions } from '../call.ts';
import { pagedList } from '../list.ts';
import type { CallOptions } from '../types.ts';
import { change, merged, namespaceName, type NamespaceRef, write } from './call.ts';
import type {
  MetadefNamespace,
  MetadefNamespaceChanges,
  MetadefNamespaceContent,
  NamespaceQuery,
  NewMetadefNamespace,
} from './types.ts';
import { checkName, namespaceOnWire, toContent, toNamespace, withoutReadOnly } from './wire.ts';

const queryKeys: KeysOf<NamespaceQuery> = {
  visibility: true,
  resourceTypes: true,
  sortKey: true,
  sortDir: true,
  limit: true,
  maxItems: true,
  marker: true,
  signal: true,
};

const changeKeys: KeysOf<MetadefNamespaceChanges> = {
  namespace: true,
  displayName: true,
  description: true,
  visibility: true,
  protected: true,
  owner: true,
};

const createKeys: KeysOf<NewMetadefNamespace> = {
  ...changeKeys,
  resourceTypeAssociations: true,
  objects: true,
  properties: true,
  tags: true,
};

/** What Glance takes when a namespace is replaced; what is in it has routes of its own. */
const replaceable: ReadonlySet<string> = new Set([
  'namespace',
  'display_name',
  'description',
  'visibility',
  'protected',
  'owner',
]);

/** How a namespace is got. */
export interface GetNamespaceOptions extends CallOptions {
  /** Put the prefix before the names of properties that this kind of resource has them under. */
  readonly resourceType?: string | undefined;
}

const getKeys: KeysOf<GetNamespaceOptions> = { signal: true, resourceType: true };

function namespaceQuery(query: NamespaceQuery): Query {
  checkOptions('namespaces.list', query, queryKeys);
  checkNumber('namespaces.list: limit', query.limit, 1);
  checkNumber('namespaces.list: maxItems', query.maxItems, 0);
  const { visibility, resourceTypes, sortKey, sortDir, limit, marker } = query;
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ['visibility', visibility],
    ['resource_types', resourceTypes?.join(',')],
    ['sort_key', sortKey?.replace(/At$/, '_at')],
    ['sort_dir', sortDir],
    ['limit', limit?.toString()],
    ['marker', marker],
  ];
  return pairs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

/** The document of a namespace, as text or parsed. */
function documentOf(document: string | JsonRecord): JsonRecord {
  const record = typeof document === 'string' ? asRecord(parseJson(document)) : document;
  const name = asString(record?.['namespace']);
  if (record === undefined || name === undefined) {
    throw new OptionError(
      'namespaces.import: this is no namespace: a JSON object is needed that has its name under "namespace"',
    );
  }
  checkName('namespaces.import', name);
  return record;
}

/** The namespaces of the metadata definitions: `conn.image.metadefs.namespaces`. */
export class MetadefNamespaces {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Lists namespaces, page by page, without what is in them. `GET /v2/metadefs/namespaces`. */
  list(query: NamespaceQuery = {}): Paginator<MetadefNamespace> {
    return pagedList(this.#session, {
      path: '/metadefs/namespaces',
      query: namespaceQuery(query),
      member: 'namespaces',
      decode: toNamespace,
      maxItems: query.maxItems,
      signal: query.signal,
    });
  }

  /** Gets a namespace with all that is in it. `GET /v2/metadefs/namespaces/{namespace}`. */
  async get(namespace: NamespaceRef, options: GetNamespaceOptions = {}): Promise<MetadefNamespaceContent> {
    checkOptions('namespaces.get', options, getKeys);
    const { resourceType } = options;
    const query: Query = resourceType === undefined ? [] : [['resource_type', resourceType]];
    return toContent(
      await read(this.#session, path`/metadefs/namespaces/${namespaceName(namespace)}`, options, query),
    );
  }

  /**
   * Creates a namespace, with what is to be in it. For administrators. `POST /v2/metadefs/namespaces`.
   *
   * @throws Conflict if there is one of this name; OptionError for a name that Glance could not find again.
   */
  async create(namespace: NewMetadefNamespace, options: CallOptions = {}): Promise<MetadefNamespaceContent> {
    checkOptions('namespaces.create', namespace, createKeys);
    checkOptions('namespaces.create', options, callKeys);
    const json = namespaceOnWire('namespaces.create', namespace);
    return toContent(await write(this.#session, 'POST', '/metadefs/namespaces', json, options));
  }

  /**
   * Creates a namespace from a document of the form that Glance comes with (`/etc/glance/metadefs/*.json`), or that
   * its API shows. `POST /v2/metadefs/namespaces`.
   *
   * @param document JSON text, or what it was parsed to.
   * @throws OptionError if it is no such document; Conflict if there is a namespace of its name.
   */
  async import(document: string | JsonRecord, options: CallOptions = {}): Promise<MetadefNamespaceContent> {
    checkOptions('namespaces.import', options, callKeys);
    const json = withoutReadOnly(documentOf(document));
    return toContent(await write(this.#session, 'POST', '/metadefs/namespaces', json, options));
  }

  /**
   * Changes a namespace; what is not named stays as it is. `GET` and `PUT /v2/metadefs/namespaces/{namespace}`.
   *
   * @returns the namespace as it is afterwards.
   */
  async update(
    namespace: NamespaceRef,
    changes: MetadefNamespaceChanges,
    options: CallOptions = {},
  ): Promise<MetadefNamespace> {
    checkOptions('namespaces.update', changes, changeKeys);
    checkOptions('namespaces.update', options, callKeys);
    const { displayName, ...rest } = changes;
    if (changes.namespace !== undefined) checkName('namespaces.update', changes.namespace);
    const value = await change(
      this.#session,
      path`/metadefs/namespaces/${namespaceName(namespace)}`,
      (current) => {
        const parts = Object.fromEntries(Object.entries(current).filter(([name]) => replaceable.has(name)));
        return merged(parts, { ...rest, display_name: displayName });
      },
      options,
    );
    // What Glance answers to the change lacks the associations.
    const { namespace: name } = toNamespace(value);
    return this.get(name, options);
  }

  /** Deletes a namespace and what is in it. `DELETE /v2/metadefs/namespaces/{namespace}`. */
  async delete(namespace: NamespaceRef, options: RemoveOptions = {}): Promise<void> {
    await remove(
      this.#session,
      'namespaces.delete',
      path`/metadefs/namespaces/${namespaceName(namespace)}`,
      options,
    );
  }
}
