import { jsonAnswer } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { notAuthorized } from './policy.ts';
import type { Request } from './request.ts';

/** `GET /v2/cache`, for admins: the images whose data lie in the image cache. Times are seconds since the epoch. */
export function listCache(request: Request): Answer {
  const { caller, glance } = request;
  if (!caller.isAdmin) throw notAuthorized(request, 'cache_list');
  const cached = [...glance.cached].map(([id, { hits, cachedAt, usedAt }]) => ({
    image_id: id,
    hits,
    last_accessed: usedAt / 1e6,
    last_modified: cachedAt / 1e6,
    size: glance.images.get(id)?.size ?? 0,
  }));
  return jsonAnswer(200, { cached_images: cached, queued_images: [] });
}
