import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';

import type { UploadData } from '@ostk/sdk';

import type { Scope } from '../../support/scope.ts';
import { someBytes } from './bytes.ts';

const chunkSize = 200_000;

/** Data to upload, the bytes they stand for, and what has to be closed afterwards. */
export interface MadeSource {
  readonly bytes: Uint8Array;
  readonly data: UploadData;
  /** What to pass as `size`. */
  readonly size?: number | undefined;
  /** Whether every stream that was begun has been read to its end or closed. */
  readonly isClosed: () => boolean;
}

/** How a source of `size` bytes is made; files go to `folder`. */
type MakeSource = (size: number, folder: string, scope: Scope) => MadeSource | Promise<MadeSource>;

const always = (): boolean => true;

/** A generator over bytes that can be asked whether it has ended, or was never begun. */
export function watched(
  bytes: Uint8Array,
  chunk = chunkSize,
): { readonly chunks: AsyncGenerator<Uint8Array>; readonly isClosed: () => boolean } {
  let closed = true;
  async function* generate(): AsyncGenerator<Uint8Array> {
    closed = false;
    try {
      for (let offset = 0; offset < bytes.length; offset += chunk)
        yield bytes.subarray(offset, offset + chunk);
    } finally {
      closed = true;
    }
  }
  return { chunks: generate(), isClosed: () => closed };
}

function streamed(sized: boolean, wrap: (chunks: AsyncGenerator<Uint8Array>) => UploadData): MakeSource {
  return (size) => {
    const bytes = someBytes(size);
    const { chunks, isClosed } = watched(bytes);
    return { bytes, data: wrap(chunks), size: sized ? size : undefined, isClosed };
  };
}

function reopened(sized: boolean): MakeSource {
  return (size) => {
    const bytes = someBytes(size);
    const opened: (() => boolean)[] = [];
    return {
      bytes,
      data: () => {
        const { chunks, isClosed } = watched(bytes);
        opened.push(isClosed);
        return chunks;
      },
      size: sized ? size : undefined,
      isClosed: () => opened.every((isClosed) => isClosed()),
    };
  };
}

function webStream(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  // Without reading ahead: a stream that is not asked for anything is one that was not begun.
  return new ReadableStream(
    {
      async pull(controller) {
        const next = await chunks.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

async function fileOf(size: number, folder: string): Promise<{ bytes: Buffer; path: string }> {
  const bytes = someBytes(size);
  const path = join(folder, 'source');
  await writeFile(path, bytes);
  return { bytes, path };
}

/** Every kind of source there is. */
export const sources = {
  path: async (size, folder) => {
    const { bytes, path } = await fileOf(size, folder);
    return { bytes, data: path, isClosed: always };
  },
  url: async (size, folder) => {
    const { bytes, path } = await fileOf(size, folder);
    return { bytes, data: pathToFileURL(path), isClosed: always };
  },
  'file handle': async (size, folder, scope) => {
    const { bytes, path } = await fileOf(size, folder);
    const handle = await open(path);
    scope.after(() => handle.close());
    return { bytes, data: handle, isClosed: always };
  },
  blob: (size) => ({ bytes: someBytes(size), data: new Blob([someBytes(size)]), isClosed: always }),
  bytes: (size) => ({ bytes: someBytes(size), data: someBytes(size), isClosed: always }),
  text: (size) => {
    const text = someBytes(size / 2).toString('hex');
    return { bytes: Buffer.from(text), data: { text }, isClosed: always };
  },
  'node stream': streamed(false, (chunks) => Readable.from(chunks)),
  'node stream of known size': streamed(true, (chunks) => Readable.from(chunks)),
  'web stream': streamed(false, webStream),
  'web stream of known size': streamed(true, webStream),
  generator: streamed(false, (chunks) => chunks),
  'generator of known size': streamed(true, (chunks) => chunks),
  factory: reopened(false),
  'factory of known size': reopened(true),
} satisfies Readonly<Record<string, MakeSource>>;

/** The name of a kind of source. */
export type SourceKind = keyof typeof sources;
