import assert from 'node:assert/strict';
import { test } from 'node:test';

import { RateLimited } from '@ostk/sdk';
import * as fc from 'fast-check';

import { networkSettings } from '#src/config/network.js';
import { isIdempotent, retryAfterOf, retryDelay } from '#src/http/retry.js';

import { listImages, openSession, rejectionOf, startFakeCloud } from './support/cloud.ts';
import { sendJson } from './support/server.ts';

const defaultRetryPolicy = networkSettings({}, {}, {}, 'cloud').retry;
const now = Date.parse('2026-01-01T00:00:00Z');

for (const [value, expected] of [
  ['0', 0],
  ['7', 7000],
  [' 7 ', 7000],
  ['120', 120_000],
  ['Thu, 01 Jan 2026 00:00:10 GMT', 10_000],
  ['Thu, 01 Jan 2026 00:00:00 GMT', 0],
  ['Wed, 31 Dec 2025 23:00:00 GMT', 0],
  ['soon', undefined],
  ['', undefined],
] as const) {
  test(`Retry-After: ${value}`, () => {
    assert.equal(retryAfterOf({ 'retry-after': value }, now), expected);
  });
}

test('without Retry-After nothing was asked for', () => {
  assert.equal(retryAfterOf({}, now), undefined);
});

test('what the service asks for is waited for, however long', () => {
  assert.equal(
    retryDelay(defaultRetryPolicy, 1, 90_000, () => 1),
    90_000,
  );
});

test('our own delays double up to a maximum', () => {
  const policy = { attempts: 10, baseDelay: 100, maxDelay: 1000 };
  const delays = [1, 2, 3, 4, 5, 6].map((failed) => retryDelay(policy, failed, undefined, () => 1));
  assert.deepEqual(delays, [100, 200, 400, 800, 1000, 1000]);
});

test('our own delays are spread between nothing and their full length', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (failed, random) => {
        const delay = retryDelay(defaultRetryPolicy, failed, undefined, () => random);
        const longest = Math.min(
          defaultRetryPolicy.maxDelay,
          defaultRetryPolicy.baseDelay * 2 ** (failed - 1),
        );
        assert(delay >= 0 && delay <= longest);
        assert.equal(delay, longest * random);
      },
    ),
  );
});

test('methods that HTTP calls idempotent', () => {
  const methods = ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'POST', 'PATCH'];
  assert.deepEqual(methods.filter(isIdempotent), ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']);
});

test('Retry-After takes the place of our delay', async (t) => {
  let refused = false;
  const cloud = await startFakeCloud(t, {
    image: (_received, response) => {
      if (refused) sendJson(response, { images: [] });
      else response.writeHead(429, { 'Retry-After': '0' }).end();
      refused = true;
    },
  });
  const hour = 3_600_000;
  const retry = { attempts: 2, baseDelay: hour, maxDelay: hour };
  t.mock.method(Math, 'random', () => 1);
  const session = await openSession(t, cloud.authUrl, { retry });
  assert.equal((await session.json(listImages)).attempts, 2);
});

test('a Retry-After beyond the deadline is not waited for; the error tells it', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: (_received, response) => response.writeHead(429, { 'Retry-After': '3600' }).end(),
  });
  const session = await openSession(t, cloud.authUrl, { timeouts: { deadline: 60_000 } });
  const error = await rejectionOf(session.json(listImages));
  assert(error instanceof RateLimited);
  assert.equal(error.retryAfter, 3_600_000);
  assert.equal(error.attempts, 1);
});
