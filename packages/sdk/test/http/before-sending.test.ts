import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NetworkError } from '#src/errors.js';
import { Events } from '#src/http/events.js';
import { Limiter } from '#src/http/limiter.js';
import { Redactor } from '#src/http/redactor.js';
import { Sender } from '#src/http/sender.js';
import { nodePlatform } from '#src/platform/node/index.js';
import type { Transport } from '#src/platform/types.js';

const timeouts = {
  connect: 1000,
  response: 1000,
  idle: 1000,
  finish: 1000,
  deadline: 10_000,
  keepAlive: 1000,
};

/** Fails every request in turn: with `true`, before anything was sent. */
function failing(...before: readonly boolean[]): Transport {
  const left = [...before];
  return {
    send: () => Promise.reject(new NetworkError('cut', { beforeSending: left.shift() ?? true })),
    close: () => undefined,
  };
}

async function outcome(...before: readonly boolean[]): Promise<boolean> {
  const retry = { attempts: before.length, baseDelay: 1, maxDelay: 1 };
  const parts = {
    transport: failing(...before),
    userAgent: 'test',
    timeouts,
    retry,
    redactor: new Redactor(),
    limiter: new Limiter({ concurrency: {}, rateLimit: {} }),
    events: new Events(nodePlatform.events, undefined),
    debug: undefined,
    globalRequestId: undefined,
    cloud: undefined,
  };
  const request = { method: 'PUT', url: 'http://localhost/', repeatable: true, signal: undefined };
  try {
    await new Sender(parts).send(request);
  } catch (error) {
    if (error instanceof NetworkError) return error.beforeSending;
    throw error;
  }
  throw new Error('the request did not fail');
}

test('attempts that were all refused have sent nothing', async () => {
  assert.equal(await outcome(true, true, true), true);
});

test('one attempt that may have arrived is enough: that the last was refused does not undo it', async () => {
  assert.equal(await outcome(false, true), false);
  assert.equal(await outcome(true, false, true), false);
});
