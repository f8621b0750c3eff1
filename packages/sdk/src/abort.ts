import { whenAborted } from './when-aborted.ts';

/** The milliseconds that a timer can wait at most: a longer one would fire at once. */
export const longestTimer = 2_147_483_647;

/** Waits `milliseconds`, or rejects with the signal's reason as soon as it is aborted. */
export function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason);
      return;
    }
    const timer = setTimeout(
      () => {
        release();
        resolve();
      },
      Math.min(milliseconds, longestTimer),
    );
    const release = whenAborted(signal, () => {
      clearTimeout(timer);
      reject(signal?.reason);
    });
  });
}

/** Waits for work that others wait for as well: aborting stops the wait, not the work. */
export async function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  signal.throwIfAborted();
  let release: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    release = whenAborted(signal, () => reject(signal.reason));
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    release?.();
  }
}

/** A controller that is aborted together with a signal, until it is released. */
export interface FollowingController {
  readonly controller: AbortController;
  readonly release: () => void;
}

/**
 * Follows a signal. Not by AbortSignal.any: in Node 20 a signal that lives long never forgets those that were made
 * from it.
 */
export function follow(signal: AbortSignal | undefined): FollowingController {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(signal?.reason);
  if (signal?.aborted === true) onAbort();
  return { controller, release: whenAborted(signal, onAbort) };
}

/** Runs `work` under a signal that is aborted `milliseconds` later than the given one. */
export async function withGrace<T>(
  signal: AbortSignal | undefined,
  milliseconds: number,
  work: (signal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  if (signal === undefined) return work(undefined);
  const late = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const release = whenAborted(signal, () => {
    timer = setTimeout(() => late.abort(signal.reason), milliseconds);
  });
  try {
    return await work(late.signal);
  } finally {
    clearTimeout(timer);
    release();
  }
}
