import { path } from '../../http/path.ts';
import type { Session } from '../../http/session.ts';
import { asArray } from '../../json.ts';
import { checkOptions, type KeysOf } from '../../options.ts';
import { answerOf, callKeys, read, remove, type RemoveOptions, textOf } from '../call.ts';
import type { CallOptions } from '../types.ts';
import { nameOf, namespaceName, type NameRef, type NamespaceRef, write } from './call.ts';
import type { MetadefTag } from './types.ts';
import { checkName, toTag } from './wire.ts';

/** What to do about the tags that are there. */
export interface SetTagsOptions extends CallOptions {
  /** Leave them there; by default they are replaced. */
  readonly append?: boolean | undefined;
}

const setKeys: KeysOf<SetTagsOptions> = { signal: true, append: true };

function tagsPath(namespace: NamespaceRef): string {
  return path`/metadefs/namespaces/${namespaceName(namespace)}/tags`;
}

function tagPath(namespace: NamespaceRef, tag: NameRef): string {
  return path`/metadefs/namespaces/${namespaceName(namespace)}/tags/${nameOf(tag)}`;
}

function namesIn(value: unknown): readonly string[] {
  const tags = asArray(answerOf(value, 'tags', 'a list of tags')['tags']);
  return tags.map((tag) => textOf(answerOf(tag, 'name', 'a tag'), 'name') ?? '');
}

/** The tags of a namespace of the metadata definitions: `conn.image.metadefs.tags`. */
export class MetadefTags {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Lists the names of a namespace's tags. `GET /v2/metadefs/namespaces/{namespace}/tags`. */
  async list(namespace: NamespaceRef, options: CallOptions = {}): Promise<readonly string[]> {
    checkOptions('tags.list', options, callKeys);
    return namesIn(await read(this.#session, tagsPath(namespace), options));
  }

  /** Gets a tag. `GET /v2/metadefs/namespaces/{namespace}/tags/{tag}`. */
  async get(namespace: NamespaceRef, tag: NameRef, options: CallOptions = {}): Promise<MetadefTag> {
    checkOptions('tags.get', options, callKeys);
    return toTag(await read(this.#session, tagPath(namespace, tag), options));
  }

  /**
   * Creates a tag. `POST /v2/metadefs/namespaces/{namespace}/tags/{tag}`.
   *
   * @throws Conflict if there is one of this name.
   */
  async create(namespace: NamespaceRef, tag: string, options: CallOptions = {}): Promise<MetadefTag> {
    checkOptions('tags.create', options, callKeys);
    const { value } = await this.#session.json({
      service: 'image',
      method: 'POST',
      path: tagPath(namespace, checkName('tags.create', tag)),
      signal: options.signal,
    });
    return toTag(value);
  }

  /**
   * Makes these the tags of a namespace, or adds them with `append`. `POST /v2/metadefs/namespaces/{namespace}/tags`.
   *
   * @returns the names that were given.
   * @throws Conflict if `append` is set and one is there already; then none is added.
   */
  async set(
    namespace: NamespaceRef,
    tags: readonly string[],
    options: SetTagsOptions = {},
  ): Promise<readonly string[]> {
    checkOptions('tags.set', options, setKeys);
    const { append = false, signal } = options;
    const { value } = await this.#session.json({
      service: 'image',
      method: 'POST',
      path: tagsPath(namespace),
      headers: { 'X-Openstack-Append': String(append) },
      json: { tags: [...new Set(tags)].map((name) => ({ name: checkName('tags.set', name) })) },
      signal,
    });
    return namesIn(value);
  }

  /** Renames a tag. `PUT /v2/metadefs/namespaces/{namespace}/tags/{tag}`. */
  async rename(
    namespace: NamespaceRef,
    tag: NameRef,
    name: string,
    options: CallOptions = {},
  ): Promise<MetadefTag> {
    checkOptions('tags.rename', options, callKeys);
    const json = { name: checkName('tags.rename', name) };
    return toTag(await write(this.#session, 'PUT', tagPath(namespace, tag), json, options));
  }

  /** Deletes a tag. `DELETE /v2/metadefs/namespaces/{namespace}/tags/{tag}`. */
  async delete(namespace: NamespaceRef, tag: NameRef, options: RemoveOptions = {}): Promise<void> {
    await remove(this.#session, 'tags.delete', tagPath(namespace, tag), options);
  }

  /** Deletes all tags of a namespace. `DELETE /v2/metadefs/namespaces/{namespace}/tags`. */
  async deleteAll(namespace: NamespaceRef, options: CallOptions = {}): Promise<void> {
    await remove(this.#session, 'tags.deleteAll', tagsPath(namespace), options);
  }
}
