import type { Written } from './blob-store.ts';
import type { Glance } from './glance.ts';
import type { Image } from './image.ts';
import { inspectFile } from './inspect-format.ts';
import { judgeFormat } from './judge-format.ts';

/** What of an image tells of its data. */
export type ImageData = Pick<
  Image,
  | 'id'
  | 'containerFormat'
  | 'diskFormat'
  | 'locations'
  | 'checksum'
  | 'hashAlgorithm'
  | 'hashValue'
  | 'size'
  | 'virtualSize'
>;

/** What became of the data: kept; not those the image has had before; or not of the format the image claims. */
export type Outcome = 'kept' | 'different' | 'refused';

/**
 * Notes data that were written to a store on their image.
 * @param image is changed, also when the data are refused: as in the real one, location and hashes then stay on it
 */
export async function keepData(
  glance: Glance,
  image: ImageData,
  store: string,
  written: Written,
): Promise<Outcome> {
  const path = glance.blobs.pathOf(store, image.id);
  const verdict = judgeFormat(glance.release, image, written.size, await inspectFile(path, written.size));
  if (image.hashValue !== null && image.hashValue !== written.sha512) {
    await glance.blobs.remove(store, image.id);
    return 'different';
  }
  image.locations.push({ id: glance.nextId(), url: `file://${path}`, store });
  image.checksum = written.md5;
  image.hashAlgorithm = 'sha512';
  image.hashValue = written.sha512;
  image.size = written.size;
  if (verdict === 'refused') return 'refused';
  image.virtualSize = verdict.virtualSize;
  return 'kept';
}

/** Takes the data of an image out of a store, and what told of them when they were the last. */
export async function dropData(glance: Glance, image: ImageData, store: string): Promise<void> {
  const at = image.locations.findIndex((location) => location.store === store);
  if (at === -1) return;
  image.locations.splice(at, 1);
  if (image.locations.length === 0) {
    image.checksum = null;
    image.hashAlgorithm = null;
    image.hashValue = null;
    image.size = null;
  }
  await glance.blobs.remove(store, image.id);
}
