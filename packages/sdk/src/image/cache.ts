import { OptionError } from '../errors.ts';
import { path } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import { asArray, asNumber, asString } from '../json.ts';
import { checkOptions, type KeysOf } from '../options.ts';
import { answerOf, callKeys, read, remove, type RemoveOptions, textOf } from './call.ts';
import { imageId } from './images.ts';
import type { CallOptions, ImageRef } from './types.ts';

/** An image whose data a host of Glance keeps nearby. */
export interface CachedImage {
  readonly imageId: string;
  /** How often it was read from there. */
  readonly hits: number;
  /** In bytes. */
  readonly size: number;
  /** The MD5 digest, if it is told. */
  readonly checksum: string | null;
  /** ISO 8601, UTC; `null` if it never was. */
  readonly lastAccessed: string | null;
  /** ISO 8601, UTC. */
  readonly lastModified: string | null;
}

/** What is in the cache of the host that answered, and what is to come into it. */
export interface CacheState {
  readonly cached: readonly CachedImage[];
  /** The ids of images that are still to be fetched. */
  readonly queued: readonly string[];
}

/** What to empty. */
export interface ClearCacheOptions extends CallOptions {
  /** Both by default. */
  readonly target?: 'cache' | 'queue' | undefined;
}

const clearKeys: KeysOf<ClearCacheOptions> = { signal: true, target: true };

/** Times of the cache are seconds since 1970, 0 for never. */
function time(value: unknown): string | null {
  const seconds = asNumber(value) ?? 0;
  return seconds === 0 ? null : new Date(seconds * 1000).toISOString();
}

function toCachedImage(value: unknown): CachedImage {
  const record = answerOf(value, 'image_id', 'a cached image');
  return {
    imageId: textOf(record, 'image_id') ?? '',
    hits: asNumber(record['hits']) ?? 0,
    size: asNumber(record['size']) ?? 0,
    checksum: textOf(record, 'checksum'),
    lastAccessed: time(record['last_accessed']),
    lastModified: time(record['last_modified']),
  };
}

/**
 * The image cache, for administrators: `conn.image.cache`. Each host of Glance has one of its own: what is told and
 * done is that of the host that happens to answer.
 *
 * Where a cloud has no cache, every call throws a NotFound.
 */
export class ImageCache {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Lists what is in the cache and in its queue. `GET /v2/cache`. */
  async list(options: CallOptions = {}): Promise<CacheState> {
    checkOptions('cache.list', options, callKeys);
    const state = answerOf(
      await read(this.#session, '/cache', options),
      'cached_images',
      'a list of cached images',
    );
    return {
      cached: asArray(state['cached_images']).map(toCachedImage),
      queued: asArray(state['queued_images']).flatMap((id) => asString(id) ?? []),
    };
  }

  /**
   * Has an active image fetched into the cache. `PUT /v2/cache/{id}`.
   *
   * @throws BadRequest if it is not active.
   */
  async queue(image: ImageRef, options: CallOptions = {}): Promise<void> {
    checkOptions('cache.queue', options, callKeys);
    const { signal } = options;
    await this.#session.call({
      service: 'image',
      method: 'PUT',
      path: path`/cache/${imageId(image)}`,
      signal,
    });
  }

  /** Takes an image out of cache and queue. `DELETE /v2/cache/{id}`. */
  async delete(image: ImageRef, options: RemoveOptions = {}): Promise<void> {
    await remove(this.#session, 'cache.delete', path`/cache/${imageId(image)}`, options);
  }

  /** Empties cache and queue, or one of them. `DELETE /v2/cache`. */
  async clear(options: ClearCacheOptions = {}): Promise<void> {
    checkOptions('cache.clear', options, clearKeys);
    const { target, signal } = options;
    if (target !== undefined && target !== 'cache' && target !== 'queue')
      throw new OptionError(`cache.clear: target must be cache or queue, not ${String(target)}`);
    await this.#session.call({
      service: 'image',
      method: 'DELETE',
      path: '/cache',
      ...(target !== undefined && { headers: { 'x-image-cache-clear-target': target } }),
      signal,
    });
  }

  /** Removes what fetching has left unfinished or spoilt. `POST /v2/cache/clean`, from Glance 2026.1 on. */
  async clean(options: CallOptions = {}): Promise<void> {
    await this.#maintain('clean', options);
  }

  /** Removes the images that were not used for longest, down to the cache's limit. `POST /v2/cache/prune`, from Glance 2026.1 on. */
  async prune(options: CallOptions = {}): Promise<void> {
    await this.#maintain('prune', options);
  }

  /**
   * Gets the URLs of the hosts that have an image in their cache. `GET /v2/cache/nodes/{id}`, from Glance 2026.1 on.
   *
   * @throws Conflict where the caches are not kept track of in the database.
   */
  async nodes(image: ImageRef, options: CallOptions = {}): Promise<readonly string[]> {
    checkOptions('cache.nodes', options, callKeys);
    const value = await read(this.#session, path`/cache/nodes/${imageId(image)}`, options);
    return hostsIn(value);
  }

  async #maintain(work: 'clean' | 'prune', options: CallOptions): Promise<void> {
    checkOptions(`cache.${work}`, options, callKeys);
    await this.#session.call({
      service: 'image',
      method: 'POST',
      path: `/cache/${work}`,
      idempotent: true,
      signal: options.signal,
    });
  }
}

/** The specification names the member `cached_nodes`; a bare list says the same. */
function hostsIn(value: unknown): readonly string[] {
  const list = Array.isArray(value)
    ? value
    : answerOf(value, 'cached_nodes', 'a list of hosts')['cached_nodes'];
  return asArray(list).flatMap((host) => asString(host) ?? []);
}
