import type { Answer } from '../http/answer.ts';
import { stagingStore } from './glance.ts';
import { doneAnswer } from './image-json.ts';
import { enforceWrite, needImage } from './policy.ts';
import { explain } from './request.ts';
import type { Request } from './request.ts';

/** `DELETE /v2/images/{id}`. The id stays taken for ever. */
export async function deleteImage(request: Request): Promise<Answer> {
  const { blobs, cached, cacheQueue } = request.glance;
  const image = needImage(request, (id) => `Failed to find image ${id} to delete`);
  enforceWrite(request, image, 'delete_image');
  if (image.protected) {
    throw explain(request, 403, `Image ${image.id} is protected and cannot be deleted.`);
  }
  image.status = 'deleted';
  image.deleted = true;
  cached.delete(image.id);
  cacheQueue.delete(image.id);
  const places = [stagingStore, ...image.locations.map(({ store }) => store)];
  await Promise.all(places.map((place) => blobs.remove(place, image.id)));
  return doneAnswer;
}
