import { sleep } from '../abort.ts';
import { HttpError, NetworkError, TimeoutError } from '../errors.ts';

/** How a transfer that is cut goes on. */
export interface PatiencePolicy {
  /** Failures in a row, without a byte of progress between them, after which it gives up. */
  readonly failures: number;
  /** Milliseconds before the second try at most; doubled for each further one. */
  readonly baseDelay: number;
  readonly maxDelay: number;
}

/** Eight failures in a row: 10 to 20 seconds of waiting between them. */
const defaultPatience: PatiencePolicy = { failures: 8, baseDelay: 200, maxDelay: 10_000 };

/** Whether another try may succeed where this one failed. */
export function isTransient(error: unknown): boolean {
  if (error instanceof NetworkError) return !error.permanent;
  if (error instanceof TimeoutError) return true;
  return error instanceof HttpError && (error.status >= 500 || error.status === 429 || error.status === 408);
}

/** Counts failures since the last progress, and waits longer after each. */
export class Patience {
  readonly #policy: PatiencePolicy;
  #failures = 0;

  constructor(policy: PatiencePolicy | undefined) {
    this.#policy = policy ?? defaultPatience;
  }

  /** Bytes arrived: what failed before is forgiven. */
  progress(): void {
    this.#failures = 0;
  }

  /** Waits before the next try; throws the error again if it is final or there were too many. */
  async afterFailure(error: unknown, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    this.#failures += 1;
    if (!isTransient(error) || this.#failures >= this.#policy.failures) throw error;
    const delay = Math.min(this.#policy.maxDelay, this.#policy.baseDelay * 2 ** (this.#failures - 1));
    await sleep(delay * (0.5 + Math.random() / 2), signal);
  }
}
