import { sleep } from '../abort.ts';
import { TimeoutError } from '../errors.ts';

/** How patiently something is waited for. */
export interface WaitOptions {
  /** Milliseconds in all before it is given up; 30 minutes by default. `Infinity` waits for ever. */
  readonly timeout?: number | undefined;
  /** Milliseconds between two looks at the beginning (500 by default); they grow to ten times that. */
  readonly interval?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The names of {@link WaitOptions}. */
export const waitOptionKeys: { readonly [Key in keyof Required<WaitOptions>]: true } = {
  timeout: true,
  interval: true,
  signal: true,
};

const defaults = { timeout: 1_800_000, interval: 500 };

/**
 * Looks again and again until `look` answers something.
 *
 * @throws TimeoutError with the words of `describe` when the time is up.
 */
export async function waitFor<T>(
  look: () => Promise<T | undefined>,
  describe: () => string,
  options: WaitOptions,
): Promise<T> {
  const { timeout = defaults.timeout, interval = defaults.interval, signal } = options;
  const started = performance.now();
  for (let delay = interval; ; delay = Math.min(delay * 1.5, interval * 10)) {
    signal?.throwIfAborted();
    const found = await look();
    if (found !== undefined) return found;
    const left = timeout - (performance.now() - started);
    if (left <= 0) throw new TimeoutError(`${describe()} (waited ${timeout / 1000} s)`);
    await sleep(Math.min(delay, left), signal);
  }
}
