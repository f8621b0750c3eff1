import type { Answer } from '../http/answer.ts';
import { checkCount } from './create.ts';
import { doneAnswer } from './image-json.ts';
import { imageSchema } from './image-schema.ts';
import type { Image } from './image.ts';
import { refuseMisfit } from './schema-check.ts';
import { enforceWrite, needImage } from './policy.ts';
import { fail } from './request.ts';
import type { Request } from './request.ts';

/** `PUT /v2/images/{id}/tags/{tag}`. */
export function addTag(request: Request): Answer {
  const tag = request.params['tag'] ?? '';
  refuseMisfit(request, 'image', { tags: [tag] }, imageSchema);
  const image = taggable(request, 'update');
  const tags = new Set([...image.tags, tag]);
  checkCount(request, 'tags', tags.size);
  save(request, image, tags);
  return doneAnswer;
}

/** `DELETE /v2/images/{id}/tags/{tag}`. */
export function removeTag(request: Request): Answer {
  const tag = request.params['tag'] ?? '';
  const image = taggable(request, 'delete');
  if (!image.tags.has(tag)) throw fail(request, 404);
  save(request, image, new Set([...image.tags].filter((other) => other !== tag)));
  return doneAnswer;
}

function taggable(request: Request, verb: string): Image {
  const image = needImage(request, (id) => `Image ${id} not found.`);
  enforceWrite(request, image, 'modify_image', `Not allowed to ${verb} tags for image ${image.id}.`);
  return image;
}

function save({ glance }: Request, image: Image, tags: Set<string>): void {
  image.tags = tags;
  image.updatedAt = glance.now();
}
