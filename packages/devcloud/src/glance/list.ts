import { jsonAnswer } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { makeFilters } from './filter.ts';
import { limits } from './glance.ts';
import { imageJson } from './image-json.ts';
import type { Image } from './image.ts';
import { readListQuery } from './list-query.ts';
import type { ListQuery } from './list-query.ts';
import { pageLinks } from './page-links.ts';
import { enforceList, isVisible } from './policy.ts';
import { explain } from './request.ts';
import type { Request } from './request.ts';
import { comparator } from './sort.ts';

/** `GET /v2/images`. */
export function listImages(request: Request): Answer {
  const query = readListQuery(request);
  const filters = makeFilters(request, query);
  enforceList(request);
  const limit = Math.min(query.limit ?? limits.defaultPage, limits.largestPage);
  const compare = comparator(query.sort);
  const marker = findMarker(request, query.marker);
  const page = [...request.glance.images.values()]
    .filter((image) => !image.deleted && isListed(request, image, query))
    .filter((image) => filters.every((filter) => filter(image)))
    .filter((image) => marker === undefined || compare(image, marker) > 0)
    .toSorted(compare)
    .slice(0, limit);
  const last = page.length === limit ? page.at(-1) : undefined;
  const { first, next } = pageLinks('/v2/images', request.exchange.query, last?.id);
  return jsonAnswer(200, {
    images: page.map((image) => imageJson(request, image)),
    first,
    schema: '/v2/schemas/images',
    ...(next === undefined ? {} : { next }),
  });
}

function findMarker(request: Request, id: string | undefined): Image | undefined {
  if (id === undefined) return undefined;
  const image = request.glance.images.get(id);
  if (image === undefined || image.deleted) {
    throw explain(request, 400, `No image found with ID ${id}`);
  }
  if (!isVisible(request, image)) {
    throw explain(request, 403, `Forbidding request, image ${id} not visible`);
  }
  return image;
}

/** Whether an image belongs to the list of a caller: narrower than what she may see. */
function isListed({ caller }: Request, image: Image, query: ListQuery): boolean {
  const { projectId } = caller;
  const visibility = query.filters.get('visibility');
  const mine = projectId !== undefined && image.owner === projectId;
  if (visibility === undefined) {
    if (image.visibility === 'community' && !mine) return false;
  } else if (visibility !== 'all' && image.visibility !== visibility) return false;
  if (caller.isAdmin || mine) return true;
  if (image.visibility === 'public' || image.visibility === 'community') return true;
  const member = projectId === undefined ? undefined : image.members.get(projectId);
  if (image.visibility !== 'shared' || member === undefined) return false;
  return query.memberStatus === 'all' || member.status === query.memberStatus;
}
