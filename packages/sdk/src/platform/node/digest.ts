import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Digest, FollowingDigest } from '../types.ts';
import type { DigestAnswer, DigestJob, DigestMessage } from './digest-worker.ts';

const slotSize = 1024 * 1024;
const slots = 8;
/** Below this, starting a thread costs more than it saves. */
const inlineLimit = 4 * 1024 * 1024;

/** Whether digests of this name can be computed here: under FIPS `md5` is listed but refused. */
export function hasNodeDigest(algorithm: string): boolean {
  try {
    createHash(algorithm);
    return true;
  } catch {
    return false;
  }
}

/** A digest on the calling thread. */
function inlineDigest(algorithm: string): Digest {
  const hash = createHash(algorithm);
  return {
    algorithm,
    update(chunk): undefined {
      hash.update(chunk);
    },
    digest: () => Promise.resolve(hash.digest('hex')),
    dispose: () => undefined,
  };
}

/** The thread, and the one answer that is awaited from it. */
class DigestThread {
  readonly #result: Promise<string>;
  readonly #worker: Worker;
  #settled = false;

  constructor(job: DigestJob, onFree: (slot: number) => void, onFailure: () => void) {
    this.#worker = new Worker(new URL('./digest-worker.js', import.meta.url), { workerData: job });
    // A stream that is dropped half-read must not keep the process alive.
    this.#worker.unref();
    this.#result = new Promise((resolve, reject) => {
      const fail = (error: Error): void => {
        this.#settled = true;
        reject(error);
        onFailure();
      };
      this.#worker.on('message', (message: DigestAnswer) => {
        if ('free' in message) onFree(message.free);
        else if ('digest' in message) {
          this.#settled = true;
          resolve(message.digest);
          void this.#worker.terminate();
        } else fail(new Error(`cannot compute the ${job.algorithm} digest: ${message.failure}`));
      });
      this.#worker.on('error', fail);
      this.#worker.on('exit', () => {
        if (!this.#settled) fail(new Error('the digest thread was stopped'));
      });
    });
    // A failure is reported by digest(); without a call to it nobody is interested.
    this.#result.catch(() => undefined);
  }

  post(message: DigestMessage): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin; the rule means windows
    this.#worker.postMessage(message);
  }

  /** Whether somebody waits for the thread, so that the process must not end before it answers. */
  awaited(yes: boolean): void {
    if (yes) this.#worker.ref();
    else this.#worker.unref();
  }

  /** The result; the process waits for it. */
  finish(): Promise<string> {
    this.awaited(true);
    this.post({ finish: true });
    return this.#result;
  }

  dispose(): void {
    void this.#worker.terminate();
  }
}

/** Copies the bytes into shared memory, from where the thread hashes them. */
class ThreadDigest implements Digest {
  readonly algorithm: string;
  readonly #thread: DigestThread;
  readonly #ring = new SharedArrayBuffer(slots * slotSize);
  readonly #free: number[] = Array.from({ length: slots }, (_, slot) => slot);
  #current: { readonly slot: number; readonly bytes: Uint8Array; used: number } | undefined;
  #onFree: (() => void) | undefined;
  #failed = false;

  constructor(algorithm: string) {
    this.algorithm = algorithm;
    const wake = (): void => {
      const resume = this.#onFree;
      this.#onFree = undefined;
      resume?.();
    };
    this.#thread = new DigestThread(
      { algorithm, ring: this.#ring, slotSize },
      (slot) => {
        this.#free.push(slot);
        wake();
      },
      () => {
        this.#failed = true;
        wake();
      },
    );
  }

  update(chunk: Uint8Array): Promise<void> | undefined {
    const taken = this.#take(chunk);
    return taken === chunk.length ? undefined : this.#takeRest(chunk.subarray(taken));
  }

  #take(chunk: Uint8Array): number {
    let taken = 0;
    while (taken < chunk.length) {
      this.#current ??= this.#nextSlot();
      const current = this.#current;
      if (current === undefined) break;
      const part = chunk.subarray(taken, taken + slotSize - current.used);
      current.bytes.set(part, current.used);
      current.used += part.length;
      taken += part.length;
      if (current.used === slotSize) this.#flush();
    }
    return taken;
  }

  async #takeRest(chunk: Uint8Array): Promise<void> {
    let rest = chunk;
    while (rest.length > 0 && !this.#failed) {
      if (this.#free.length === 0) {
        this.#thread.awaited(true);
        await new Promise<void>((resolve) => {
          this.#onFree = resolve;
        });
        this.#thread.awaited(false);
      }
      rest = rest.subarray(this.#take(rest));
    }
  }

  #nextSlot(): { slot: number; bytes: Uint8Array; used: number } | undefined {
    const slot = this.#free.pop();
    if (slot === undefined) return undefined;
    return { slot, bytes: new Uint8Array(this.#ring, slot * slotSize, slotSize), used: 0 };
  }

  #flush(): void {
    if (this.#current === undefined) return;
    this.#thread.post({ slot: this.#current.slot, length: this.#current.used });
    this.#current = undefined;
  }

  digest(): Promise<string> {
    this.#flush();
    return this.#thread.finish();
  }

  dispose(): void {
    this.#thread.dispose();
  }
}

/** A digest of bytes that pass by; see {@link Digest}. */
export function createNodeDigest(algorithm: string, expectedSize: number | undefined): Digest {
  const small = expectedSize !== undefined && expectedSize <= inlineLimit;
  return small ? inlineDigest(algorithm) : new ThreadDigest(algorithm);
}

/** A digest of a file that is being written; see {@link FollowingDigest}. */
export function createNodeFollowingDigest(algorithm: string, path: string): FollowingDigest {
  const thread = new DigestThread(
    { algorithm, path },
    () => undefined,
    () => undefined,
  );
  return {
    advance: (frontier) => thread.post({ frontier }),
    digest: () => thread.finish(),
    dispose: () => thread.dispose(),
  };
}
