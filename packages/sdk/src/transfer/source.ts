import { OptionError, TransferError } from '../errors.ts';
import type { Files } from '../platform/types.ts';
import { reasonOf } from './reason.ts';

/** A stream of bytes of any make: a web stream, a Node stream, an async generator, an array of chunks. */
export type ByteChunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array> | ReadableStream<Uint8Array>;

/** An open file or pipe, as `fs.promises.open` gives it. A file is read from its beginning; it is not closed. */
export interface FileHandleLike {
  read(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number | null,
  ): Promise<{ readonly bytesRead: number }>;
  stat(): Promise<{ readonly size: number; isFile(): boolean }>;
}

/**
 * What can be uploaded.
 *
 * A string is the path of a file; text is given as `{ text }`. Streams and iterables can be read once, so their
 * upload cannot be repeated after a failure; a function that opens a new one each time makes that possible. However
 * the upload ends, a stream is closed afterwards, unless it was not begun.
 */
export type UploadData =
  | string
  | URL
  | Uint8Array
  | ArrayBuffer
  | Blob
  | { readonly text: string }
  | FileHandleLike
  | ByteChunks
  | (() => ByteChunks | Promise<ByteChunks>);

/** Data that are being read. */
export interface OpenSource extends AsyncIterable<Uint8Array> {
  /** Stops a read that is under way, as far as the data know how: nobody wants them any more. */
  cancel?(): void;
}

/** Data to send, whatever they come from. */
export interface Source {
  /** What it is called in messages. */
  readonly label: string;
  /** In bytes, where it is known beforehand. */
  readonly size: number | undefined;
  /** Whether `open` may be called again. */
  readonly replayable: boolean;
  open(): OpenSource;
}

const fileChunk = 1024 * 1024;

type ReadAt = (buffer: Uint8Array, position: number) => Promise<number>;

async function* readAll(read: ReadAt): AsyncGenerator<Uint8Array> {
  for (let position = 0; ;) {
    // A chunk may still be on its way to the network when the next is read: each has memory of its own.
    const buffer = new Uint8Array(fileChunk);
    const count = await read(buffer, position);
    if (count === 0) return;
    yield buffer.subarray(0, count);
    position += count;
  }
}

async function* readFile(files: Files, path: string): AsyncGenerator<Uint8Array> {
  const file = await files.open(path, 'read');
  try {
    yield* readAll((buffer, position) => file.read(buffer, position));
  } finally {
    await file.close();
  }
}

async function handleSource(handle: FileHandleLike, size: number | undefined): Promise<Source> {
  const info = await handle.stat();
  const isFile = info.isFile();
  const read: ReadAt = async (buffer, position) =>
    (await handle.read(buffer, 0, buffer.length, isFile ? position : null)).bytesRead;
  return { label: 'file', size: isFile ? info.size : size, replayable: isFile, open: () => readAll(read) };
}

async function* split(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += fileChunk)
    yield bytes.subarray(offset, offset + fileChunk);
}

function isIterable(value: object): value is ByteChunks {
  return Symbol.asyncIterator in value || Symbol.iterator in value;
}

async function* checked(chunks: AsyncIterable<unknown> | Iterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    if (!(chunk instanceof Uint8Array)) {
      throw new OptionError(
        `data: a stream must give Uint8Array chunks, not ${typeof chunk}: do not set an encoding on it`,
      );
    }
    yield chunk;
  }
}

async function* readFrom(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array> {
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      ended = done;
      if (done) return;
      yield value;
    }
  } catch (error) {
    ended = true;
    throw error;
  } finally {
    if (!ended) await reader.cancel();
    reader.releaseLock();
  }
}

/**
 * Streams are read in a way that leaves a handle to stop them: the iterator of a stream that gives nothing could not
 * be left before its next chunk.
 */
function openChunks(data: ByteChunks): OpenSource {
  if (data instanceof ReadableStream) {
    const reader = data.getReader();
    const chunks = checked(readFrom(reader));
    return {
      [Symbol.asyncIterator]: () => chunks,
      cancel: () => void reader.cancel().catch(() => undefined),
    };
  }
  const chunks = checked(data);
  if (!('destroy' in data) || typeof data.destroy !== 'function') return chunks;
  const destroy = data.destroy.bind(data);
  return { [Symbol.asyncIterator]: () => chunks, cancel: () => void destroy() };
}

function openLater(open: () => ByteChunks | Promise<ByteChunks>): OpenSource {
  let source: OpenSource | undefined;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    source = openChunks(await open());
    yield* source;
  }
  const iterator = chunks();
  return { [Symbol.asyncIterator]: () => iterator, cancel: () => source?.cancel?.() };
}

async function fileSource(files: Files, path: string, size: number | undefined): Promise<Source> {
  let info;
  try {
    info = await files.stat(path);
    if (info?.kind === 'file') await (await files.open(path, 'read')).close();
  } catch (cause) {
    throw new TransferError(`cannot read ${path}: ${reasonOf(cause)}`, { cause });
  }
  if (info === undefined) throw new TransferError(`cannot read ${path}: there is no such file`);
  if (info.kind === 'directory') throw new TransferError(`cannot read ${path}: it is a directory`);
  // A pipe or a device has no size, and what was read from it is gone.
  const isFile = info.kind === 'file';
  return {
    label: path,
    size: isFile ? info.size : size,
    replayable: isFile,
    open: () => readFile(files, path),
  };
}

function bytesSource(bytes: Uint8Array, label: string): Source {
  return { label, size: bytes.length, replayable: true, open: () => split(bytes) };
}

/**
 * Makes a source of whatever data were given.
 *
 * @param size in bytes, for streams whose size the caller knows.
 * @throws TransferError if it is a file that cannot be read, OptionError if it is nothing that can be uploaded.
 */
export async function toSource(files: Files, data: UploadData, size: number | undefined): Promise<Source> {
  const source = await makeSource(files, data, size);
  if (size !== undefined && source.size !== undefined && source.size !== size) {
    throw new OptionError(`size: ${size} was given, but ${source.label} has ${source.size} bytes`);
  }
  return source;
}

async function makeSource(files: Files, data: UploadData, size: number | undefined): Promise<Source> {
  if (typeof data === 'string') return fileSource(files, data, size);
  if (data instanceof URL) {
    if (data.protocol === 'file:') return fileSource(files, files.pathOf(data), size);
    throw new OptionError(`data: only file: URLs can be uploaded, not ${data.protocol}`);
  }
  if (data instanceof Uint8Array) return bytesSource(data, 'bytes');
  if (data instanceof ArrayBuffer) return bytesSource(new Uint8Array(data), 'bytes');
  if (data instanceof Blob) {
    return { label: 'blob', size: data.size, replayable: true, open: () => openChunks(data.stream()) };
  }
  if (typeof data === 'function') {
    return { label: 'stream', size, replayable: true, open: () => openLater(data) };
  }
  if (typeof data !== 'object' || data === null) throw unknownData();
  // The text of a Response of fetch is a method.
  if ('text' in data && typeof data.text === 'string')
    return bytesSource(new TextEncoder().encode(data.text), 'text');
  // A file handle of Node is not iterable, a stream of Node has no stat().
  if ('stat' in data) return handleSource(data, size);
  if (isIterable(data)) return { label: 'stream', size, replayable: false, open: () => openChunks(data) };
  throw unknownData();
}

function unknownData(): OptionError {
  return new OptionError(
    'data: give a path, a file: URL, a file handle, bytes, a Blob, { text }, a stream, or a function that opens one',
  );
}
