import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, test } from 'node:test';

import { nodePlatform } from '#src/platform/node/index.js';
import { downloadBytes } from '#src/transfer/download-bytes.js';
import { IntegrityError, NetworkError } from '@ostk/sdk';

import { chunksOf, MiB, someBytes } from './support/bytes.ts';
import { assertError, settled } from './support/errors.ts';
import { serveBytes } from './support/origin-server.ts';

const bytes = someBytes(3 * MiB);
const impatient = { failures: 3, baseDelay: 1, maxDelay: 1 };

function sendPart(response: ServerResponse, part: Uint8Array): boolean {
  response.writeHead(200, { 'Content-Length': part.length }).end(part);
  return true;
}

describe('downloadBytes', () => {
  test('goes on at the byte where the connection was cut', async (t) => {
    const server = await serveBytes(t, bytes, (_request, response, count) => {
      if (count > 1) return false;
      response.writeHead(200, { 'Content-Length': bytes.length });
      response.write(bytes.subarray(0, MiB), () => setTimeout(() => response.destroy(), 50));
      return true;
    });
    const chunks = await chunksOf(downloadBytes(nodePlatform, server.origin, {}));
    assert.equal(Buffer.compare(Buffer.concat(chunks), bytes), 0);
    const [first, second] = server.requests;
    assert.equal(first?.range, undefined);
    assert.equal(second?.range, `bytes=${MiB}-${bytes.length - 1}`);
    assert.equal(server.requests.length, 2);
  });

  test('goes on after an answer that is whole but too short', async (t) => {
    const server = await serveBytes(t, bytes, (_request, response, count) =>
      count === 1 ? sendPart(response, bytes.subarray(0, 1000)) : false,
    );
    const chunks = await chunksOf(downloadBytes(nodePlatform, server.origin, {}));
    assert.equal(Buffer.compare(Buffer.concat(chunks), bytes), 0);
  });

  test('200 instead of 206: what was received already is dropped', async (t) => {
    const server = await serveBytes(t, bytes, (_request, response, count) =>
      sendPart(response, count === 1 ? bytes.subarray(0, MiB + 1) : bytes),
    );
    const chunks = await chunksOf(downloadBytes(nodePlatform, server.origin, {}));
    assert.equal(Buffer.compare(Buffer.concat(chunks), bytes), 0);
    assert.equal(server.requests[1]?.range, `bytes=${MiB + 1}-${bytes.length - 1}`);
  });

  test('gives up when nothing comes any more', async (t) => {
    const server = await serveBytes(t, bytes, (_request, response) => {
      response.destroy();
      return true;
    });
    const result = await settled(
      chunksOf(downloadBytes(nodePlatform, server.origin, { patience: impatient })),
    );
    assert.ok('error' in result);
    assertError(result.error, { error: NetworkError });
    assert.equal(server.requests.length, impatient.failures);
  });

  test('never gives up while bytes come', async (t) => {
    const step = 100_000;
    const server = await serveBytes(t, bytes, (request, response) => {
      const start = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0);
      const part = bytes.subarray(start, start + step);
      const last = start + part.length - 1;
      response
        .writeHead(start === 0 ? 200 : 206, {
          'Content-Length': part.length,
          'Content-Range': `bytes ${start}-${last}/${bytes.length}`,
        })
        .end(part);
      return true;
    });
    const chunks = await chunksOf(downloadBytes(nodePlatform, server.origin, { patience: impatient }));
    assert.equal(Buffer.compare(Buffer.concat(chunks), bytes), 0);
    assert.equal(server.requests.length, Math.ceil(bytes.length / step));
  });

  for (const [what, body] of [
    ['too long', Buffer.concat([bytes, Buffer.of(1)])],
    ['of the right length and wrong', someBytes(bytes.length, 9)],
  ] as const) {
    test(`an answer that is ${what} is an IntegrityError`, async (t) => {
      const server = await serveBytes(t, bytes, (_request, response) => sendPart(response, body));
      const result = await settled(chunksOf(downloadBytes(nodePlatform, server.origin, {})));
      assert.ok('error' in result);
      assertError(result.error, { error: IntegrityError });
    });
  }

  test('without a known size, the digest alone decides', async (t) => {
    const server = await serveBytes(t, bytes);
    const unknown = { ...server.origin, size: undefined };
    const chunks = await chunksOf(downloadBytes(nodePlatform, unknown, {}));
    assert.equal(Buffer.compare(Buffer.concat(chunks), bytes), 0);
    const wrong = { ...unknown, digest: { algorithm: 'md5', value: 'ab' } };
    const result = await settled(chunksOf(downloadBytes(nodePlatform, wrong, {})));
    assert.ok('error' in result);
    assertError(result.error, { error: IntegrityError, message: /md5/ });
  });
});
