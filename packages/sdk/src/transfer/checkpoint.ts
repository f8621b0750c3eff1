import { TransferError } from '../errors.ts';
import { asArray, asNumber, asRecord, parseJson } from '../json.ts';
import type { OpenFile, Platform } from '../platform/types.ts';
import type { Origin } from './origin.ts';
import { RangeSet } from './range-set.ts';

/** Bytes that may have to be fetched again after a crash, at most (all connections together). */
const unsavedLimit = 4 * 1024 * 1024;

/** Downloads of this process: two to one file would write into each other. */
const active = new Set<string>();

function identityOf(origin: Origin): string {
  const digest = origin.digest === undefined ? '-' : `${origin.digest.algorithm}:${origin.digest.value}`;
  return `${origin.identity} ${origin.size ?? '-'} ${digest}`;
}

function rangesIn(text: string | undefined, identity: string): RangeSet | undefined {
  const record = asRecord(text === undefined ? undefined : parseJson(text));
  if (record === undefined || record['identity'] !== identity) return undefined;
  const ranges = asArray(record['done']).flatMap((pair) => {
    const [start, end] = asArray(pair).map(asNumber);
    return start === undefined || end === undefined ? [] : [{ start, end }];
  });
  return new RangeSet(ranges);
}

function refuseIfRunning(platform: Platform, part: string, path: string, text: string | undefined): void {
  const owner = asNumber(asRecord(text === undefined ? undefined : parseJson(text))?.['process']);
  if (owner === undefined || owner === platform.process.id || !platform.process.isRunning(owner)) return;
  throw new TransferError(
    `${part}: process ${owner} is downloading to this file; if that is another program, remove ${path}`,
  );
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function justTaken(path: string, options?: ErrorOptions): TransferError {
  return new TransferError(`${path}: another process has just begun to download to this file`, options);
}

/**
 * Makes the checkpoint's file in the place of `old`, that of a run which has ended. Of several processes that begin
 * at the same moment one succeeds: only one can move the old file away, and only one can make the new one.
 */
async function createAlone(platform: Platform, path: string, old: string | undefined): Promise<OpenFile> {
  const { files, process } = platform;
  const aside = `${path}.${process.id}`;
  try {
    if (old !== undefined) {
      await files.rename(path, aside);
      if ((await files.readText(aside)) !== old) {
        await files.rename(aside, path);
        throw justTaken(path);
      }
      await files.remove(aside);
    }
    return await files.open(path, 'new');
  } catch (cause) {
    const isTaken = hasCode(cause, 'EEXIST') || (old !== undefined && hasCode(cause, 'ENOENT'));
    throw isTaken ? justTaken(path, { cause }) : cause;
  }
}

/**
 * Remembers beside a partial file which of its bytes are there, so that another process can go on with it. It is
 * bound to the identity, size and digest of the data: for any other data, the download starts again.
 */
export class Checkpoint {
  /** The bytes that are in the partial file. */
  readonly done: RangeSet;
  readonly #platform: Platform;
  readonly #path: string;
  readonly #identity: string;
  readonly #file: OpenFile;
  #unsaved = 0;
  #length = 0;
  #saving: Promise<void> | undefined;

  private constructor(platform: Platform, path: string, identity: string, file: OpenFile, done: RangeSet) {
    this.#platform = platform;
    this.#path = path;
    this.#identity = identity;
    this.#file = file;
    this.done = done;
  }

  /**
   * Takes the checkpoint of `partPath`, or begins one.
   *
   * @throws TransferError if another download to the same file is under way.
   */
  static async open(platform: Platform, partPath: string, origin: Origin): Promise<Checkpoint> {
    const { files } = platform;
    const path = `${partPath}.json`;
    if (active.has(path))
      throw new TransferError(`${partPath}: a download to this file is under way in this process`);
    active.add(path);
    try {
      const text = await files.readText(path);
      refuseIfRunning(platform, partPath, path, text);
      const identity = identityOf(origin);
      const part = await files.stat(partPath);
      const done = part === undefined ? undefined : rangesIn(text, identity);
      const file = await createAlone(platform, path, text);
      const checkpoint = new Checkpoint(platform, path, identity, file, done ?? new RangeSet());
      try {
        await checkpoint.#write();
      } catch (error) {
        await file.close();
        await files.remove(path);
        throw error;
      }
      return checkpoint;
    } catch (error) {
      active.delete(path);
      throw error;
    }
  }

  /** Says that bytes were written; saves once enough of them have come together. */
  async add(start: number, end: number): Promise<void> {
    this.done.add(start, end);
    this.#unsaved += end - start;
    if (this.#unsaved < unsavedLimit) return;
    // One write at a time; whoever comes in between waits, so that the limit holds.
    while (this.#saving !== undefined) await this.#saving;
    if (this.#unsaved < unsavedLimit) return;
    this.#saving = this.#write();
    try {
      await this.#saving;
    } finally {
      this.#saving = undefined;
    }
  }

  async #write(inUse = true): Promise<void> {
    this.#unsaved = 0;
    const record = {
      identity: this.#identity,
      ...(inUse && { process: this.#platform.process.id }),
      done: this.done.ranges.map(({ start, end }) => [start, end]),
    };
    // Written in place in one call, padded over what was there: a killed process leaves the old text or the new.
    const text = JSON.stringify(record);
    const padded = text.padEnd(this.#length, ' ');
    this.#length = padded.length;
    await this.#file.write([new TextEncoder().encode(padded)], 0);
  }

  /** Forgets what was there: the bytes turned out to be wrong. */
  async reset(): Promise<void> {
    this.done.clear();
    await this.#write();
  }

  /** Lets go of the file; `keep` leaves the checkpoint for a later run, of this process or another. */
  async close(keep: boolean): Promise<void> {
    try {
      // Whoever waited for it was told if it failed.
      await this.#saving?.catch(() => undefined);
      if (keep) await this.#write(false);
    } finally {
      await this.#file.close();
      if (!keep) await this.#platform.files.remove(this.#path);
      active.delete(this.#path);
    }
  }
}
