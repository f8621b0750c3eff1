import { isNotFound, NotFound, OptionError, TransferError, UnsupportedMediaType } from '../errors.ts';
import { drain } from '../http/body.ts';
import { path } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import { checkNumber, checkOptions, type KeysOf } from '../options.ts';
import type { Platform } from '../platform/types.ts';
import type { OnProgress } from '../transfer/progress.ts';
import { type Source, toSource, type UploadData } from '../transfer/source.ts';
import { emptySource, upload, type UploadTarget, type UploadTruth } from '../transfer/upload.ts';
import { digestsOf } from './digests.ts';
import { attributeKeys, createImage, deleteImage, getImage, imageId, updateImage } from './images.ts';
import type { CallOptions, Image, ImageAttributes, ImageRef } from './types.ts';

/** How data are uploaded. */
export interface UploadDataOptions extends CallOptions {
  /** In bytes, for a stream whose size is known. */
  readonly size?: number | undefined;
  /** Upload zero bytes; by default they are refused, since the image could never be given any others. */
  readonly allowEmpty?: boolean | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** A new image and its data. */
export interface UploadImageOptions extends ImageAttributes, UploadDataOptions {
  readonly data: UploadData;
  /** Leave the image there if it could not be finished; by default it is deleted. */
  readonly keepFailed?: boolean | undefined;
}

const dataKeys: KeysOf<UploadDataOptions> = { size: true, allowEmpty: true, onProgress: true, signal: true };
const keys: KeysOf<UploadImageOptions> = { ...attributeKeys, ...dataKeys, data: true, keepFailed: true };

/** The digest that Glance computes unless its operator chose another. */
const usualAlgorithm = 'sha512';
/** A token should outlive the upload: Glance deletes the image of one that expires in the middle. */
const tokenLife = 3_600_000;
const cleanUpLimit = 30_000;

async function truthOf(session: Session, id: string, signal: AbortSignal | undefined): Promise<UploadTruth> {
  let image: Image;
  try {
    image = await getImage(session, id, { signal });
  } catch (error) {
    if (error instanceof NotFound) return { state: 'gone' };
    throw error;
  }
  if (image.status === 'active' || image.status === 'deactivated') {
    return { state: 'complete', size: image.size ?? 0, digests: digestsOf(image) };
  }
  if (image.status === 'queued') return { state: 'empty' };
  return ['killed', 'deleted', 'pending_delete'].includes(image.status)
    ? { state: 'gone' }
    : { state: 'busy' };
}

function sendData(session: Session, id: string, signal: AbortSignal | undefined): UploadTarget['send'] {
  return async (stream, size, onBodySent) => {
    try {
      const { body } = await session.send({
        service: 'image',
        method: 'PUT',
        path: path`/images/${id}/file`,
        headers: {
          'Content-Type': 'application/octet-stream',
          ...(size !== undefined && {
            'Content-Length': String(size),
            'x-openstack-image-size': String(size),
          }),
        },
        stream,
        tokenLife,
        responseTimeout: session.config.timeouts.finish,
        onBodySent,
        signal,
      });
      await drain(body);
    } catch (error) {
      throw error instanceof UnsupportedMediaType ? wrongFormat(error) : error;
    }
  };
}

/** Glance blames the media type, but that one is always right here: it is the data that it means. */
function wrongFormat(error: UnsupportedMediaType): UnsupportedMediaType {
  const hint = "Glance found that the data are not in the image's diskFormat, or not safe to use";
  return new UnsupportedMediaType(`${error.message}; ${hint}`, error, { cause: error });
}

async function transfer(
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
    busyLimit: { sent: finish, cut: idle },
    attempts: 4,
    onProgress: options.onProgress,
    signal: options.signal,
  });
}

/** Uploads data to an image that has none. The image is not deleted if that fails: it was there before. */
export async function uploadImageData(
  session: Session,
  platform: Platform,
  image: ImageRef,
  data: UploadData,
  options: UploadDataOptions,
): Promise<Image> {
  checkOptions('uploadImageData', options, dataKeys);
  checkNumber('uploadImageData: size', options.size, 0);
  const id = imageId(image);
  const { signal } = options;
  const source = await toSource(platform.files, data, options.size);
  const target: UploadTarget = {
    label: `image ${id}`,
    send: sendData(session, id, signal),
    inspect: () => truthOf(session, id, signal),
  };
  await transfer(session, platform, target, source, options);
  return getImage(session, id, { signal });
}

/** The image that an upload makes: whose it is, and which one it is now. */
class NewImage implements UploadTarget {
  readonly #session: Session;
  readonly #attributes: ImageAttributes;
  readonly #signal: AbortSignal | undefined;
  readonly #chosenId: string | undefined;
  #id: string;
  /** Whether an image of this id, if there is one, can only be ours. */
  #ours: boolean;

  constructor(session: Session, attributes: ImageAttributes, signal: AbortSignal | undefined) {
    this.#session = session;
    this.#attributes = attributes;
    this.#signal = signal;
    this.#chosenId = attributes.id;
    this.#id = attributes.id ?? crypto.randomUUID();
    this.#ours = attributes.id === undefined;
  }

  get id(): string {
    return this.#id;
  }

  get label(): string {
    return `image ${this.#attributes.name ?? this.#id}`;
  }

  async create(): Promise<void> {
    await createImage(this.#session, { ...this.#attributes, id: this.#id }, { signal: this.#signal });
    this.#ours = true;
  }

  readonly send: UploadTarget['send'] = (...args) => sendData(this.#session, this.#id, this.#signal)(...args);

  readonly inspect = (): Promise<UploadTruth> => truthOf(this.#session, this.#id, this.#signal);

  readonly recreate = async (): Promise<void> => {
    await this.#remove(this.#signal);
    // Glance never gives a deleted id again, and somebody who chose an id wants that one and no other.
    if (this.#chosenId !== undefined) {
      throw new TransferError(
        `the upload failed, and image ${this.#chosenId} cannot be made again: its id is used up`,
      );
    }
    this.#id = crypto.randomUUID();
    await this.create();
  };

  /** Leaves nothing behind; what stopped the upload does not stop this. */
  async cleanUp(): Promise<void> {
    if (this.#ours) await this.#remove(AbortSignal.timeout(cleanUpLimit));
  }

  async #remove(signal: AbortSignal | undefined): Promise<void> {
    if (this.#attributes.protected === true) {
      await updateImage(this.#session, this.#id, { protected: false }, { signal });
    }
    await deleteImage(this.#session, this.#id, { ignoreMissing: true, signal });
  }
}

/** An upload failed, and so did the attempt to delete its image: both must be told. */
function withLeftover(error: unknown, id: string, cleanUpError: unknown): unknown {
  if (isNotFound(cleanUpError)) return error;
  const reason = cleanUpError instanceof Error ? cleanUpError.message : String(cleanUpError);
  const why = error instanceof Error ? error.message : String(error);
  return new TransferError(`${why}; and image ${id} could not be deleted: ${reason}`, { cause: error });
}

/** Creates an image, uploads its data, verifies them, and answers the active image; or leaves nothing behind. */
export async function uploadImage(
  session: Session,
  platform: Platform,
  options: UploadImageOptions,
): Promise<Image> {
  checkOptions('uploadImage', options, keys);
  checkNumber('uploadImage: size', options.size, 0);
  const { data, size, allowEmpty, onProgress, signal, keepFailed = false, ...attributes } = options;
  if (data === undefined)
    throw new OptionError('uploadImage: data is missing; createImage makes an image without');
  // A file that cannot be read or is empty is found out before there is an image.
  const source = await toSource(platform.files, data, size);
  if (source.size === 0 && allowEmpty !== true) throw emptySource(source);
  const target = new NewImage(session, attributes, signal);
  try {
    await target.create();
    await transfer(session, platform, target, source, { allowEmpty, onProgress, signal });
    return await getImage(session, target.id, { signal });
  } catch (error) {
    if (keepFailed) throw error;
    try {
      await target.cleanUp();
    } catch (cleanUpError) {
      throw withLeftover(error, target.id, cleanUpError);
    }
    throw error;
  }
}
