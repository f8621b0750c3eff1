import type { Digest, Platform } from '../platform/types.ts';
import { compareDigest, compareSize, type DigestValue, type Verification } from './integrity.ts';
import { type OnProgress, ProgressMeter } from './progress.ts';
import { reasonOf } from './reason.ts';
import type { OpenSource, Source } from './source.ts';

/** What a pass computes and whom it tells. */
export interface PassOptions {
  /** Digests to compute; those that cannot be computed here are left out. */
  readonly algorithms: readonly string[];
  readonly allowEmpty: boolean;
  readonly onProgress?: OnProgress | undefined;
}

/** The source failed, not the network: sending it again makes no sense. */
export class SourceFailure extends Error {
  override readonly name = 'SourceFailure';
}

function sourceFailure(cause: unknown): SourceFailure {
  return new SourceFailure(reasonOf(cause), { cause });
}

/** One pass over a source: counts, digests and reports what goes by. */
export class Pass {
  readonly #platform: Platform;
  readonly #source: Source;
  readonly #meter: ProgressMeter;
  readonly #digests: readonly Digest[];
  readonly #allowEmpty: boolean;
  #reading: OpenSource | undefined;
  /** Bytes that went by. */
  bytes = 0;
  /** Whether the source was opened: one that can be read only once is used up from then on. */
  started = false;
  /** Whether the source was read to its end. */
  complete = false;

  constructor(platform: Platform, source: Source, options: PassOptions) {
    this.#allowEmpty = options.allowEmpty;
    this.#platform = platform;
    this.#source = source;
    this.#meter = new ProgressMeter(options.onProgress, 'sending', source.size);
    this.#digests = options.algorithms
      .filter((algorithm) => this.#platform.hasDigest(algorithm))
      .map((algorithm) => platform.createDigest(algorithm, source.size));
  }

  async *read(): AsyncGenerator<Uint8Array, void, undefined> {
    const { size, label } = this.#source;
    this.started = true;
    const chunks = this.#open();
    try {
      for (;;) {
        const next = await this.#guard(() => chunks.next());
        if (next.done === true) break;
        const chunk = next.value;
        if (size !== undefined && this.bytes + chunk.length > size) {
          throw new SourceFailure(`${label} has more than the ${size} bytes that were announced`);
        }
        for (const digest of this.#digests) await digest.update(chunk);
        this.bytes += chunk.length;
        yield chunk;
        this.#meter.add(chunk.length);
      }
      // The request must not end in good order if its body is short: the service would take it for whole.
      if (size !== undefined && this.bytes !== size) {
        throw new SourceFailure(`${label} ended after ${this.bytes} of ${size} bytes`);
      }
      if (this.bytes === 0 && !this.#allowEmpty) throw new SourceFailure(`${label} is empty`);
      this.complete = true;
    } finally {
      this.#reading = undefined;
      await chunks.return?.();
    }
  }

  #open(): AsyncIterator<Uint8Array> {
    try {
      this.#reading = this.#source.open();
      return this.#reading[Symbol.asyncIterator]();
    } catch (cause) {
      throw sourceFailure(cause);
    }
  }

  async #guard<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (cause) {
      throw sourceFailure(cause);
    }
  }

  enter(phase: 'finishing' | 'verifying'): void {
    this.#meter.enter(phase);
  }

  /** Compares what the service holds with what went by. */
  async verify(
    what: string,
    truth: { readonly size: number; readonly digests: readonly DigestValue[] },
  ): Promise<Verification> {
    this.enter('verifying');
    compareSize(what, this.bytes, truth.size);
    for (const expected of truth.digests) {
      const own = this.#digests.find(({ algorithm }) => algorithm === expected.algorithm);
      if (own === undefined) continue;
      compareDigest(what, expected, await own.digest());
      return { verified: true, digest: expected };
    }
    return { verified: false, digest: undefined };
  }

  finish(): void {
    this.#meter.finish();
  }

  /** Frees the threads, and the source if a read of it is still under way. */
  dispose(): void {
    this.#reading?.cancel?.();
    for (const digest of this.#digests) digest.dispose();
  }
}
