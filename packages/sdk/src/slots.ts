import { whenAborted } from './when-aborted.ts';

/** Waits until what is put into `waiting` is called; `onLeave` is told of one that is aborted before and leaves. */
export function inLine(
  waiting: Set<() => void>,
  signal: AbortSignal | undefined,
  onLeave?: () => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const admit = (): void => {
      release();
      resolve();
    };
    const release = whenAborted(signal, () => {
      waiting.delete(admit);
      onLeave?.();
      reject(signal?.reason);
    });
    waiting.add(admit);
  });
}

/** Lets a limited number of holders in at the same time; the others wait in line. */
export class Slots {
  #free: number;
  readonly #waiting: Set<() => void> = new Set();

  constructor(count: number) {
    this.#free = count;
  }

  /** Waits for a slot; rejects with the signal's reason if that is aborted first. Give it back with `leave`. */
  async enter(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    await inLine(this.#waiting, signal);
  }

  leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) this.#free += 1;
    else {
      this.#waiting.delete(next);
      next();
    }
  }
}
