import type { Answer } from '../http/answer.ts';
import { stagingStore } from './glance.ts';
import type { Glance } from './glance.ts';
import { doneAnswer } from './image-json.ts';
import type { Image } from './image.ts';
import { enforceWrite, needImage } from './policy.ts';
import { explain } from './request.ts';
import type { Request } from './request.ts';

/** `DELETE /v2/images/{id}`. The id stays taken for ever. */
export async function deleteImage(request: Request): Promise<Answer> {
  const image = needImage(request, (id) => `Failed to find image ${id} to delete`);
  enforceWrite(request, image, 'delete_image');
  if (image.protected) {
    throw explain(request, 403, `Image ${image.id} is protected and cannot be deleted.`);
  }
  await removeImage(request.glance, image);
  return doneAnswer;
}

/** Takes an image away, and its data. */
export async function removeImage({ blobs, cached, cacheQueue }: Glance, image: Image): Promise<void> {
  image.status = 'deleted';
  image.deleted = true;
  cached.delete(image.id);
  cacheQueue.delete(image.id);
  const places = [stagingStore, ...image.locations.map(({ store }) => store)];
  await Promise.all(places.map((place) => blobs.remove(place, image.id)));
}
