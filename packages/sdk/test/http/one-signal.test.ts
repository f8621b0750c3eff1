import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';

import { whenAborted } from '#src/when-aborted.js';

import { listImages, openSession, rejectionOf, startFakeCloud } from './support/cloud.ts';

const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

for (const options of [{}, { concurrency: { image: 2 } }, { rateLimit: { image: 200 } }]) {
  test(`thirty calls with one signal: it has one listener, then none (${JSON.stringify(options)})`, async (t) => {
    const { signal } = new AbortController();
    let most = 0;
    const cloud = await startFakeCloud(t, {
      image: (_received, response) => {
        most = Math.max(most, listeners(signal));
        response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
      },
    });
    const session = await openSession(t, cloud.authUrl, options);
    const calls = Array.from({ length: 30 }, () => session.json({ ...listImages, signal }));
    most = Math.max(most, listeners(signal));
    await Promise.all(calls);
    assert.equal(most, 1);
    assert.equal(listeners(signal), 0);
  });
}

test('thirty calls with one signal end when it is aborted', async (t) => {
  const abort = new AbortController();
  const cloud = await startFakeCloud(t, { image: () => abort.abort(new Error('enough')) });
  const session = await openSession(t, cloud.authUrl);
  const calls = Array.from({ length: 30 }, () =>
    rejectionOf(session.json({ ...listImages, signal: abort.signal })),
  );
  for (const error of await Promise.all(calls)) assert.equal(error, abort.signal.reason);
});

test('each waits by itself: also twice the same function, also one that is released by another', () => {
  const abort = new AbortController();
  const called: string[] = [];
  const twice = (): number => called.push('twice');
  whenAborted(abort.signal, twice);
  whenAborted(abort.signal, twice)();
  whenAborted(abort.signal, () => releaseLast());
  const releaseLast = whenAborted(abort.signal, () => called.push('last'));
  abort.abort();
  assert.deepEqual(called, ['twice']);
  assert.equal(listeners(abort.signal), 0);
});
