import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { isTransient, Patience } from '#src/transfer/patience.js';
import {
  Forbidden,
  IntegrityError,
  NetworkError,
  NotFound,
  RateLimited,
  ServerError,
  TimeoutError,
  TransferError,
} from '@ostk/sdk';

import { details, settled } from './support/errors.ts';

const cut = new NetworkError('cut', { beforeSending: false });
const policy = { failures: 3, baseDelay: 1, maxDelay: 2 };

describe('Patience', () => {
  const cases: readonly (readonly [unknown, boolean])[] = [
    [cut, true],
    [new NetworkError('certificate', { beforeSending: true, permanent: true }), false],
    [new TimeoutError('silence'), true],
    [new ServerError('500', details(500)), true],
    [new ServerError('503', details(503)), true],
    [new RateLimited('429', details(429)), true],
    [new Forbidden('403', details(403)), false],
    [new NotFound('404', details(404)), false],
    [new IntegrityError('other', { algorithm: 'size', expected: '1', actual: '2' }), false],
    [new TransferError('full'), false],
    [new Error('foreign'), false],
    ['text', false],
  ];
  for (const [error, transient] of cases) {
    test(`${String(error)}: ${transient ? 'try again' : 'final'}`, () => {
      assert.equal(isTransient(error), transient);
    });
  }

  test('gives up after so many failures in a row', async () => {
    const patience = new Patience(policy);
    await patience.afterFailure(cut, undefined);
    await patience.afterFailure(cut, undefined);
    assert.deepEqual(await settled(patience.afterFailure(cut, undefined)), { error: cut });
  });

  test('progress makes it forget', async () => {
    const patience = new Patience(policy);
    for (let round = 0; round < 10; round += 1) {
      await patience.afterFailure(cut, undefined);
      await patience.afterFailure(cut, undefined);
      patience.progress();
    }
  });

  test('what is final is thrown at once', async () => {
    const error = new TransferError('full');
    assert.deepEqual(await settled(new Patience(policy).afterFailure(error, undefined)), { error });
  });

  test('an abort ends the wait, and its reason goes before the failure', async () => {
    const reason = new Error('enough');
    const long = new Patience({ failures: 3, baseDelay: 60_000, maxDelay: 60_000 });
    const controller = new AbortController();
    const waiting = settled(long.afterFailure(cut, controller.signal));
    controller.abort(reason);
    assert.deepEqual(await waiting, { error: reason });
    const aborted = settled(new Patience(policy).afterFailure(cut, AbortSignal.abort(reason)));
    assert.deepEqual(await aborted, { error: reason });
  });
});
