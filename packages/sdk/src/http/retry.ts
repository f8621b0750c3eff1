import type { RetryPolicy } from '../config/network.ts';

const retriable = new Set([408, 429, 500, 502, 503, 504]);

/** Methods that may be sent twice without a second effect (RFC 9110, 9.2.2). */
export function isIdempotent(method: string): boolean {
  return (
    method === 'GET' || method === 'HEAD' || method === 'PUT' || method === 'DELETE' || method === 'OPTIONS'
  );
}

/** Whether an answer of this status may be followed by a better one: a 413 if it says when, a limit of old Novas. */
export function isRetriable(status: number, retryAfter: number | undefined): boolean {
  return retriable.has(status) || (status === 413 && retryAfter !== undefined);
}

/** The milliseconds that a `Retry-After` header asks to wait: delta seconds or a date (RFC 9110, 10.2.3). */
export function retryAfterOf(headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const value = headers['retry-after']?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * Milliseconds to wait before the next attempt: what the service asked for, else full jitter over an
 * exponentially growing span.
 *
 * @param failed how many attempts have failed, at least 1.
 */
export function retryDelay(
  policy: RetryPolicy,
  failed: number,
  retryAfter: number | undefined,
  random: () => number,
): number {
  if (retryAfter !== undefined) return retryAfter;
  return Math.min(policy.maxDelay, policy.baseDelay * 2 ** (failed - 1)) * random();
}
