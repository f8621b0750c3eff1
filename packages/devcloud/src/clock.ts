import { setTimeout as delay } from 'node:timers/promises';

/** A source of time. Tests pass their own to let tokens expire without waiting. */
export interface Clock {
  /** The current time in milliseconds since the epoch. */
  now(): number;
  /**
   * Waits for a time, in milliseconds since the epoch: servers live by it. A clock without it is taken to go as fast as
   * the machine's. Rejects when the signal is aborted.
   */
  until?(time: number, signal: AbortSignal): Promise<void>;
}

/** A clock that stands where it is put, plus whatever it is advanced by. */
export interface ManualClock extends Clock {
  until(time: number, signal: AbortSignal): Promise<void>;
  /** Moves the clock forward. @param milliseconds how far, not negative */
  advance(milliseconds: number): void;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now() };

/**
 * Makes a clock that moves only when it is told to.
 * @param start milliseconds since the epoch; the machine's time by default
 */
export function manualClock(start: number = Date.now()): ManualClock {
  let time = start;
  const waiting = new Set<() => void>();
  return {
    now: () => time,
    advance: (milliseconds) => {
      time += milliseconds;
      for (const look of waiting) look();
    },
    until: (due, signal) =>
      new Promise((resolve, reject) => {
        const leave = (): void => {
          waiting.delete(look);
          signal.removeEventListener('abort', end);
        };
        const look = (): void => {
          if (time < due) return;
          leave();
          resolve();
        };
        const end = (): void => {
          leave();
          reject(signal.reason);
        };
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        waiting.add(look);
        signal.addEventListener('abort', end);
        look();
      }),
  };
}

/** Waits for a time on a clock. @throws when the signal is aborted */
export async function waitUntil(clock: Clock, time: number, signal: AbortSignal): Promise<void> {
  if (clock.until !== undefined) await clock.until(time, signal);
  else await delay(Math.max(0, time - clock.now()), undefined, { signal });
}

/**
 * Wraps a clock so that no two readings are equal: rows created in one millisecond still sort in the order of their
 * creation, as they do in a database with microseconds.
 * @returns microseconds since the epoch at each call, strictly rising
 */
export function risingMicroseconds(clock: Clock): () => number {
  let last = 0;
  return () => {
    last = Math.max(clock.now() * 1000, last + 1);
    return last;
  };
}

/** Formats microseconds since the epoch as Glance does: whole seconds and a `Z`. */
export function glanceTime(microseconds: number): string {
  return `${new Date(microseconds / 1000).toISOString().slice(0, 19)}Z`;
}

/** Formats milliseconds since the epoch as Keystone does: whole seconds with six zeros behind the point and a `Z`. */
export function keystoneTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}.000000Z`;
}

/** Formats microseconds since the epoch as Python's `isoformat` does: with microseconds, unless there are none. */
export function pythonTime(microseconds: number): string {
  const seconds = new Date(Math.floor(microseconds / 1e6) * 1000).toISOString().slice(0, 19);
  const rest = Math.floor(microseconds % 1e6);
  return rest === 0 ? seconds : `${seconds}.${String(rest).padStart(6, '0')}`;
}
