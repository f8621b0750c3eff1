import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';

import { HttpError, NetworkError, ServerError } from '@ostk/sdk';

import { deadPort } from '../support/listen.ts';
import {
  createImage,
  type FakeCloud,
  listImages,
  openSession,
  rejectionOf,
  startFakeCloud,
} from './support/cloud.ts';
import { type Handler, sendJson } from './support/server.ts';

/** Fails the first `count` calls in some way. */
function failing(count: number, fail: Handler): Handler {
  let left = count;
  return (received, response, request) => {
    left -= 1;
    if (left >= 0) fail(received, response, request);
    else sendJson(response, { images: [] });
  };
}

function status(code: number): Handler {
  return (_received, response) => response.writeHead(code).end();
}

const reset: Handler = (_received, _response, request) => request.socket.resetAndDestroy();

for (const code of [408, 429, 500, 502, 503, 504]) {
  test(`GET: ${code} twice, then an answer`, async (t) => {
    const cloud = await startFakeCloud(t, { image: failing(2, status(code)) });
    const session = await openSession(t, cloud.authUrl);
    const answer = await session.json(listImages);
    assert.equal(answer.attempts, 3);
    assert.equal(cloud.calls.length, 3);
  });
}

for (const code of [400, 403, 404, 409, 413, 415, 501]) {
  test(`GET: ${code} is final`, async (t) => {
    const cloud = await startFakeCloud(t, { image: status(code) });
    const session = await openSession(t, cloud.authUrl);
    const error = await rejectionOf(session.json(listImages));
    assert(error instanceof HttpError);
    assert.equal(error.status, code);
    assert.equal(error.attempts, 1);
    assert.equal(cloud.calls.length, 1);
  });
}

test('after four attempts it is over', async (t) => {
  const cloud = await startFakeCloud(t, { image: status(503) });
  const session = await openSession(t, cloud.authUrl);
  const error = await rejectionOf(session.json(listImages));
  assert(error instanceof ServerError);
  assert.equal(error.attempts, 4);
  assert.equal(cloud.calls.length, 4);
});

for (const method of ['PUT', 'DELETE', 'HEAD']) {
  test(`${method} is sent again after 503`, async (t) => {
    const cloud = await startFakeCloud(t, { image: failing(1, status(503)) });
    const session = await openSession(t, cloud.authUrl);
    await session.call({ service: 'image', method, path: '/images/1' });
    assert.deepEqual(
      cloud.calls.map((call) => call.method),
      [method, method],
    );
  });
}

for (const method of ['POST', 'PATCH']) {
  test(`${method} is not sent again after 503: the service may have done it`, async (t) => {
    const cloud = await startFakeCloud(t, { image: failing(1, status(503)) });
    const session = await openSession(t, cloud.authUrl);
    await assert.rejects(session.call({ service: 'image', method, path: '/images', json: {} }), ServerError);
    assert.equal(cloud.calls.length, 1);
  });
}

test('a POST that says it may be sent twice is', async (t) => {
  const cloud = await startFakeCloud(t, { image: failing(1, status(503)) });
  const session = await openSession(t, cloud.authUrl);
  await session.json({ ...createImage, idempotent: true });
  assert.equal(cloud.calls.length, 2);
});

test('a PUT that says it may not be sent twice is not', async (t) => {
  const cloud = await startFakeCloud(t, { image: failing(1, status(503)) });
  const session = await openSession(t, cloud.authUrl);
  const request = { service: 'image', method: 'PUT', path: '/x', json: {}, idempotent: false } as const;
  await assert.rejects(session.call(request), ServerError);
  assert.equal(cloud.calls.length, 1);
});

test('GET is sent again after a reset', async (t) => {
  const cloud = await startFakeCloud(t, { image: failing(2, reset) });
  const session = await openSession(t, cloud.authUrl);
  assert.equal((await session.json(listImages)).attempts, 3);
});

test('POST is not sent again after a reset: the service may have done it', async (t) => {
  const cloud = await startFakeCloud(t, { image: reset });
  const session = await openSession(t, cloud.authUrl);
  const error = await rejectionOf(session.json(createImage));
  assert(error instanceof NetworkError);
  assert.equal(error.beforeSending, false);
  assert.equal(error.message, `POST ${cloud.url}: connection reset`);
  assert.equal(cloud.calls.length, 1);
});

test('POST is sent again after a refused connection: nothing can have come of it', async (t) => {
  const port = await deadPort();
  const cloud: FakeCloud = await startFakeCloud(t);
  const late = createServer((_request, response) => sendJson(response, { id: '1' }, 201));
  t.after(() => late.close());
  let delays = 0;
  // The delay between two attempts is where the service comes up.
  t.mock.method(Math, 'random', () => {
    delays += 1;
    if (delays === 2) late.listen(port, '127.0.0.1');
    return 1;
  });
  const session = await openSession(t, cloud.authUrl, {
    endpointOverrides: { image: `http://127.0.0.1:${port}/v2` },
    retry: { attempts: 20, baseDelay: 20, maxDelay: 20 },
  });
  const answer = await session.json(createImage);
  assert.equal(answer.status, 201);
  assert(answer.attempts > 1);
});

test('a stream is not opened by a connection that is refused', async (t) => {
  const port = await deadPort();
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl, {
    endpointOverrides: { image: `http://127.0.0.1:${port}/v2` },
  });
  let opened = false;
  async function* data(): AsyncGenerator<Uint8Array> {
    opened = true;
    yield new Uint8Array(1);
  }
  const upload = session.call({ service: 'image', method: 'PUT', path: '/images/1/file', stream: data() });
  const error = await rejectionOf(upload);
  assert(error instanceof NetworkError);
  assert.equal(error.message, `PUT http://127.0.0.1:${port}: connection refused`);
  assert.equal(opened, false);
});
