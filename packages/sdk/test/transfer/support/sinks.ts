import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';

import type { Connection, TransferProgress } from '@ostk/sdk';

/** What every download is given. */
export interface SinkOptions {
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: TransferProgress) => void) | undefined;
}

/** A download into one kind of sink. */
export interface SinkRun {
  /** Downloads; answers the bytes that arrived. */
  receive(connection: Connection, id: string): Promise<Uint8Array>;
  /** After a failure: whether the sink was told that its data are not complete. */
  knows(): boolean;
  /** The files in the folder after a success. */
  readonly files: readonly string[];
}

const always = (): boolean => true;

/** Every kind of sink there is. */
export const sinks = {
  memory: ({ signal, onProgress }) => ({
    receive: (connection, id) => connection.image.downloadImage(id, { signal, onProgress }),
    knows: always,
    files: [],
  }),
  stream: ({ signal, onProgress }) => ({
    async receive(connection, id) {
      const stream = await connection.image.downloadImage(id, {
        stream: true,
        chunkSize: 100_000,
        signal,
        onProgress,
      });
      const chunks: Uint8Array[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    knows: always,
    files: [],
  }),
  file: ({ folder, signal, onProgress }) => ({
    async receive(connection, id) {
      const output = join(folder, 'image');
      await connection.image.downloadImage(id, { output, signal, onProgress });
      return readFile(output);
    },
    knows: always,
    files: ['image'],
  }),
  'web stream': ({ signal, onProgress }) => {
    const chunks: Uint8Array[] = [];
    let aborted = false;
    let closed = false;
    return {
      async receive(connection, id) {
        const output = new WritableStream<Uint8Array>({
          write: (chunk) => void chunks.push(chunk),
          close: () => {
            closed = true;
          },
          abort: () => {
            aborted = true;
          },
        });
        await connection.image.downloadImage(id, { output, signal, onProgress });
        return closed ? Buffer.concat(chunks) : Buffer.of();
      },
      knows: () => !closed && (aborted || chunks.length === 0),
      files: [],
    };
  },
  'node stream': ({ signal, onProgress }) => {
    const chunks: Uint8Array[] = [];
    let failure: Error | null | undefined;
    let finished = false;
    return {
      async receive(connection, id) {
        const output = new Writable({
          write: (chunk: Uint8Array, _, done) => {
            chunks.push(chunk);
            setImmediate(done);
          },
          final: (done) => {
            finished = true;
            done();
          },
          destroy: (error, done) => {
            failure = error;
            done(error);
          },
        });
        await connection.image.downloadImage(id, { output, signal, onProgress });
        return finished ? Buffer.concat(chunks) : Buffer.of();
      },
      knows: () => !finished && (chunks.length === 0 || (failure ?? undefined) !== undefined),
      files: [],
    };
  },
  'file stream': ({ folder, signal, onProgress }) => {
    const path = join(folder, 'written');
    return {
      async receive(connection, id) {
        const output = createWriteStream(path);
        await once(output, 'open');
        await connection.image.downloadImage(id, { output, signal, onProgress });
        return readFile(path);
      },
      // What was written stays: it is the caller's file.
      knows: always,
      files: ['written'],
    };
  },
} satisfies Readonly<Record<string, (options: SinkOptions) => SinkRun>>;

/** The name of a kind of sink. */
export type SinkKind = keyof typeof sinks;
