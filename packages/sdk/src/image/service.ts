import type { ServerRef } from '../compute/types.ts';
import type { Session } from '../http/session.ts';
import { checkOptions } from '../options.ts';
import type { Platform } from '../platform/types.ts';
import type { Paginator } from '../resource/paginator.ts';
import type { WaitOptions } from '../resource/wait.ts';
import type { UploadData } from '../transfer/source.ts';
import { ImageCache } from './cache.ts';
import { callKeys } from './call.ts';
import type { CreateFromOptions } from './create-from.ts';
import type {
  DownloadAsStream,
  Downloaded,
  DownloadedImageFile,
  DownloadToFile,
  DownloadToMemory,
  DownloadToStream,
} from './download.ts';
import { findImage } from './find.ts';
import type { ImageStream } from './image-stream.ts';
import {
  createImage,
  deleteImage,
  type DeleteImageOptions,
  getImage,
  listImages,
  updateImage,
} from './images.ts';
import { ImageManagement } from './management.ts';
import { Metadefs } from './metadefs/service.ts';
import { getImageSchema, ImageSchemas } from './schema.ts';
import type { ServerSnapshot, SnapshotServerOptions } from './snapshot.ts';
import type { DownloadServerToFile, DownloadServerToStream } from './snapshot-download.ts';
import { ImageTasks } from './tasks.ts';
import type { UploadImageOptions } from './new-image.ts';
import type {
  CallOptions,
  Image,
  ImageAttributes,
  ImageChanges,
  ImageQuery,
  ImageRef,
  ImageSchema,
} from './types.ts';
import type { StageImageOptions, UploadDataOptions } from './upload.ts';
import { waitForImage, waitForImageDeletion, type WaitForImageOptions } from './wait.ts';

/**
 * The Image service (Glance, API v2) of a cloud. Every call takes an image or its id.
 *
 * Every call can throw what {@link OstkError} is the root of; what is named at a call comes in addition.
 */
export class ImageService extends ImageManagement {
  readonly #session: Session;
  readonly #platform: Platform;
  /** Metadata definitions: which properties there are, and what they mean. */
  readonly metadefs: Metadefs;
  /** The tasks of the service, for administrators. */
  readonly tasks: ImageTasks;
  /** The image cache, for administrators. */
  readonly cache: ImageCache;
  /** The JSON schemas of the service. */
  readonly schemas: ImageSchemas;

  // What transfers data is imported by the calls that do: a program that only lists images does not pay for it.

  constructor(session: Session, platform: Platform) {
    super(session);
    this.#session = session;
    this.#platform = platform;
    this.metadefs = new Metadefs(session);
    this.tasks = new ImageTasks(session);
    this.cache = new ImageCache(session);
    this.schemas = new ImageSchemas(session);
  }

  /**
   * Lists the images that this project sees, page by page, as they are iterated. `GET /v2/images`.
   *
   * @throws OptionError at once for a filter that does not exist.
   */
  images(query: ImageQuery = {}): Paginator<Image> {
    return listImages(this.#session, query);
  }

  /**
   * Gets an image by its id. `GET /v2/images/{id}`.
   *
   * @throws NotFound if there is no such image, or this project may not see it.
   */
  async getImage(image: ImageRef, options: CallOptions = {}): Promise<Image> {
    checkOptions('getImage', options, callKeys);
    return getImage(this.#session, image, options);
  }

  /**
   * Finds an image by its id or its exact name, hidden and community images included.
   *
   * @returns `undefined` if there is none.
   * @throws AmbiguousNameError if more than one carries the name; it lists them.
   */
  async findImage(nameOrId: string, options: CallOptions = {}): Promise<Image | undefined> {
    checkOptions('findImage', options, callKeys);
    return findImage(this.#session, nameOrId, options);
  }

  /**
   * Creates an image without data; it is `queued` until they are uploaded. `POST /v2/images`.
   *
   * With `from`, a URL, Glance fetches the data, and the answer is the active image; if that cannot be done, or is
   * cancelled, the image is deleted again. `POST /v2/images`, `POST /v2/images/{id}/import`.
   *
   * @throws Conflict if an image of the given id exists or existed. With `from`: ImportError if the cloud imports
   *   nothing from URLs, the source refuses, or the import fails; IntegrityError if the data are not what is expected.
   */
  createImage(options: CreateFromOptions): Promise<Image>;
  createImage(attributes?: ImageAttributes, options?: CallOptions): Promise<Image>;
  async createImage(
    attributes: ImageAttributes | CreateFromOptions = {},
    options: CallOptions = {},
  ): Promise<Image> {
    checkOptions('createImage', options, callKeys);
    if (!('from' in attributes)) return createImage(this.#session, attributes, options);
    const { createImageFrom } = await import('./create-from.ts');
    return createImageFrom(this.#session, this.#platform, attributes);
  }

  /**
   * Creates an image, uploads its data, and answers once Glance holds them, with the right size and digest.
   * If that cannot be done, or is cancelled, the image is deleted again. `POST /v2/images`,
   * `PUT /v2/images/{id}/file`.
   *
   * @throws TransferError if the data cannot be read or sent; IntegrityError if Glance holds something else;
   *   UnsupportedMediaType if the data are not in the image's `diskFormat`; PayloadTooLarge if they are too many.
   */
  async uploadImage(options: UploadImageOptions): Promise<Image> {
    const { uploadImage } = await import('./new-image.ts');
    return uploadImage(this.#session, this.#platform, options);
  }

  /**
   * Uploads the data of an image that has none, and verifies them. The image stays if that fails.
   * `PUT /v2/images/{id}/file`.
   *
   * @throws Conflict if the image has data; otherwise as `uploadImage`.
   */
  async uploadImageData(image: ImageRef, data: UploadData, options: UploadDataOptions = {}): Promise<Image> {
    const { uploadImageData } = await import('./upload.ts');
    return uploadImageData(this.#session, this.#platform, image, data, options);
  }

  /**
   * Puts the data of an image that has none into Glance's staging area, from where `glance-direct` imports them;
   * the image is `uploading` afterwards. Glance tells no digest of staged data: only the size is compared.
   * `PUT /v2/images/{id}/stage`.
   *
   * @throws Conflict if the image has data or staged data already; otherwise as `uploadImage`.
   */
  async stageImage(image: ImageRef, data: UploadData, options: StageImageOptions = {}): Promise<Image> {
    const { stageImage } = await import('./upload.ts');
    return stageImage(this.#session, this.#platform, image, data, options);
  }

  /**
   * Downloads an image's data, verified: into memory by default; as a stream of chunks with `stream: true`;
   * into a file (in parallel ranges, under its final name only when it is whole and right) or into a writable
   * stream with `output`. `GET /v2/images/{id}/file`.
   *
   * @throws NoImageDataError if the image holds no data; Forbidden if it is deactivated; IntegrityError if the
   *   data are not what Glance says they are; TransferError if they cannot be written.
   */
  downloadImage(image: ImageRef, options?: DownloadToMemory): Promise<Uint8Array>;
  downloadImage(image: ImageRef, options: DownloadAsStream): Promise<ImageStream>;
  downloadImage(image: ImageRef, options: DownloadToFile): Promise<DownloadedImageFile>;
  downloadImage(image: ImageRef, options: DownloadToStream): Promise<Downloaded>;
  async downloadImage(
    image: ImageRef,
    options: DownloadToMemory | DownloadAsStream | DownloadToFile | DownloadToStream = {},
  ): Promise<Uint8Array | ImageStream | Downloaded> {
    const { downloadImage } = await import('./download.ts');
    return downloadImage(this.#session, this.#platform, image, options);
  }

  /**
   * Takes a snapshot of a server, and answers it when it is active; with `keep`, older ones that `snapshotServer` made
   * of this server are deleted. If it cannot be finished, or is cancelled, it is deleted again. See `createServerImage`
   * of {@link ComputeService}, which does the first part alone.
   *
   * @throws StateError with the reason if the snapshot fails; Conflict if the server has another task under way;
   *   OptionError for `keep` if the server's disk is a volume; TimeoutError when the time is up.
   */
  async snapshotServer(server: ServerRef, options: SnapshotServerOptions): Promise<ServerSnapshot> {
    const { snapshotServer } = await import('./snapshot.ts');
    return snapshotServer(this.#session, server, options);
  }

  /**
   * Downloads the disk of a server, verified: takes a snapshot, downloads it into a file or a writable stream, and
   * deletes it, also if that fails or is cancelled.
   *
   * @throws StateError if the snapshot fails, or the server's disk is a volume; otherwise as `downloadImage`.
   */
  downloadServer(server: ServerRef, options: DownloadServerToFile): Promise<DownloadedImageFile>;
  downloadServer(server: ServerRef, options: DownloadServerToStream): Promise<Downloaded>;
  async downloadServer(
    server: ServerRef,
    options: DownloadServerToFile | DownloadServerToStream,
  ): Promise<Downloaded> {
    const { downloadServer } = await import('./snapshot-download.ts');
    return downloadServer(this.#session, this.#platform, server, options);
  }

  /**
   * Changes an image. Only what differs is sent, as a JSON patch; without a difference, nothing is.
   * `PATCH /v2/images/{id}`.
   *
   * @returns the image as it is afterwards.
   */
  async updateImage(image: ImageRef, changes: ImageChanges, options: CallOptions = {}): Promise<Image> {
    checkOptions('updateImage', options, callKeys);
    return updateImage(this.#session, image, changes, options);
  }

  /**
   * Deletes an image and its data. `DELETE /v2/images/{id}`.
   *
   * @throws NotFound if there is none, unless `ignoreMissing` is set; Forbidden if it is protected; Conflict if
   *   it is in use.
   */
  deleteImage(image: ImageRef, options: DeleteImageOptions = {}): Promise<void> {
    return deleteImage(this.#session, image, options);
  }

  /**
   * Waits until an image has a status, `active` by default.
   *
   * @throws StateError if that cannot be expected any more: it was deleted, or its upload or import has failed,
   *   which Glance shows by putting it back to `queued`. TimeoutError when the time is up.
   */
  waitForImage(image: ImageRef, options: WaitForImageOptions = {}): Promise<Image> {
    return waitForImage(this.#session, image, options);
  }

  /** Waits until an image is gone; throws a TimeoutError when the time is up. */
  waitForImageDeletion(image: ImageRef, options: WaitOptions = {}): Promise<void> {
    return waitForImageDeletion(this.#session, image, options);
  }

  /** Gets the JSON schema by which this cloud describes its images. `GET /v2/schemas/image`. */
  async getImageSchema(options: CallOptions = {}): Promise<ImageSchema> {
    checkOptions('getImageSchema', options, callKeys);
    return getImageSchema(this.#session, options);
  }
}
