import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TimeoutError } from '@ostk/sdk';

import { waitFor } from '#src/resource/wait.js';

import { rejectionOf } from '../http/support/cloud.ts';
import { happening } from '../http/support/server.ts';

/** Answers after `count` looks that found nothing. */
function after<T>(count: number, value: T): { look: () => Promise<T | undefined>; looks: () => number } {
  let looks = 0;
  return {
    looks: () => looks,
    look: async () => {
      looks += 1;
      return looks > count ? value : undefined;
    },
  };
}

const describe = (): string => 'image 7 is still queued';

test('what is there already needs one look and no delay', async () => {
  const { look, looks } = after(0, 'x');
  assert.equal(await waitFor(look, describe, { interval: 3_600_000 }), 'x');
  assert.equal(looks(), 1);
});

test('it looks until there is something', async () => {
  const { look, looks } = after(5, 'x');
  assert.equal(await waitFor(look, describe, { interval: 1 }), 'x');
  assert.equal(looks(), 6);
});

test('null, 0 and the empty text are something', async () => {
  for (const value of [null, 0, '', false]) {
    assert.equal(await waitFor(after(1, value).look, describe, { interval: 1 }), value);
  }
});

test('when the time is up it says what it waited for and how long', async () => {
  const error = await rejectionOf(waitFor(after(Infinity, 1).look, describe, { timeout: 20, interval: 1 }));
  assert(error instanceof TimeoutError);
  assert.equal(error.message, 'image 7 is still queued (waited 0.02 s)');
});

test('it looks once more when the time is up: a long interval does not hide the result', async () => {
  const { look, looks } = after(1, 'x');
  assert.equal(await waitFor(look, describe, { timeout: 20, interval: 3_600_000 }), 'x');
  assert.equal(looks(), 2);
});

test('a time-out of 0 is one look', async () => {
  const { look, looks } = after(Infinity, 1);
  await assert.rejects(waitFor(look, describe, { timeout: 0 }), TimeoutError);
  assert.equal(looks(), 1);
});

test('the description is that of the end, not of the beginning', async () => {
  let status = 'queued';
  const look = async (): Promise<undefined> => {
    status = 'saving';
  };
  const error = await rejectionOf(waitFor(look, () => `it is ${status}`, { timeout: 5, interval: 1 }));
  assert(error instanceof TimeoutError);
  assert.match(error.message, /^it is saving /);
});

test('a look that fails ends the wait', async () => {
  const failure = new Error('gone');
  assert.equal(await rejectionOf(waitFor(() => Promise.reject(failure), describe, {})), failure);
});

test('an abort ends the wait at once, with the reason', async () => {
  const controller = new AbortController();
  const looked = happening();
  const look = async (): Promise<undefined> => {
    looked.resolve();
  };
  const work = rejectionOf(waitFor(look, describe, { interval: 3_600_000, signal: controller.signal }));
  await looked.promise;
  const reason = new Error('enough');
  controller.abort(reason);
  assert.equal(await work, reason);
});

test('a signal that is aborted already allows no look', async () => {
  const { look, looks } = after(0, 1);
  const reason = new Error('enough');
  const work = waitFor(look, describe, { signal: AbortSignal.abort(reason) });
  assert.equal(await rejectionOf(work), reason);
  assert.equal(looks(), 0);
});
