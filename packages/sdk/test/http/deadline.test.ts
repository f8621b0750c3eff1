import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ServerError, TimeoutError } from '@ostk/sdk';

import { sleep } from '#src/abort.js';
import { withDeadline } from '#src/http/deadline.js';

import { listImages, openSession, rejectionOf, startFakeCloud } from './support/cloud.ts';
import { happening } from './support/server.ts';

test(
  'a JSON body without an end is ended by the deadline, however busy it is',
  { timeout: 20_000 },
  async (t) => {
    const closed = happening();
    const cloud = await startFakeCloud(t, {
      image: (_received, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.write('{"images": [');
        const drip = setInterval(() => response.write('{}, '), 5);
        response.on('close', () => {
          clearInterval(drip);
          closed.resolve();
        });
      },
    });
    const session = await openSession(t, cloud.authUrl, { timeouts: { deadline: 2000 } });
    const error = await rejectionOf(session.json(listImages));
    assert(error instanceof TimeoutError);
    assert.equal(error.message, 'GET /images: not finished within 2 s');
    await closed.promise;
  },
);

test('a service that is down all the time: the deadline ends the retries with what it said', async (t) => {
  const cloud = await startFakeCloud(t, { image: (_received, response) => response.writeHead(503).end() });
  t.mock.method(Math, 'random', () => 1);
  const session = await openSession(t, cloud.authUrl, {
    timeouts: { deadline: 2000 },
    retry: { attempts: 1000, baseDelay: 60_000, maxDelay: 60_000 },
  });
  const error = await rejectionOf(session.json(listImages));
  assert(error instanceof ServerError);
  assert.equal(error.attempts, 1);
});

test('the deadline covers the login', async (t) => {
  const cloud = await startFakeCloud(t, { keystone: () => undefined });
  const session = await openSession(t, cloud.authUrl, { timeouts: { deadline: 2000 } });
  const error = await rejectionOf(session.json(listImages));
  assert(error instanceof TimeoutError);
  assert.match(error.message, /not finished within 2 s$/);
});

test('the deadline covers discovery', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: () => undefined,
    catalog: (url) => [{ type: 'image', url: `${url}/image` }],
  });
  const session = await openSession(t, cloud.authUrl, { timeouts: { deadline: 2000 } });
  const error = await rejectionOf(session.json(listImages));
  assert(error instanceof TimeoutError);
});

test('a call without JSON has the same deadline', async (t) => {
  const cloud = await startFakeCloud(t, { image: () => undefined });
  const session = await openSession(t, cloud.authUrl, { timeouts: { deadline: 2000 } });
  const error = await rejectionOf(session.call({ service: 'image', method: 'DELETE', path: '/images/1' }));
  assert(error instanceof TimeoutError);
  assert.equal(error.message, 'DELETE /images/1: not finished within 2 s');
});

test('work that is done in time leaves nothing behind', async () => {
  assert.equal(await withDeadline(60_000, undefined, 'it', () => Promise.resolve(7)), 7);
});

test('the given signal still works under a deadline, and keeps its reason', async () => {
  const controller = new AbortController();
  const reason = new Error('mine');
  const work = withDeadline(60_000, controller.signal, 'it', (signal) => sleep(60_000, signal));
  controller.abort(reason);
  assert.equal(await rejectionOf(work), reason);
});

for (const milliseconds of [Infinity, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
  test(`a deadline of ${milliseconds} ms does not pass at once`, async () => {
    const work = withDeadline(milliseconds, undefined, 'it', async (signal) => {
      await sleep(5, signal);
      return 'done';
    });
    assert.equal(await work, 'done');
  });
}

test('a delay of more than 2^31 ms does not end at once', async () => {
  const controller = new AbortController();
  const long = sleep(2 ** 31, controller.signal).then(() => 'over');
  await sleep(5, undefined);
  controller.abort('still waiting');
  assert.equal(await rejectionOf(long), 'still waiting');
});
