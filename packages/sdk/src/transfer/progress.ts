/** How far a transfer is. */
export interface TransferProgress {
  /**
   * `sending` or `receiving`: bytes flow. `finishing`: all bytes are sent, the service has not answered yet.
   * `verifying`: size and digest are compared.
   */
  readonly phase: 'sending' | 'finishing' | 'receiving' | 'verifying';
  /** Bytes done; an upload that has to start again starts again from 0. */
  readonly bytes: number;
  /** Bytes in all, where it is known. */
  readonly total: number | undefined;
  /** Bytes per second over the last few seconds; 0 until it can be told. */
  readonly rate: number;
}

/** Is told how far a transfer is: at the start, at the end, and at most ten times a second in between. */
export type OnProgress = (progress: TransferProgress) => void;

const interval = 100;
/** Seconds after which an old rate weighs a third of what it did. */
const memory = 3;

/** Turns byte counts into snapshots, not too many of them. */
export class ProgressMeter {
  readonly #report: OnProgress | undefined;
  readonly #total: number | undefined;
  #phase: TransferProgress['phase'];
  #bytes = 0;
  #rate = 0;
  #reportedAt: number | undefined;
  #reportedBytes = 0;

  constructor(report: OnProgress | undefined, phase: TransferProgress['phase'], total: number | undefined) {
    this.#report = report;
    this.#phase = phase;
    this.#total = total;
    this.#emit(performance.now());
  }

  /** Bytes that were there before the transfer began do not count for the rate. */
  start(bytes: number): void {
    this.#bytes = bytes;
    this.#reportedBytes = bytes;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#report === undefined) return;
    const now = performance.now();
    if (this.#reportedAt === undefined || now - this.#reportedAt >= interval) this.#emit(now);
  }

  /** A new phase is always reported. */
  enter(phase: TransferProgress['phase']): void {
    this.#phase = phase;
    this.#emit(performance.now());
  }

  /** The last snapshot. */
  finish(): void {
    this.#emit(performance.now());
  }

  #emit(now: number): void {
    if (this.#report === undefined) return;
    const seconds = this.#reportedAt === undefined ? 0 : (now - this.#reportedAt) / 1000;
    if (seconds > 0 && this.#bytes > this.#reportedBytes) {
      const current = (this.#bytes - this.#reportedBytes) / seconds;
      const weight = this.#rate === 0 ? 1 : 1 - Math.exp(-seconds / memory);
      this.#rate += (current - this.#rate) * weight;
    }
    this.#reportedAt = now;
    this.#reportedBytes = this.#bytes;
    this.#report({
      phase: this.#phase,
      bytes: this.#bytes,
      total: this.#total,
      rate: Math.round(this.#rate),
    });
  }
}
