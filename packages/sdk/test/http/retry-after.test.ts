import assert from 'node:assert/strict';
import { test } from 'node:test';

import { HttpError, type SessionEvent } from '@ostk/sdk';

import { createImage, listImages, openSession, rejectionOf, startFakeCloud } from './support/cloud.ts';
import { sendJson } from './support/server.ts';

/** What a service asked to wait, as events tell it, for a read that is refused once. */
async function delaysAfter(
  t: Parameters<typeof startFakeCloud>[0],
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<readonly number[]> {
  let refused = false;
  const cloud = await startFakeCloud(t, {
    image: (_received, response) => {
      if (refused) sendJson(response, {});
      else sendJson(response, body, status, headers);
      refused = true;
    },
  });
  const delays: number[] = [];
  const onEvent = (event: SessionEvent): void => {
    if (event.type === 'request:retry') delays.push(event.delay);
  };
  const session = await openSession(t, cloud.authUrl, { onEvent });
  await session.json(listImages).catch(() => undefined);
  return delays;
}

test('the time to wait in the body, as old Novas write it; a number or text', async (t) => {
  assert.deepEqual(await delaysAfter(t, 413, { overLimit: { code: 413, retryAfter: '0' } }), [0]);
  assert.deepEqual(await delaysAfter(t, 429, { overLimit: { retryAfter: 0.01 } }), [10]);
});

test('the header wins over the body', async (t) => {
  const headers = { 'Retry-After': '0' };
  assert.deepEqual(await delaysAfter(t, 413, { overLimit: { retryAfter: '60' } }, headers), [0]);
});

test('413 without a time is a size that is too large, and stays so', async (t) => {
  for (const body of [{ overLimit: { retryAfter: 'soon' } }, { overLimit: 'retryAfter' }, 'retryAfter', {}]) {
    assert.deepEqual(await delaysAfter(t, 413, body), []);
  }
});

test('a wait that is longer than the rest of the call is not begun; the error tells it', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: (_received, response) => sendJson(response, {}, 503, { 'Retry-After': '3600' }),
  });
  const session = await openSession(t, cloud.authUrl);
  const error = await rejectionOf(session.json({ ...listImages, timeout: 60_000 }));
  assert(error instanceof HttpError);
  assert.equal(error.retryAfter, 3_600_000);
  assert.equal(error.attempts, 1);
});

test('a write is not sent again, whatever it is asked', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: (_received, response) => sendJson(response, {}, 429, { 'Retry-After': '0' }),
  });
  const session = await openSession(t, cloud.authUrl);
  await rejectionOf(session.json(createImage));
  assert.equal(cloud.calls.length, 1);
});

test('timeout: the whole of one call', async (t) => {
  const cloud = await startFakeCloud(t, { image: () => undefined });
  const session = await openSession(t, cloud.authUrl);
  const error = await rejectionOf(session.json({ ...listImages, timeout: 100 }));
  assert.match(String(error), /^TimeoutError: GET \/images: not finished within 0\.1 s$/);
});
