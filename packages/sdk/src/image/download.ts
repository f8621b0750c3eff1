import { IntegrityError, NoImageDataError, OptionError, TransferError } from '../errors.ts';
import { collect } from '../http/body.ts';
import { follow } from '../abort.ts';
import { path } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import { checkNumber, checkOptions, type KeysOf } from '../options.ts';
import type { Platform } from '../platform/types.ts';
import { downloadBytes } from '../transfer/download-bytes.ts';
import { type DownloadedFile, downloadToFile } from '../transfer/download-file.ts';
import type { DigestValue } from '../transfer/integrity.ts';
import type { Origin } from '../transfer/origin.ts';
import type { OnProgress } from '../transfer/progress.ts';
import { rechunk } from '../transfer/rechunk.ts';
import { type NodeWritable, pump, toSink } from '../transfer/sink.ts';
import { digestOf } from './digests.ts';
import { ImageStream } from './image-stream.ts';
import { getImage, imageId } from './images.ts';
import { observeChunks, observeTransfer } from './observe-transfer.ts';
import type { CallOptions, Image, ImageRef } from './types.ts';

/** What every download takes. */
export interface DownloadOptions extends CallOptions {
  readonly onProgress?: OnProgress | undefined;
  /** Stores to read from, in order of preference; needs a Glance of 2026.1 or later, others ignore it. */
  readonly prefer?: readonly string[] | undefined;
}

/** Download into memory. */
export interface DownloadToMemory extends DownloadOptions {
  readonly stream?: false | undefined;
  readonly output?: undefined;
  /** Accept bytes that cannot be verified since the cloud names no digest; by default that is an IntegrityError. */
  readonly allowUnverified?: boolean | undefined;
}

/** Download as a stream. */
export interface DownloadAsStream extends DownloadOptions {
  readonly stream: true;
  readonly output?: undefined;
  /** Bytes of each chunk but the last; 1 MiB by default. */
  readonly chunkSize?: number | undefined;
}

/** Download into a file. */
export interface DownloadToFile extends DownloadOptions {
  readonly stream?: undefined;
  /** A path, or a file: URL. */
  readonly output: string | URL;
  /** Ranges to fetch at the same time; 4 by default, 1 fetches everything in one request. */
  readonly connections?: number | undefined;
  /** Leave what was received beside the file after a failure, for a later call to go on with. */
  readonly keepPartial?: boolean | undefined;
}

/** Download into a web or Node stream. */
export interface DownloadToStream extends DownloadOptions {
  readonly stream?: undefined;
  readonly output: WritableStream<Uint8Array> | NodeWritable;
  /** Whether to end the output after the last byte; `true` by default. */
  readonly closeOutput?: boolean | undefined;
}

/** What was written to an output. */
export interface Downloaded {
  readonly image: Image;
  /** In bytes. */
  readonly size: number;
  /** `false` if the cloud names no digest that can be computed here: then only the size was compared. */
  readonly verified: boolean;
  /** The digest that was compared. */
  readonly digest: DigestValue | undefined;
}

/** A file that an image was downloaded to. */
export interface DownloadedImageFile extends DownloadedFile, Downloaded {}

type AnyDownload = DownloadToMemory | DownloadAsStream | DownloadToFile | DownloadToStream;

const keys: KeysOf<DownloadToMemory & DownloadAsStream & DownloadToFile & DownloadToStream> = {
  onProgress: true,
  prefer: true,
  signal: true,
  stream: true,
  output: true,
  allowUnverified: true,
  chunkSize: true,
  connections: true,
  keepPartial: true,
  closeOutput: true,
};

const defaultChunkSize = 1024 * 1024;
const defaultConnections = 4;

function noData(image: Image): NoImageDataError {
  return new NoImageDataError(`image ${image.id} holds no data (it is ${image.status})`);
}

/** The data of an image, as the transfer engine takes them. */
function imageOrigin(
  session: Session,
  platform: Platform,
  image: Image,
  prefer: readonly string[] | undefined,
): Origin {
  return {
    label: `image ${image.id}`,
    identity: image.id,
    size: image.size ?? undefined,
    digest: digestOf(platform, image),
    async request(range, signal) {
      const answer = await session.send({
        service: 'image',
        method: 'GET',
        path: path`/images/${image.id}/file`,
        ...(prefer !== undefined && { query: [['prefer', prefer.join(',')]] }),
        ...(range !== undefined && { headers: { Range: `bytes=${range.start}-${range.end - 1}` } }),
        signal,
      });
      if (answer.status !== 204) return answer;
      answer.body.cancel();
      throw noData(image);
    },
  };
}

/** Takes the identity of the data before the first of them: what they are compared with is not asked for later. */
async function originOf(
  session: Session,
  platform: Platform,
  ref: ImageRef,
  options: DownloadOptions,
): Promise<{ image: Image; origin: Origin }> {
  const image = await getImage(session, imageId(ref), options);
  return { image, origin: imageOrigin(session, platform, image, options.prefer) };
}

function observedBytes(
  session: Session,
  platform: Platform,
  image: Image,
  origin: Origin,
  options: Parameters<typeof downloadBytes>[2],
): AsyncGenerator<Uint8Array, void, undefined> {
  const transfer = { direction: 'download', imageId: image.id, onProgress: options.onProgress } as const;
  return observeChunks(session, transfer, (onProgress) =>
    downloadBytes(platform, origin, { ...options, onProgress }),
  );
}

function memoryFor(image: Image, size: number): Uint8Array {
  try {
    return new Uint8Array(size);
  } catch (cause) {
    throw new TransferError(
      `image ${image.id} has ${size} bytes, more than fit into memory: set output or stream`,
      { cause },
    );
  }
}

async function toMemory(
  session: Session,
  platform: Platform,
  ref: ImageRef,
  options: DownloadToMemory,
): Promise<Uint8Array> {
  const { image, origin } = await originOf(session, platform, ref, options);
  if (origin.digest === undefined && options.allowUnverified !== true && image.size !== null) {
    throw new IntegrityError(
      `image ${image.id} cannot be verified: the cloud names no digest that can be computed here; set allowUnverified to take it all the same`,
      { algorithm: 'none', expected: '', actual: '' },
    );
  }
  const chunks = observedBytes(session, platform, image, origin, options);
  if (image.size === null) return collect(chunks);
  // Written to where they belong at once: collecting first would take the memory twice.
  const bytes = memoryFor(image, image.size);
  let position = 0;
  for await (const chunk of chunks) {
    bytes.set(chunk, position);
    position += chunk.length;
  }
  return bytes;
}

async function asStream(
  session: Session,
  platform: Platform,
  ref: ImageRef,
  options: DownloadAsStream,
): Promise<ImageStream> {
  const { chunkSize = defaultChunkSize } = options;
  const { image, origin } = await originOf(session, platform, ref, options);
  const { controller: stop, release } = follow(options.signal);
  const bytes = observedBytes(session, platform, image, origin, { ...options, signal: stop.signal });
  const chunks = rechunk(bytes, Math.floor(chunkSize));
  // The first chunk is awaited here, so that what is wrong with the image is told by the call, not by the stream.
  try {
    const first = await chunks.next();
    return new ImageStream(image, origin.digest, { first, rest: chunks, stop, release });
  } catch (error) {
    release();
    throw error;
  }
}

async function toOutput(
  session: Session,
  platform: Platform,
  ref: ImageRef,
  options: DownloadToStream,
): Promise<Downloaded> {
  const { image, origin } = await originOf(session, platform, ref, options);
  const size = await pump(observedBytes(session, platform, image, origin, options), toSink(options.output), {
    close: options.closeOutput ?? true,
    signal: options.signal,
  });
  return { image, size, verified: origin.digest !== undefined, digest: origin.digest };
}

async function toFile(
  session: Session,
  platform: Platform,
  ref: ImageRef,
  path: string,
  options: DownloadToFile,
): Promise<DownloadedImageFile> {
  const { connections = defaultConnections, keepPartial = false, onProgress, signal } = options;
  checkNumber('downloadImage: connections', connections, 1);
  const { image, origin } = await originOf(session, platform, ref, options);
  if (origin.size === undefined) throw noData(image);
  const sized = { ...origin, size: origin.size };
  const transfer = { direction: 'download', imageId: image.id, onProgress } as const;
  const file = await observeTransfer(session, transfer, (tell) =>
    downloadToFile(platform, sized, path, { connections, keepPartial, onProgress: tell, signal }),
  );
  return { image, ...file };
}

/** Downloads an image's data into a file or a stream. */
export async function downloadOutput(
  session: Session,
  platform: Platform,
  image: ImageRef,
  options: DownloadToFile | DownloadToStream,
): Promise<Downloaded | DownloadedImageFile> {
  const { output } = options;
  if (typeof output === 'string' || output instanceof URL) {
    const file = typeof output === 'string' ? output : platform.files.pathOf(output);
    if (file === '') throw new OptionError('downloadImage: output is an empty path');
    return toFile(session, platform, image, file, { ...options, output });
  }
  return toOutput(session, platform, image, { ...options, output });
}

/** Downloads an image's data; where to decides what is answered. */
export async function downloadImage(
  session: Session,
  platform: Platform,
  image: ImageRef,
  options: AnyDownload,
): Promise<Uint8Array | ImageStream | Downloaded | DownloadedImageFile> {
  checkOptions('downloadImage', options, keys);
  if (options.stream === true) {
    checkNumber('downloadImage: chunkSize', options.chunkSize, 1);
    return asStream(session, platform, image, options);
  }
  if (options.output === undefined) return toMemory(session, platform, image, options);
  return downloadOutput(session, platform, image, options);
}
