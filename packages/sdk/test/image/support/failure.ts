import assert from 'node:assert/strict';

import { OstkError } from '@ostk/sdk';

/** A class of errors. */
export type ErrorClass<T> = abstract new (...args: never[]) => T;

/** The error of work that must fail: of the class, and with a message of one line that says something. */
export async function failure<T extends Error>(work: Promise<unknown>, kind: ErrorClass<T>): Promise<T> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  assert.ok(outcome !== undefined, `${kind.name} was expected, but there was no error`);
  const { error } = outcome;
  if (!(error instanceof kind)) throw error;
  if (error instanceof OstkError) assert.match(error.message, /^[^\n]{10,}$/);
  return error;
}
