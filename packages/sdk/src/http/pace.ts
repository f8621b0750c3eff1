import { longestTimer } from '../abort.ts';
import { inLine } from '../slots.ts';

/**
 * Gives turns with a fixed distance: a token bucket that holds one token. After a pause there is one turn at once,
 * not all those that nobody took.
 */
export class Pace {
  readonly #interval: number;
  readonly #waiting: Set<() => void> = new Set();
  #next = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param perSecond turns in a second. */
  constructor(perSecond: number) {
    this.#interval = 1000 / perSecond;
  }

  /** Waits for a turn; one that is aborted while it waits costs none. */
  async turn(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const now = performance.now();
    if (this.#waiting.size === 0 && now >= this.#next) {
      this.#next = now + this.#interval;
      return;
    }
    const admitted = inLine(this.#waiting, signal, () => {
      if (this.#waiting.size === 0) this.#stop();
    });
    this.#arm();
    await admitted;
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #arm(): void {
    if (this.#timer !== undefined || this.#waiting.size === 0) return;
    const delay = Math.min(Math.ceil(Math.max(0, this.#next - performance.now())), longestTimer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const now = performance.now();
      const [first] = this.#waiting;
      if (first !== undefined && now >= this.#next) {
        this.#waiting.delete(first);
        this.#next = now + this.#interval;
        first();
      }
      this.#arm();
    }, delay);
  }
}
