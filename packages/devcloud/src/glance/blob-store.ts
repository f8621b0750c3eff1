import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** How much is read or written at once: large enough that the file system is not what costs the time. */
const chunkSize = 2 ** 20;

/** What was written. */
export interface Written {
  readonly size: number;
  /** Hexadecimal. */
  readonly md5: string;
  /** Hexadecimal. */
  readonly sha512: string;
}

/** A part of a file: from `start`, `length` bytes. */
export interface Slice {
  readonly start: number;
  readonly length: number;
}

/** The data of images, one file an image in one folder a store. */
export class BlobStore {
  readonly #folder: string;

  /** @param folder must exist; the store folders are made below it when needed */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The folder of a store. */
  folderOf(store: string): string {
    return join(this.#folder, store);
  }

  /** The file of an image in a store. */
  pathOf(store: string, id: string): string {
    return join(this.folderOf(store), id);
  }

  /**
   * Writes data as they come, hashing them on the way, in constant memory.
   * @throws whatever the source throws; the file is gone then
   */
  async write(store: string, id: string, source: AsyncIterable<Uint8Array>): Promise<Written> {
    await mkdir(this.folderOf(store), { recursive: true });
    const path = this.pathOf(store, id);
    const [md5, sha512] = [createHash('md5'), createHash('sha512')];
    let size = 0;
    const hashed = async function* (): AsyncGenerator<Uint8Array> {
      for await (const chunk of source) {
        md5.update(chunk);
        sha512.update(chunk);
        size += chunk.length;
        yield chunk;
      }
    };
    try {
      await pipeline(hashed, createWriteStream(path, { highWaterMark: chunkSize }));
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return { size, md5: md5.digest('hex'), sha512: sha512.digest('hex') };
  }

  /** Reads a part of an image's data. */
  async *read(store: string, id: string, { start, length }: Slice): AsyncGenerator<Uint8Array> {
    if (length === 0) return;
    const stream = createReadStream(this.pathOf(store, id), {
      start,
      end: start + length - 1,
      highWaterMark: chunkSize,
    });
    yield* chunksOf(stream);
  }

  /** Reads all of an image's data. */
  async *readWhole(store: string, id: string): AsyncGenerator<Uint8Array> {
    yield* chunksOf(createReadStream(this.pathOf(store, id), { highWaterMark: chunkSize }));
  }

  /** Removes an image's data from a store; fine when there are none. */
  async remove(store: string, id: string): Promise<void> {
    await rm(this.pathOf(store, id), { force: true });
  }
}

async function* chunksOf(stream: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) if (chunk instanceof Uint8Array) yield chunk;
}
