import { jsonAnswer } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { headerOf } from '../http/exchange.ts';
import type { JsonObject } from '../python/json.ts';
import { hasBody } from './body.ts';
import type { CacheEntry, Glance } from './glance.ts';
import { doneAnswer } from './image-json.ts';
import { findImage, notAuthorized } from './policy.ts';
import { explain, fail } from './request.ts';
import type { Request } from './request.ts';

/** `GET /v2/cache`, for admins: the images whose data lie in the image cache, and those whose data are to come there. */
export function listCache(request: Request): Answer {
  enforceCache(request, 'cache_list');
  const { cached, cacheQueue } = request.glance;
  return jsonAnswer(200, {
    cached_images: [...cached].map(([id, entry]) => entryJson(request.glance, id, entry)),
    queued_images: [...cacheQueue],
  });
}

/** Times are seconds since the epoch. */
function entryJson({ images, release }: Glance, imageId: string, entry: CacheEntry): JsonObject {
  const { id, hits, usedAt, cachedAt } = entry;
  const times = { last_accessed: usedAt / 1e6, last_modified: cachedAt / 1e6 };
  const size = images.get(imageId)?.size ?? 0;
  return release.cacheIsDatabase
    ? { id, image_id: imageId, ...times, size, hits, checksum: null }
    : { image_id: imageId, hits, ...times, size };
}

/** `PUT /v2/cache/{id}`, for admins: fetches the data of an image into the cache. */
export function queueImage(request: Request): Answer {
  refuseBody(request);
  const image = findImage(request, request.params['id'] ?? '');
  if (image === undefined) throw notFound(request);
  enforceCache(request, 'cache_image');
  if (image.status !== 'active') {
    throw explain(request, 400, 'Only images with status active can be targeted for queueing');
  }
  const { glance } = request;
  if (!glance.cached.has(image.id)) {
    glance.cacheQueue.add(image.id);
    glance.jobs.start(async () => {
      if (glance.cacheQueue.delete(image.id) && !image.deleted) cacheImage(glance, image.id);
    });
  }
  return { ...doneAnswer, status: 202 };
}

/** Notes that the data of an image lie in the cache from now on. */
export function cacheImage({ cached, nextId, now }: Glance, id: string): void {
  const time = now();
  if (!cached.has(id)) cached.set(id, { id: nextId(), hits: 0, cachedAt: time, usedAt: time });
}

/** `DELETE /v2/cache/{id}`, for admins. */
export function dropFromCache(request: Request): Answer {
  const id = request.params['id'] ?? '';
  const { cached, cacheQueue } = request.glance;
  const isKnown = findImage(request, id) !== undefined || cached.has(id) || cacheQueue.has(id);
  if (!isKnown) throw notFound(request);
  enforceCache(request, 'cache_delete');
  cached.delete(id);
  cacheQueue.delete(id);
  return doneAnswer;
}

/** `DELETE /v2/cache`, for admins: empties the cache, its queue, or both. */
export function clearCache(request: Request): Answer {
  refuseBody(request);
  enforceCache(request, 'cache_delete');
  const target = (headerOf(request.exchange, 'x-image-cache-clear-target') ?? '').toLowerCase();
  if (!['', 'cache', 'queue'].includes(target)) {
    const words = "If provided 'x-image-cache-clear-target' must be 'cache', 'queue' or empty string.";
    throw explain(request, 400, words);
  }
  const { cached, cacheQueue } = request.glance;
  if (target !== 'queue') cached.clear();
  if (target !== 'cache') cacheQueue.clear();
  return doneAnswer;
}

/** Glance trips over a body here, where it refuses one elsewhere. */
function refuseBody(request: Request): void {
  if (hasBody(request)) throw fail(request, 500);
}

function notFound(request: Request): Error {
  return explain(request, 404, `Image ${request.params['id'] ?? ''} not found.`);
}

function enforceCache(request: Request, action: string): void {
  if (!request.caller.isAdmin) throw notAuthorized(request, action);
}
