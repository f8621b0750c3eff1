import assert from 'node:assert/strict';

import type { HttpErrorDetails } from '@ostk/sdk';

/** A class of error. */
export type ErrorClass = abstract new (...args: never[]) => Error;

/** How an operation is to fail. */
export interface Failure {
  readonly error: ErrorClass;
  readonly message?: RegExp;
  readonly status?: number;
}

/** What an `HttpError` of this status holds, as far as a test has to care. */
export function details(status: number): HttpErrorDetails {
  return {
    status,
    requestId: undefined,
    method: 'GET',
    url: 'http://127.0.0.1/',
    body: '',
    reason: '',
    attempts: 1,
    retryAfter: undefined,
  };
}

/** Waits for work; answers what it gave or what it threw. */
export async function settled<T>(
  work: Promise<T>,
): Promise<{ readonly value: T } | { readonly error: unknown }> {
  try {
    return { value: await work };
  } catch (error) {
    return { error };
  }
}

/** Asserts that an error is of the wanted class and says what it should. */
export function assertError(error: unknown, wanted: Failure): void {
  if (!(error instanceof wanted.error)) {
    throw new assert.AssertionError({
      message: `${wanted.error.name} was expected, not ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      actual: error,
      expected: wanted.error.name,
    });
  }
  assert.match(error.message, /^[^\n]+$/);
  if (wanted.message !== undefined) assert.match(error.message, wanted.message);
  if (wanted.status !== undefined) assert.equal('status' in error && error.status, wanted.status);
}
