import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Pace } from '#src/http/pace.js';

import { createImage, listImages, openSession, rejectionOf, startFakeCloud } from './support/cloud.ts';
import { happening, sendJson } from './support/server.ts';

/** Runs calls and answers how many were under way at the same time at most, as the service saw it. */
async function mostAtOnce(
  t: Parameters<typeof startFakeCloud>[0],
  options: NonNullable<Parameters<typeof openSession>[2]>,
): Promise<number> {
  let now = 0;
  let most = 0;
  const cloud = await startFakeCloud(t, {
    image: (_received, response) => {
      now += 1;
      most = Math.max(most, now);
      // The head goes out first: a call is under way until its body was read.
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.flushHeaders();
      setTimeout(() => {
        now -= 1;
        response.end('{}');
      }, 5);
    },
  });
  const session = await openSession(t, cloud.authUrl, options);
  const calls = Array.from({ length: 40 }, () => session.json(listImages));
  assert.equal((await Promise.all(calls)).length, 40);
  assert.equal(cloud.calls.length, 40);
  return most;
}

test('concurrency is exact', async (t) => {
  assert.equal(await mostAtOnce(t, { concurrency: 3 }), 3);
  assert.equal(await mostAtOnce(t, { concurrency: { image: 1 } }), 1);
});

test('of another service it is no limit', async (t) => {
  assert((await mostAtOnce(t, { concurrency: { compute: 1 } })) > 3);
});

test('maxConnections: not more sockets than that, every answer to its end', async (t) => {
  const most = await mostAtOnce(t, { maxConnections: 4 });
  assert(most <= 4, String(most));
});

test('failures give their places back', async (t) => {
  let kind = 0;
  const cloud = await startFakeCloud(t, {
    image: (_received, response) => {
      kind += 1;
      if (kind % 4 === 0) response.destroy();
      else if (kind % 4 === 1) sendJson(response, { message: 'no' }, 409);
      else if (kind % 4 === 2)
        response.writeHead(200, { 'Content-Length': 100 }).write('{', () => response.destroy());
      else sendJson(response, {});
    },
  });
  const session = await openSession(t, cloud.authUrl, { concurrency: 1, maxConnections: 1 });
  const calls = Array.from({ length: 20 }, () =>
    rejectionOf(session.json(createImage)).catch(() => undefined),
  );
  assert.equal((await Promise.all(calls)).length, 20);
  assert.equal(cloud.calls.length, 20);
});

test('a call that is aborted in the line takes no place', async (t) => {
  const go = happening();
  const reached = happening();
  const cloud = await startFakeCloud(t, {
    image: (_received, response) => {
      reached.resolve();
      void go.promise.then(() => sendJson(response, {}));
    },
  });
  const session = await openSession(t, cloud.authUrl, { concurrency: 1 });
  const first = session.json(listImages);
  await reached.promise;
  const abort = new AbortController();
  const second = rejectionOf(session.json({ ...listImages, signal: abort.signal }));
  const third = session.json(listImages);
  abort.abort(new Error('no more'));
  assert.equal(String(await second), 'Error: no more');
  go.resolve();
  await Promise.all([first, third]);
  assert.equal(cloud.calls.length, 2);
});

test('image data do not count: a call gets through beside them', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: ({ path }, response) => {
      if (path.endsWith('/file')) response.writeHead(200).write('x');
      else sendJson(response, {});
    },
  });
  const session = await openSession(t, cloud.authUrl, { concurrency: 1, maxConnections: 1 });
  const { body } = await session.send({ service: 'image', method: 'GET', path: '/images/1/file' });
  await session.json(listImages);
  body.cancel();
});

test('rateLimit: not faster than that, after a pause neither', async (t) => {
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl, { rateLimit: { image: 50 } });
  await session.json(listImages);
  for (let round = 0; round < 2; round += 1) {
    const started = performance.now();
    await Promise.all(Array.from({ length: 6 }, () => session.json(listImages)));
    // Six turns have five gaps of 20 ms between them; only a lower bound can be said of a clock.
    assert(performance.now() - started >= 99, String(performance.now() - started));
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
});

test('turns that are not taken cost none', async () => {
  const pace = new Pace(0.001);
  await pace.turn(undefined);
  const abort = new AbortController();
  const waiting = Array.from({ length: 100 }, () => rejectionOf(pace.turn(abort.signal)));
  abort.abort(new Error('gone'));
  assert.equal((await Promise.all(waiting)).length, 100);
  assert(await rejectionOf(pace.turn(AbortSignal.abort(new Error('before')))));
});
