import { follow } from '../abort.ts';
import { IntegrityError, NetworkError, TransferError } from '../errors.ts';
import type { FollowingDigest, OpenFile, Platform } from '../platform/types.ts';
import { Checkpoint } from './checkpoint.ts';
import { compareDigest, compareSize, type Verification } from './integrity.ts';
import { type ByteRange, openRange, type Origin } from './origin.ts';
import { Patience, type PatiencePolicy } from './patience.ts';
import { type OnProgress, ProgressMeter } from './progress.ts';

const mebibyte = 1024 * 1024;
/** Large enough to make the cost of a request small, small enough for the digest to follow closely. */
const usualPieceSize = 32 * mebibyte;
/** Bytes that are written at once. */
const batchSize = mebibyte;

/** How data are downloaded to a file. */
export interface FileOptions {
  /** Connections at the same time. */
  readonly connections: number;
  /** Bytes of one request; 32 MiB by default. */
  readonly pieceSize?: number | undefined;
  /** Whether to leave what was received beside the file after a failure, for a later run to go on with. */
  readonly keepPartial: boolean;
  readonly onProgress?: OnProgress | undefined;
  readonly patience?: PatiencePolicy | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A file that was downloaded. */
export interface DownloadedFile extends Verification {
  /** Absolute. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** Bytes that came over the network in this run: fewer than `size` if an earlier run had begun. */
  readonly received: number;
}

function explain(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return error;
  const reasons: Readonly<Record<string, string>> = {
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk quota is used up',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the file system is read-only',
    ENOENT: 'there is no such directory',
    ENOTDIR: 'there is no such directory',
  };
  const reason = (typeof error.code === 'string' ? reasons[error.code] : undefined) ?? error.message;
  return new TransferError(`cannot write ${path}: ${reason}`, { cause: error });
}

/** One download to one file: its parts, and what they share. */
class FileDownload {
  readonly #platform: Platform;
  readonly #origin: Origin;
  readonly #size: number;
  readonly #path: string;
  readonly #part: string;
  readonly #options: FileOptions;
  readonly #meter: ProgressMeter;
  #received = 0;

  constructor(platform: Platform, origin: Origin, size: number, path: string, options: FileOptions) {
    this.#platform = platform;
    this.#origin = origin;
    this.#size = size;
    this.#path = path;
    this.#part = `${path}.part`;
    this.#options = options;
    this.#meter = new ProgressMeter(options.onProgress, 'receiving', size);
  }

  async run(): Promise<DownloadedFile> {
    const { files } = this.#platform;
    const existing = await files.stat(this.#path);
    if (existing?.kind === 'directory') throw this.#unwritable('it is a directory');
    if (existing?.kind === 'other') {
      throw this.#unwritable('it is a device or a pipe, not a file; give a writable stream instead');
    }
    const checkpoint = await Checkpoint.open(this.#platform, this.#part, this.#origin);
    try {
      await this.#checkSpace(this.#size - checkpoint.done.count);
      const verification = await this.#fill(checkpoint);
      this.#options.signal?.throwIfAborted();
      await files.rename(this.#part, this.#path);
      await files.syncDirectoryOf(this.#path);
      await checkpoint.close(false);
      this.#meter.finish();
      return { path: this.#path, size: this.#size, received: this.#received, ...verification };
    } catch (error) {
      await this.#leave(checkpoint, error);
      throw error;
    }
  }

  /** Why the download failed is to be told, even if cleaning up after it fails as well. */
  async #leave(checkpoint: Checkpoint, error: unknown): Promise<void> {
    // Bytes that were found to be wrong are of no use to a later run.
    const keep = this.#options.keepPartial && !(error instanceof IntegrityError);
    try {
      if (!keep) await this.#platform.files.remove(this.#part);
    } catch {
      // What stopped the download, such as a directory that cannot be written, stops this as well.
    } finally {
      await checkpoint.close(keep).catch(() => undefined);
    }
  }

  #unwritable(why: string): TransferError {
    return new TransferError(`cannot write ${this.#path}: ${why}`);
  }

  /** A disk that cannot hold the file is told before the first byte. */
  async #checkSpace(needed: number): Promise<void> {
    const free = await this.#platform.files.freeSpace(this.#path);
    if (free === undefined || free >= needed) return;
    throw this.#unwritable(`it needs ${needed} bytes, and the disk has ${free} left`);
  }

  async #fill(checkpoint: Checkpoint): Promise<Verification> {
    const resumed = checkpoint.done.count > 0;
    const file = await this.#platform.files.open(this.#part, resumed ? 'update' : 'create');
    try {
      await file.truncate(this.#size);
      try {
        return await this.#fetchAndVerify(file, checkpoint, this.#options.connections);
      } catch (error) {
        if (!(error instanceof IntegrityError)) throw error;
        // A partial file of an earlier run, or a store that lies about ranges: once more, from nothing, in one piece.
        await checkpoint.reset();
        return await this.#fetchAndVerify(file, checkpoint, 1);
      }
    } finally {
      await file.close();
    }
  }

  async #fetchAndVerify(file: OpenFile, checkpoint: Checkpoint, connections: number): Promise<Verification> {
    const { digest } = this.#origin;
    const follower =
      digest === undefined ? undefined : this.#platform.createFollowingDigest(digest.algorithm, this.#part);
    try {
      this.#meter.start(checkpoint.done.count);
      follower?.advance(checkpoint.done.frontier);
      await this.#fetch(file, checkpoint, follower, connections);
      this.#meter.enter('verifying');
      compareSize(this.#origin.label, this.#size, checkpoint.done.count);
      // Durability and verification do not wait for each other.
      const [actual] = await Promise.all([follower?.digest(), file.sync()]);
      if (digest !== undefined && actual !== undefined) compareDigest(this.#origin.label, digest, actual);
      return { verified: digest !== undefined, digest };
    } finally {
      follower?.dispose();
    }
  }

  async #fetch(
    file: OpenFile,
    checkpoint: Checkpoint,
    follower: FollowingDigest | undefined,
    connections: number,
  ): Promise<void> {
    const { pieceSize = usualPieceSize } = this.#options;
    const queue = [...checkpoint.done.missing(this.#size, connections === 1 ? this.#size : pieceSize)];
    const first = queue.shift();
    if (first === undefined) return;
    const { controller: stop, release } = follow(this.#options.signal);
    const common = { file, checkpoint, follower, signal: stop.signal };
    const workers: Promise<void>[] = [];
    const work = async (): Promise<void> => {
      try {
        for (let piece = queue.shift(); piece !== undefined; piece = queue.shift())
          await this.#fetchPiece(piece, common);
      } catch (error) {
        stop.abort(error);
      }
    };
    // The first piece tells whether the service keeps to ranges; if it does not, its body brings all the rest.
    const onRanged = (): void => {
      while (queue.length > 0 && workers.length < connections - 1) workers.push(work());
    };
    try {
      const rangesKept = await this.#fetchPiece(first, common, onRanged);
      if (rangesKept) workers.push(work());
    } catch (error) {
      stop.abort(error);
    }
    await Promise.all(workers);
    release();
    stop.signal.throwIfAborted();
  }

  /** Answers whether just the piece was fetched; if not, it was everything up to the end of the data. */
  async #fetchPiece(piece: ByteRange, common: Common, onRanged?: () => void): Promise<boolean> {
    const patience = new Patience(this.#options.patience);
    let position = piece.start;
    let { end } = piece;
    for (;;) {
      try {
        const opened = await openRange(this.#origin, { start: position, end }, common.signal);
        if (opened.ranged) onRanged?.();
        else end = this.#size;
        for await (const batch of this.#batches(opened.body, position, end)) {
          patience.progress();
          await this.#write(batch, common);
          position = batch.end;
        }
        if (position === end) return end === piece.end;
        throw new NetworkError(`${this.#origin.label}: the answer ended at byte ${position} of ${end}`, {
          beforeSending: false,
        });
      } catch (error) {
        await patience.afterFailure(error, common.signal);
      }
    }
  }

  /** Collects small chunks; what was received before a cut is not thrown away. */
  async *#batches(body: AsyncIterable<Uint8Array>, start: number, end: number): AsyncGenerator<Batch> {
    let chunks: Uint8Array[] = [];
    let from = start;
    let to = start;
    let failure: { readonly error: unknown } | undefined;
    try {
      for await (const chunk of body) {
        to += chunk.length;
        if (to > end) compareSize(this.#origin.label, end, to);
        chunks.push(chunk);
        if (to - from >= batchSize) {
          yield { chunks, start: from, end: to };
          chunks = [];
          from = to;
        }
      }
    } catch (error) {
      failure = { error };
    }
    if (to > from && to <= end) yield { chunks, start: from, end: to };
    if (failure !== undefined) throw failure.error;
  }

  async #write(batch: Batch, { file, checkpoint, follower }: Common): Promise<void> {
    const before = checkpoint.done.frontier;
    await file.write(batch.chunks, batch.start);
    await checkpoint.add(batch.start, batch.end);
    if (checkpoint.done.frontier > before) follower?.advance(checkpoint.done.frontier);
    this.#received += batch.end - batch.start;
    this.#meter.add(batch.end - batch.start);
  }
}

interface Batch {
  readonly chunks: readonly Uint8Array[];
  readonly start: number;
  readonly end: number;
}

interface Common {
  readonly file: OpenFile;
  readonly checkpoint: Checkpoint;
  readonly follower: FollowingDigest | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Downloads to a file: in parallel ranges, going on with what an earlier run left, verified, and only then under
 * its final name. Until then the data are in `PATH.part`, with a checkpoint in `PATH.part.json`.
 *
 * @throws TransferError if the file cannot be written, IntegrityError if the data are not what they should be.
 */
export async function downloadToFile(
  platform: Platform,
  origin: Origin & { readonly size: number },
  path: string,
  options: FileOptions,
): Promise<DownloadedFile> {
  const absolute = platform.files.absolute(path);
  try {
    return await new FileDownload(platform, origin, origin.size, absolute, options).run();
  } catch (error) {
    throw explain(absolute, error);
  }
}
