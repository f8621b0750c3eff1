import { headerOf } from '../http/exchange.ts';
import { TransferEnded } from '../faults/play-on-bytes.ts';
import type { Answer } from '../http/answer.ts';
import type { Written } from './blob-store.ts';
import { stores } from './glance.ts';
import { doneAnswer } from './image-json.ts';
import { canBecome } from './image.ts';
import type { Image } from './image.ts';
import { inspectFile } from './inspect-format.ts';
import { judgeFormat } from './judge-format.ts';
import { enforceWrite, needImage } from './policy.ts';
import { explain, fail } from './request.ts';
import type { Request } from './request.ts';

/** `PUT /v2/images/{id}/file`. */
export async function uploadImage(request: Request): Promise<Answer> {
  const { exchange, params } = request;
  if (mediaType(headerOf(exchange, 'content-type')) !== 'application/octet-stream') throw fail(request, 415);
  const store = headerOf(exchange, 'x-image-meta-store') ?? stores[0] ?? '';
  if (!stores.includes(store)) throw explain(request, 400, `Store for identifier ${store} not found`);
  const image = needImage(request);
  const words = `Not allowed to upload image data for image ${params['id']}`;
  enforceWrite(request, image, 'upload_image', words);
  startSaving(request, image);
  refuseDuplicate(request, image, store);
  const written = await receive(request, image, store);
  if (image.deleted) throw goneMeanwhile(request, image);
  // Glance looks at a token once, when the upload begins. That it fails later, with a 401 at the end, is a fault.
  if (exchange.faults.tokenEnded) throw await tokenEnded(request, image, store);
  await finish(request, image, store, written);
  return doneAnswer;
}

function mediaType(header: string | undefined): string | undefined {
  return header?.split(';')[0]?.trim().toLowerCase();
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

function backToQueue(now: number, image: Image): void {
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
  const path = glance.blobs.pathOf(store, image.id);
  const verdict = judgeFormat(glance.release, image, written.size, await inspectFile(path, written.size));
  if (image.hashValue !== null && image.hashValue !== written.sha512) {
    backToQueue(glance.now(), image);
    await glance.blobs.remove(store, image.id);
    throw fail(request, 500);
  }
  image.locations.push({ url: `file://${path}`, store });
  image.checksum = written.md5;
  image.hashAlgorithm = 'sha512';
  image.hashValue = written.sha512;
  if (verdict === 'refused') {
    // As the real one: the location and the hashes stay on the image that goes back to the queue.
    backToQueue(glance.now(), image);
    throw fail(request, 415);
  }
  image.size = written.size;
  image.virtualSize = verdict.virtualSize;
  image.status = 'active';
  image.updatedAt = glance.now();
}
