import { withGrace } from '../abort.ts';
import {
  DiscoveryError,
  HttpError,
  isNotFound,
  NetworkError,
  OptionError,
  OstkError,
  TimeoutError,
  TransferError,
} from '../errors.ts';
import type { Session } from '../http/session.ts';
import { checkNumber, checkOptions, type KeysOf } from '../options.ts';
import type { Platform } from '../platform/types.ts';
import { toSource, type UploadData } from '../transfer/source.ts';
import { emptySource, type UploadTarget, type UploadTruth } from '../transfer/upload.ts';
import { inspectData, sendData } from './data-target.ts';
import { attributeKeys, createImage, deleteImage, getImage, updateImage } from './images.ts';
import { observeTransfer } from './observe-transfer.ts';
import type { Image, ImageAttributes } from './types.ts';
import { transferData, uploadDataKeys, type UploadDataOptions } from './upload.ts';

/** A new image and its data. */
export interface UploadImageOptions extends ImageAttributes, UploadDataOptions {
  readonly data: UploadData;
  /** Leave the image there if it could not be finished; by default it is deleted. */
  readonly keepFailed?: boolean | undefined;
}

const keys: KeysOf<UploadImageOptions> = {
  ...attributeKeys,
  ...uploadDataKeys,
  data: true,
  keepFailed: true,
};

/** Milliseconds for deleting what could not be finished. */
const cleanUpLimit = 30_000;

/** Milliseconds that a request for an image goes on after an abort: one that is made unseen could not be deleted. */
const createGrace = 5000;

/** Whether no image can have been made: it was never asked for one, or the service has refused. */
function isWithoutEffect(error: unknown): boolean {
  if (error instanceof NetworkError || error instanceof TimeoutError) return error.beforeSending;
  if (error instanceof HttpError) return error.status < 500 && error.attempts === 1;
  // An answer that cannot be understood is one all the same.
  return error instanceof OstkError && !(error instanceof DiscoveryError);
}

/** The image that an upload or import makes: whose it is, and which one it is now. */
export class NewImage implements UploadTarget {
  readonly #session: Session;
  readonly #attributes: ImageAttributes;
  readonly #signal: AbortSignal | undefined;
  readonly #chosenId: string | undefined;
  /** Where the data are to go, if not to the default store. */
  readonly #store: string | undefined;
  #id: string;
  /** Whether an image of this id, if there is one, can only be ours. */
  #ours = false;
  /** As Glance last showed it. */
  #seen: Image | undefined;

  constructor(
    session: Session,
    attributes: ImageAttributes,
    signal: AbortSignal | undefined,
    store?: string,
  ) {
    this.#session = session;
    this.#attributes = attributes;
    this.#signal = signal;
    this.#store = store;
    this.#chosenId = attributes.id;
    this.#id = attributes.id ?? crypto.randomUUID();
  }

  get id(): string {
    return this.#id;
  }

  get label(): string {
    return `image ${this.#attributes.name ?? this.#id}`;
  }

  async create(): Promise<void> {
    this.#ours = false;
    // What can fail before the request is made fails here, where it is known to be without effect.
    await this.#session.endpoint('image', { signal: this.#signal });
    this.#signal?.throwIfAborted();
    // An image of a random id can only be ours, even if the answer that says so is lost.
    this.#ours = this.#chosenId === undefined;
    try {
      await withGrace(this.#signal, createGrace, (signal) =>
        createImage(this.#session, { ...this.#attributes, id: this.#id, protected: undefined }, { signal }),
      );
      this.#ours = true;
    } catch (error) {
      if (isWithoutEffect(error)) this.#ours = false;
      throw error;
    }
    this.#signal?.throwIfAborted();
  }

  readonly send: UploadTarget['send'] = (...args) =>
    sendData(this.#session, this.#id, 'file', { signal: this.#signal, store: this.#store }, args);

  readonly inspect = async (): Promise<UploadTruth> => {
    const { truth, image } = await inspectData(this.#session, this.#id, 'file', this.#signal);
    this.#seen = image;
    return truth;
  };

  /** The image with the data that were found to be right; protected only now, so that a failed one can be deleted. */
  async result(): Promise<Image> {
    const { protected: wanted } = this.#attributes;
    if (wanted === true)
      return updateImage(this.#session, this.#id, { protected: true }, { signal: this.#signal });
    return this.#seen ?? getImage(this.#session, this.#id, { signal: this.#signal });
  }

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

  /** The error of a call that failed, after the image was deleted; it tells if that failed as well. */
  async discardAfter(error: unknown): Promise<unknown> {
    try {
      // What stopped the upload does not stop this.
      if (this.#ours) await this.#remove(AbortSignal.timeout(cleanUpLimit));
    } catch (cleanUpError) {
      return withLeftover(error, this.#id, cleanUpError);
    }
    return error;
  }

  async #remove(signal: AbortSignal | undefined): Promise<void> {
    await deleteImage(this.#session, this.#id, { ignoreMissing: true, signal });
  }
}

/** An upload or import failed, and so did the attempt to delete its image: both must be told. */
export function withLeftover(error: unknown, id: string, cleanUpError: unknown): unknown {
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
  const {
    data,
    size,
    allowEmpty,
    allowUnverified,
    onProgress,
    signal,
    store,
    keepFailed = false,
    ...attributes
  } = options;
  if (data === undefined)
    throw new OptionError('uploadImage: data is missing; createImage makes an image without');
  // A file that cannot be read or is empty is found out before there is an image.
  const source = await toSource(platform.files, data, size);
  if (source.size === 0 && allowEmpty !== true) throw emptySource(source);
  const target = new NewImage(session, attributes, signal, store);
  try {
    await target.create();
    const transfer = { direction: 'upload', imageId: target.id, onProgress } as const;
    await observeTransfer(session, transfer, (tell) =>
      transferData(session, platform, target, source, {
        allowEmpty,
        allowUnverified,
        onProgress: tell,
        signal,
      }),
    );
    return await target.result();
  } catch (error) {
    throw keepFailed ? error : await target.discardAfter(error);
  }
}
