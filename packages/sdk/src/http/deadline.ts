import { follow, longestTimer } from '../abort.ts';
import { TimeoutError } from '../errors.ts';

/** Runs `work` under a signal that is also aborted, with a TimeoutError, after `milliseconds`. */
export async function withDeadline<T>(
  milliseconds: number,
  signal: AbortSignal | undefined,
  what: string,
  work: (signal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  if (!Number.isFinite(milliseconds)) return work(signal);
  const { controller, release } = follow(signal);
  const timer = setTimeout(
    () => controller.abort(new TimeoutError(`${what}: not finished within ${milliseconds / 1000} s`)),
    Math.min(milliseconds, longestTimer),
  );
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    release();
  }
}
