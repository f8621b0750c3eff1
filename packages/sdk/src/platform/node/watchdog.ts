import { longestTimer } from '../../abort.ts';

/** One timer that is armed again and again: a time limit on silence, not on the whole. */
export class Watchdog {
  #timer: NodeJS.Timeout | undefined;
  #milliseconds = 0;
  readonly #bite: (milliseconds: number) => void;

  constructor(bite: (milliseconds: number) => void) {
    this.#bite = bite;
  }

  /** Starts the count anew. */
  arm(milliseconds: number): void {
    if (this.#timer !== undefined && this.#milliseconds === milliseconds) {
      this.#timer.refresh();
      return;
    }
    this.disarm();
    if (!Number.isFinite(milliseconds)) return;
    this.#milliseconds = milliseconds;
    this.#timer = setTimeout(() => this.#bite(milliseconds), Math.min(milliseconds, longestTimer));
  }

  disarm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
