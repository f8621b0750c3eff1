import { headerOf } from '../http/exchange.ts';
import { TransferEnded } from '../faults/play-on-bytes.ts';
import type { Answer } from '../http/answer.ts';
import { needOctets } from './body.ts';
import type { Written } from './blob-store.ts';
import { stores } from './glance.ts';
import { doneAnswer } from './image-json.ts';
import { canBecome } from './image.ts';
import type { Image } from './image.ts';
import { keepData } from './keep-data.ts';
import { enforceWrite, needImage } from './policy.ts';
import { enforceLimit, overLimit } from './quotas.ts';
import { explain, fail } from './request.ts';
import type { Request } from './request.ts';

/** `PUT /v2/images/{id}/file`. */
export async function uploadImage(request: Request): Promise<Answer> {
  const { caller, exchange, glance, params } = request;
  needOctets(request);
  enforceLimit(request, 'image_size_total');
  const store = headerOf(exchange, 'x-image-meta-store') ?? stores[0] ?? '';
  if (!stores.includes(store)) throw explain(request, 400, `Store for identifier ${store} not found`);
  const image = needImage(request);
  const words = `Not allowed to upload image data for image ${params['id']}`;
  enforceWrite(request, image, 'upload_image', words);
  startSaving(request, image);
  const over = overLimit(glance, caller.projectId, 'image_count_uploading', 0);
  if (over !== undefined) {
    backToQueue(glance.now(), image);
    throw explain(request, 413, over);
  }
  refuseDuplicate(request, image, store);
  const written = await receive(request, image, store);
  if (image.deleted) throw goneMeanwhile(request, image);
  // Glance looks at a token once, when the upload begins. That it fails later, with a 401 at the end, is a fault.
  if (exchange.faults.tokenEnded) throw await tokenEnded(request, image, store);
  await finish(request, image, store, written);
  return doneAnswer;
}

function startSaving(request: Request, image: Image): void {
  if (!canBecome(image.status, 'saving')) {
    throw explain(request, 409, `Image status transition from ${image.status} to saving is not allowed`);
  }
  const missing = [
    image.diskFormat === null ? 'disk_format' : '',
    image.containerFormat === null ? 'container_format' : '',
  ].filter((name) => name !== '');
  if (missing.length > 0) {
    const noun = missing.length === 1 ? 'Property' : 'Properties';
    throw explain(request, 400, `${noun} ${missing.join(', ')} must be set prior to saving data.`);
  }
  image.status = 'saving';
  image.updatedAt = request.glance.now();
}

/** A store takes the data of an image once. They can be there already when a 415 has left them. @throws 500 */
function refuseDuplicate(request: Request, image: Image, store: string): void {
  if (!image.locations.some((location) => location.store === store)) return;
  backToQueue(request.glance.now(), image);
  throw fail(request, 500);
}

/** Stores the data. A cut transfer puts the image back where it was; a dead worker can do nothing of the kind. */
async function receive({ exchange, glance }: Request, image: Image, store: string): Promise<Written> {
  try {
    return await glance.blobs.write(store, image.id, exchange.body.open());
  } catch (error) {
    const dead = error instanceof TransferEnded && error.ending === 'worker-death';
    if (!dead && !image.deleted) backToQueue(glance.now(), image);
    throw error;
  }
}

/** Puts an image back where it was before data came for it. */
export function backToQueue(now: number, image: Image): void {
  image.status = 'queued';
  image.size = null;
  image.virtualSize = null;
  image.updatedAt = now;
}

function goneMeanwhile(request: Request, image: Image): Error {
  void request.glance.blobs.remove(stores[0] ?? '', image.id);
  return explain(
    request,
    410,
    `Image ${image.id} could not be found after upload. The image may have been deleted during the upload, cleaning up the chunks uploaded.`,
  );
}

async function tokenEnded(request: Request, image: Image, store: string): Promise<Error> {
  image.status = 'deleted';
  image.deleted = true;
  await request.glance.blobs.remove(store, image.id);
  return explain(
    request,
    401,
    `Authentication error - the token may have expired during file upload. Deleting image data for ${image.id}.`,
  );
}

async function finish(request: Request, image: Image, store: string, written: Written): Promise<void> {
  const { glance } = request;
  const outcome = await keepData(glance, image, store, written);
  if (outcome !== 'kept') {
    backToQueue(glance.now(), image);
    throw fail(request, outcome === 'refused' ? 415 : 500);
  }
  image.status = 'active';
  image.updatedAt = glance.now();
}
