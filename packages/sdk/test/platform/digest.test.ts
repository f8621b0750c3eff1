import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import * as fc from 'fast-check';

import { nodePlatform } from '#src/platform/node/index.js';
import type { Digest } from '#src/platform/types.js';

import { temporaryFolder } from '../config/support/world.ts';

async function digestOf(digest: Digest, chunks: readonly Uint8Array[]): Promise<string> {
  for (const chunk of chunks) {
    // Bytes may be reused as soon as they were taken.
    const reused = chunk.slice();
    await digest.update(reused);
    reused.fill(0);
  }
  return digest.digest();
}

function expected(algorithm: string, chunks: readonly Uint8Array[]): string {
  const hash = createHash(algorithm);
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

for (const algorithm of ['sha512', 'sha256', 'md5']) {
  for (const [where, size] of [
    ['inline', 1000],
    ['in a thread', undefined],
  ] as const) {
    test(`${algorithm} ${where}: nothing, a little, and chunks that do not fit together`, async () => {
      const many = Array.from({ length: 30 }, (_, index) => new Uint8Array(index * 12_345).fill(index));
      for (const chunks of [[], [new Uint8Array(1)], many, [new Uint8Array(20_000_000).fill(7)]]) {
        const digest = nodePlatform.createDigest(algorithm, size);
        assert.equal(digest.algorithm, algorithm);
        assert.equal(await digestOf(digest, chunks), expected(algorithm, chunks));
      }
    });
  }
}

test('any chunks in a thread give the digest of all their bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 20 }), async (chunks) => {
      assert.equal(
        await digestOf(nodePlatform.createDigest('sha256', undefined), chunks),
        expected('sha256', chunks),
      );
    }),
    { numRuns: 20 },
  );
});

test('a digest that is not needed any more can be dropped', () => {
  nodePlatform.createDigest('sha512', undefined).dispose();
  nodePlatform.createDigest('sha512', 1).dispose();
});

test('algorithms that there are, and one that there is not', () => {
  assert(nodePlatform.hasDigest('sha512'));
  assert(!nodePlatform.hasDigest('rot13'));
});

test('a following digest reads behind the writer', async (t) => {
  const path = join(await temporaryFolder(t), 'a');
  const file = await open(path, 'w');
  t.after(() => file.close());
  const chunks = Array.from({ length: 20 }, (_, index) => new Uint8Array(300_000).fill(index));
  const digest = nodePlatform.createFollowingDigest('sha512', path);
  let written = 0;
  for (const chunk of chunks) {
    await file.write(chunk, 0, chunk.length, written);
    written += chunk.length;
    digest.advance(written);
  }
  assert.equal(await digest.digest(), expected('sha512', chunks));
});

test('a following digest does not read beyond the frontier', async (t) => {
  const path = join(await temporaryFolder(t), 'a');
  const file = await open(path, 'w');
  t.after(() => file.close());
  await file.write(Buffer.from('final and not final'));
  const digest = nodePlatform.createFollowingDigest('sha256', path);
  digest.advance(5);
  assert.equal(await digest.digest(), expected('sha256', [Buffer.from('final')]));
});

test('a following digest of a file that is not there fails, and says which', async () => {
  const digest = nodePlatform.createFollowingDigest('sha256', '/no/such/file');
  digest.advance(1);
  await assert.rejects(digest.digest(), /\/no\/such\/file/);
});
