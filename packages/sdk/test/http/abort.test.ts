import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import type { Session } from '@ostk/sdk';

import { abortable, follow, sleep } from '#src/abort.js';

import {
  createImage,
  type FakeCloudOptions,
  listImages,
  openSession,
  rejectionOf,
  type SessionOptions,
  startFakeCloud,
} from './support/cloud.ts';
import { type Happening, happening } from './support/server.ts';

/** Every reason must come back as it is, whatever it is. */
const reasons: readonly (readonly [string, unknown])[] = [
  ['an error of the caller', new Error('enough')],
  ['a string', 'enough'],
  ['undefined in a wrapper', Object.freeze({ why: undefined })],
];

async function abortWhen(
  t: TestContext,
  cloudOptions: (reached: Happening<void>) => FakeCloudOptions,
  call: (session: Session, signal: AbortSignal) => Promise<unknown>,
  options: SessionOptions = {},
): Promise<void> {
  for (const [what, reason] of reasons) {
    const reached = happening();
    const cloud = await startFakeCloud(t, cloudOptions(reached));
    const session = await openSession(t, cloud.authUrl, options);
    const controller = new AbortController();
    const work = rejectionOf(call(session, controller.signal));
    await reached.promise;
    controller.abort(reason);
    assert.equal(await work, reason, what);
  }
}

/** What was written is read only after a few turns, and nobody tells when. */
function readByNow(reached: Happening<void>): void {
  setTimeout(reached.resolve, 50);
}

const list = (session: Session, signal: AbortSignal): Promise<unknown> =>
  session.json({ ...listImages, signal });

test('before anything was sent', async (t) => {
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl);
  const reason = new Error('enough');
  const signal = AbortSignal.abort(reason);
  assert.equal(await rejectionOf(session.json({ ...listImages, signal })), reason);
  assert.equal(await rejectionOf(session.call({ ...listImages, signal })), reason);
  assert.equal(await rejectionOf(session.send({ ...listImages, signal })), reason);
  assert.equal(await rejectionOf(session.endpoint('image', { signal })), reason);
  assert.equal(await rejectionOf(session.versions('image', { signal })), reason);
  assert.equal(cloud.received.length, 0);
});

test('during the login', async (t) => {
  await abortWhen(t, (reached) => ({ keystone: () => reached.resolve() }), list);
});

const undiscovered = (url: string): { type: string; url: string }[] => [
  { type: 'image', url: `${url}/image` },
];

test('during discovery', async (t) => {
  await abortWhen(t, (reached) => ({ catalog: undiscovered, image: () => reached.resolve() }), list);
});

test('while an endpoint is looked for', async (t) => {
  await abortWhen(
    t,
    (reached) => ({ catalog: undiscovered, image: () => reached.resolve() }),
    (session, signal) => session.endpoint('image', { signal }),
  );
});

test('while versions are looked for', async (t) => {
  await abortWhen(
    t,
    (reached) => ({ catalog: undiscovered, image: () => reached.resolve() }),
    (session, signal) => session.versions('image', { signal }),
  );
});

test('while the answer is waited for', async (t) => {
  await abortWhen(t, (reached) => ({ image: () => reached.resolve() }), list);
});

test('while the answer to a POST is waited for', async (t) => {
  await abortWhen(
    t,
    (reached) => ({ image: () => reached.resolve() }),
    (session, signal) => session.json({ ...createImage, signal }),
  );
});

test('in the middle of the body', async (t) => {
  await abortWhen(
    t,
    (reached) => ({
      image: (_received, response) => {
        response.write('{"images": [', () => readByNow(reached));
      },
    }),
    list,
  );
});

test('in the middle of the body of an error', async (t) => {
  await abortWhen(
    t,
    (reached) => ({
      image: (_received, response) => {
        response.writeHead(404, { 'Content-Type': 'application/json' });
        response.write('{"message": ', () => readByNow(reached));
      },
    }),
    list,
  );
});

test('between two attempts', async (t) => {
  await abortWhen(
    t,
    (reached) => ({
      image: (_received, response) => {
        response.writeHead(503).end();
        response.on('close', () => reached.resolve());
      },
    }),
    list,
    { retry: { attempts: 2, baseDelay: 60_000, maxDelay: 60_000 } },
  );
});

test('while a stream is sent: its source is closed', async (t) => {
  for (const [, reason] of reasons) {
    const cloud = await startFakeCloud(t);
    const session = await openSession(t, cloud.authUrl);
    await session.token();
    const started = happening();
    const controller = new AbortController();
    const closed = happening();
    async function* data(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          yield new Uint8Array(64 * 1024);
          started.resolve();
          await sleep(1, undefined);
        }
      } finally {
        closed.resolve();
      }
    }
    const { signal } = controller;
    const request = {
      service: 'image',
      method: 'PUT',
      path: '/images/1/file',
      stream: data(),
      signal,
    } as const;
    const work = rejectionOf(session.call(request));
    await started.promise;
    controller.abort(reason);
    assert.equal(await work, reason);
    await closed.promise;
  }
});

test('an error that looks like one of ours is not taken for a failure to be tried again', async (t) => {
  const { TimeoutError } = await import('@ostk/sdk');
  const reached = happening();
  const cloud = await startFakeCloud(t, { image: () => reached.resolve() });
  const session = await openSession(t, cloud.authUrl);
  const controller = new AbortController();
  const work = rejectionOf(session.json({ ...listImages, signal: controller.signal }));
  await reached.promise;
  const reason = new TimeoutError('the caller has a clock of its own');
  controller.abort(reason);
  assert.equal(await work, reason);
  assert.equal(cloud.calls.length, 1);
});

test('AbortSignal.timeout rejects with its DOMException', async (t) => {
  const cloud = await startFakeCloud(t, { image: () => undefined });
  const session = await openSession(t, cloud.authUrl);
  const error = await rejectionOf(session.json({ ...listImages, signal: AbortSignal.timeout(50) }));
  assert(error instanceof DOMException);
  assert.equal(error.name, 'TimeoutError');
});

test('a call that is done leaves no listener on the signal', async (t) => {
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl, { timeouts: { deadline: Infinity } });
  const { signal } = new AbortController();
  const added = t.mock.method(signal, 'addEventListener');
  const removed = t.mock.method(signal, 'removeEventListener');
  await session.json({ ...listImages, signal });
  assert(added.mock.callCount() > 0);
  assert.equal(removed.mock.callCount(), added.mock.callCount());
});

test('sleep: the reason, before and meanwhile', async () => {
  const reason = new Error('wake up');
  assert.equal(await rejectionOf(sleep(60_000, AbortSignal.abort(reason))), reason);
  const controller = new AbortController();
  const work = rejectionOf(sleep(60_000, controller.signal));
  controller.abort(reason);
  assert.equal(await work, reason);
});

test('abortable: the wait ends, the work goes on', async () => {
  const { promise, resolve } = happening<number>();
  const controller = new AbortController();
  const wait = rejectionOf(abortable(promise, controller.signal));
  controller.abort('enough');
  assert.equal(await wait, 'enough');
  resolve(7);
  assert.equal(await promise, 7);
  assert.equal(await abortable(promise, new AbortController().signal), 7);
  assert.equal(await abortable(promise, undefined), 7);
});

test('abortable: work that fails, fails', async () => {
  const failure = new Error('broken');
  assert.equal(await rejectionOf(abortable(Promise.reject(failure), new AbortController().signal)), failure);
});

test('follow: aborted with the signal, or by itself, until it is released', () => {
  const signal = new AbortController();
  const early = follow(signal.signal);
  const released = follow(signal.signal);
  const alone = follow(undefined);
  const stopped = follow(signal.signal);
  stopped.controller.abort('stopped');
  released.release();
  signal.abort('enough');
  assert.equal(early.controller.signal.reason, 'enough');
  assert.equal(follow(signal.signal).controller.signal.reason, 'enough');
  assert.equal(stopped.controller.signal.reason, 'stopped');
  assert.equal(released.controller.signal.aborted, false);
  assert.equal(alone.controller.signal.aborted, false);
});
