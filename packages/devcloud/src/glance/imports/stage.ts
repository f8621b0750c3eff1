import { TransferEnded } from '../../faults/play-on-bytes.ts';
import type { Answer } from '../../http/answer.ts';
import { needOctets } from '../body.ts';
import { stagingStore } from '../glance.ts';
import { doneAnswer } from '../image-json.ts';
import { canBecome } from '../image.ts';
import type { Image } from '../image.ts';
import { enforceWrite, needImage } from '../policy.ts';
import { enforceLimit, overLimit } from '../quotas.ts';
import { explain } from '../request.ts';
import type { Request } from '../request.ts';
import { backToQueue } from '../upload.ts';

/** `PUT /v2/images/{id}/stage`: data that wait to be imported. */
export async function stageImage(request: Request): Promise<Answer> {
  const { caller, exchange, glance } = request;
  needOctets(request);
  enforceLimit(request, 'image_stage_total');
  const image = needImage(request);
  enforceWrite(request, image, 'modify_image');
  if (!canBecome(image.status, 'uploading')) {
    throw explain(request, 409, `Image status transition from ${image.status} to uploading is not allowed`);
  }
  image.status = 'uploading';
  image.updatedAt = glance.now();
  const over = overLimit(glance, caller.projectId, 'image_count_uploading', 0);
  if (over !== undefined) {
    backToQueue(glance.now(), image);
    throw explain(request, 413, over);
  }
  const { size } = await receive(request, image, exchange.body.open());
  if (image.deleted) {
    await glance.blobs.remove(stagingStore, image.id);
    throw explain(request, 404, `No image found with ID ${image.id}`);
  }
  image.size = size;
  image.updatedAt = glance.now();
  return doneAnswer;
}

/** Keeps the data. A cut transfer puts the image back where it was; a dead worker can do nothing of the kind. */
async function receive(
  { glance }: Request,
  image: Image,
  source: AsyncIterable<Uint8Array>,
): Promise<{ readonly size: number }> {
  try {
    return await glance.blobs.write(stagingStore, image.id, source);
  } catch (error) {
    const dead = error instanceof TransferEnded && error.ending === 'worker-death';
    if (!dead && !image.deleted) backToQueue(glance.now(), image);
    throw error;
  }
}
