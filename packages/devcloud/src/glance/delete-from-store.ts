import type { Answer } from '../http/answer.ts';
import { stores } from './glance.ts';
import { doneAnswer } from './image-json.ts';
import { dropData } from './keep-data.ts';
import { enforceDeleteLocation, needImage } from './policy.ts';
import { explain } from './request.ts';
import type { Request } from './request.ts';

/** `DELETE /v2/stores/{store}/{id}`: takes one copy of an image's data away. */
export async function deleteFromStore(request: Request): Promise<Answer> {
  const store = request.params['store'] ?? '';
  if (!stores.includes(store)) {
    throw explain(request, 409, `The selected store ${store} is not available on this node.`);
  }
  const image = needImage(request, (id) => `Failed to find image ${id}`);
  enforceDeleteLocation(request, image);
  if (image.status !== 'active') {
    throw explain(
      request,
      409,
      "It's not allowed to remove image data from store if image status is not 'active'",
    );
  }
  if (image.locations.length === 1) {
    throw explain(
      request,
      403,
      'Cannot delete image data from the only store containing it. Consider deleting the image instead.',
    );
  }
  if (!image.locations.some((location) => location.store === store)) {
    throw explain(request, 404, `Image ${image.id} is not stored in store ${store}.`);
  }
  await dropData(request.glance, image, store);
  image.updatedAt = request.glance.now();
  return doneAnswer;
}
