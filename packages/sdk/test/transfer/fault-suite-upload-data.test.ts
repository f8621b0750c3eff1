import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Conflict, IntegrityError, NotFound, PayloadTooLarge, TransferError } from '@ostk/sdk';

import { hashOf, MiB, someBytes } from './support/bytes.ts';
import { assertError, settled } from './support/errors.ts';
import { onceOn } from './support/faults.ts';
import { put, testUploadImageData, type UploadCase } from './support/upload-case.ts';
import { connectTo, suite } from './support/world.ts';

const once = onceOn(put);

const cases: readonly UploadCase[] = [
  { what: '503 at once', source: 'path', faults: [once({ do: 'status', status: 503 })] },
  {
    what: '500 in the middle',
    source: 'web stream',
    faults: [once({ do: 'status', status: 500, after: '1MiB' })],
    fails: { error: TransferError },
    leaves: 'queued',
  },
  {
    what: '413',
    source: 'path',
    faults: [once({ do: 'status', status: 413 })],
    fails: { error: PayloadTooLarge },
    leaves: 'queued',
  },
  {
    what: '409',
    source: 'bytes',
    faults: [once({ do: 'status', status: 409 })],
    fails: { error: Conflict },
    leaves: 'queued',
  },
  { what: 'reset in the middle', source: 'file handle', faults: [once({ do: 'reset', after: '1MiB' })] },
  {
    what: 'reset in the middle',
    source: 'generator',
    faults: [once({ do: 'reset', after: '1MiB' })],
    fails: { error: TransferError },
    leaves: 'queued',
  },
  {
    what: 'reset each time',
    source: 'blob',
    faults: [{ on: put, do: 'reset', after: '1MiB' }],
    fails: { error: TransferError, message: /after 4 attempts/ },
    leaves: 'queued',
  },
  { what: 'closed in the middle', source: 'url', faults: [once({ do: 'truncate', after: '1MiB' })] },
  { what: 'the answer is lost', source: 'node stream', faults: [once({ do: 'lose-answer' })] },
  {
    what: 'a byte changes',
    source: 'text',
    faults: [once({ do: 'corrupt', after: '1MiB' })],
    fails: { error: IntegrityError },
    leaves: 'active',
  },
  {
    what: 'the token is revoked in the middle',
    source: 'path',
    faults: [once({ do: 'revoke-token', after: '1MiB' })],
    fails: { error: TransferError, message: /it is gone/ },
    leaves: undefined,
  },
  {
    what: 'the worker dies in the middle',
    source: 'factory',
    timeouts: { idle: 300, finish: 300 },
    faults: [once({ do: 'worker-death', after: '1MiB' })],
    fails: { error: TransferError, message: /it is stuck/ },
    leaves: 'saving',
  },
  {
    what: '200 that is a lie',
    source: 'generator of known size',
    faults: [once({ do: 'status', status: 200 })],
    fails: { error: TransferError, message: /a stream cannot be sent again/ },
    leaves: 'queued',
  },
];

suite('fault suite: uploadImageData', (world) => {
  for (const one of cases) testUploadImageData(world, one);

  test('an image that holds data is a Conflict, and keeps them', async (t) => {
    t.after(() => world().truth.clear());
    const bytes = someBytes(MiB, 1);
    const id = await world().truth.create(bytes);
    const connection = await connectTo(t, world());
    const result = await settled(connection.image.uploadImageData(id, someBytes(3 * MiB)));
    assert.ok('error' in result);
    assertError(result.error, { error: Conflict });
    const [image] = await world().truth.images();
    assert.equal(image?.os_hash_value, hashOf(bytes));
  });

  test('an image that somebody deletes meanwhile stays deleted', async (t) => {
    t.after(() => world().truth.clear());
    const id = await world().truth.create();
    const connection = await connectTo(t, world());
    async function* deleting(): AsyncGenerator<Uint8Array> {
      yield someBytes(MiB);
      await world().truth.remove(id);
      yield someBytes(MiB);
    }
    const result = await settled(connection.image.uploadImageData(id, deleting));
    assert.ok('error' in result);
    assertError(result.error, { error: NotFound });
    assert.deepEqual(await world().truth.images(), []);
  });

  test('two uploads to one image at once: one is told that it has won, and that is so', async (t) => {
    t.after(() => world().truth.clear());
    const id = await world().truth.create();
    const connection = await connectTo(t, world());
    const sources = [someBytes(2 * MiB, 1), someBytes(2 * MiB, 2)];
    const results = await Promise.all(
      sources.map((bytes) => settled(connection.image.uploadImageData(id, bytes))),
    );
    const winners = sources.filter((_, index) => 'value' in (results[index] ?? {}));
    assert.equal(winners.length, 1);
    const [image] = await world().truth.images();
    assert.equal(image?.status, 'active');
    assert.equal(image?.os_hash_value, hashOf(winners[0] ?? Buffer.of()));
  });
});
