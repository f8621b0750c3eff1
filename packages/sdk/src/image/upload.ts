import type { Session } from '../http/session.ts';
import { checkNumber, checkOptions, type KeysOf } from '../options.ts';
import type { Platform } from '../platform/types.ts';
import type { OnProgress } from '../transfer/progress.ts';
import { type Source, toSource, type UploadData } from '../transfer/source.ts';
import { upload, type UploadTarget } from '../transfer/upload.ts';
import { type DataRoute, inspectData, sendData } from './data-target.ts';
import { getImage, imageId } from './images.ts';
import { observeTransfer } from './observe-transfer.ts';
import type { CallOptions, Image, ImageRef } from './types.ts';

/** How data are uploaded. */
export interface UploadDataOptions extends CallOptions {
  /** In bytes, for a stream whose size is known. */
  readonly size?: number | undefined;
  /** Upload zero bytes; by default they are refused, since the image could never be given any others. */
  readonly allowEmpty?: boolean | undefined;
  /** Take the upload for done if only its size can be compared; by default that is an IntegrityError. */
  readonly allowUnverified?: boolean | undefined;
  /** The id of the store that the data are to go to; by default, the cloud's default store. */
  readonly store?: string | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** The names of {@link UploadDataOptions}. */
export const uploadDataKeys: KeysOf<UploadDataOptions> = {
  size: true,
  allowEmpty: true,
  allowUnverified: true,
  store: true,
  onProgress: true,
  signal: true,
};

/** The digest that Glance computes unless its operator chose another. */
const usualAlgorithm = 'sha512';

/** Runs the transfer engine on an image. */
export async function transferData(
  session: Session,
  platform: Platform,
  target: UploadTarget,
  source: Source,
  options: UploadDataOptions,
): Promise<void> {
  const { idle, finish } = session.config.timeouts;
  await upload(platform, target, source, {
    // What cannot be read again is digested for the fall-back as well: the cloud's choice is known only afterwards.
    algorithms: source.replayable ? [usualAlgorithm] : [usualAlgorithm, 'md5'],
    allowEmpty: options.allowEmpty ?? false,
    allowUnverified: options.allowUnverified ?? false,
    busyLimit: { sent: finish, cut: idle },
    attempts: 4,
    onProgress: options.onProgress,
    signal: options.signal,
  });
}

async function putData(
  session: Session,
  platform: Platform,
  route: DataRoute,
  image: ImageRef,
  data: UploadData,
  options: UploadDataOptions,
): Promise<Image> {
  const id = imageId(image);
  const { signal, size, store } = options;
  const source = await toSource(platform.files, data, size);
  let seen: Image | undefined;
  const target: UploadTarget = {
    label: `image ${id}`,
    send: (...args) => sendData(session, id, route, { signal, store }, args),
    async inspect() {
      const { truth, image } = await inspectData(session, id, route, signal);
      seen = image;
      return truth;
    },
  };
  const transfer = { direction: 'upload', imageId: id, onProgress: options.onProgress } as const;
  await observeTransfer(session, transfer, (onProgress) =>
    transferData(session, platform, target, source, { ...options, onProgress }),
  );
  return seen ?? getImage(session, id, { signal });
}

/** Uploads data to an image that has none. The image is not deleted if that fails: it was there before. */
export async function uploadImageData(
  session: Session,
  platform: Platform,
  image: ImageRef,
  data: UploadData,
  options: UploadDataOptions,
): Promise<Image> {
  checkOptions('uploadImageData', options, uploadDataKeys);
  checkNumber('uploadImageData: size', options.size, 0);
  return putData(session, platform, 'file', image, data, options);
}

/**
 * How data are staged: as an upload, but Glance tells no digest of staged data, so that only sizes can be compared;
 * and it is the import that says which stores they go to.
 */
export type StageImageOptions = Omit<UploadDataOptions, 'allowUnverified' | 'store'>;

const { allowUnverified: _, store: _store, ...stageKeys } = uploadDataKeys;

/** Puts data into the staging area of an image, to be imported from there. */
export async function stageImage(
  session: Session,
  platform: Platform,
  image: ImageRef,
  data: UploadData,
  options: StageImageOptions,
): Promise<Image> {
  checkOptions('stageImage', options, stageKeys);
  checkNumber('stageImage: size', options.size, 0);
  return putData(session, platform, 'stage', image, data, { ...options, allowUnverified: true });
}
