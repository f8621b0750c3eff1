import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { TransferError } from '@ostk/sdk';
import type { Connection } from '@ostk/sdk';

import { type Certificates, makeCertificates, serverPair } from '../platform/support/certificates.ts';
import { startRelay } from '../support/relay.ts';
import type { Scope } from '../support/scope.ts';
import { hashOf, MiB, someBytes } from './support/bytes.ts';
import { get } from './support/download-case.ts';
import { assertError, settled } from './support/errors.ts';
import { put } from './support/upload-case.ts';
import { connectTo, makeFolder, suite, type World } from './support/world.ts';

const bytes = someBytes(40 * MiB);
const formats = { name: 'mine', diskFormat: 'raw', containerFormat: 'bare' } as const;

let certificates: Certificates;
before(async () => {
  certificates = await makeCertificates();
});
after(() => certificates[Symbol.asyncDispose]());

/** Connects to the cloud's image service through a server that speaks TLS. */
async function connectOverTls(t: Scope, world: World, idle = 2000): Promise<Connection> {
  const tls = await serverPair(certificates);
  const image = await startRelay(t, world.cloud.url('image'), { tls });
  return connectTo(t, world, {
    endpointOverrides: { image },
    cacert: certificates.ca,
    timeouts: { idle },
  });
}

suite('transfers over TLS', (world) => {
  test('up and down, cut on the way', { timeout: 60_000 }, async (t) => {
    const { cloud, truth } = world();
    t.after(async () => {
      cloud.faults.clear();
      await truth.clear();
    });
    const connection = await connectOverTls(t, world());
    cloud.faults.add({ on: put, do: 'reset', after: '5MiB', times: 1 });
    const image = await connection.image.uploadImage({ ...formats, data: bytes });
    assert.equal(image.osHashValue, hashOf(bytes));
    cloud.faults.add({ on: get, do: 'reset', after: '3MiB', times: 3 });
    const output = join(await makeFolder(t), 'image');
    await connection.image.downloadImage(image, { output });
    assert.equal(Buffer.compare(await readFile(output), bytes), 0);
    assert.equal(Buffer.compare(await connection.image.downloadImage(image), bytes), 0);
    assert.equal(cloud.faults.fired().length, 4);
  });

  test('a stream that is cut leaves nothing', async (t) => {
    const { cloud, truth } = world();
    t.after(async () => cloud.faults.clear());
    const connection = await connectOverTls(t, world());
    cloud.faults.add({ on: put, do: 'reset', after: '5MiB', times: 1 });
    const result = await settled(connection.image.uploadImage({ ...formats, data: [bytes] }));
    assert.ok('error' in result);
    assertError(result.error, { error: TransferError });
    assert.deepEqual(await truth.images(), []);
  });

  test(
    'one large chunk to a slow service: bytes that leave are no silence',
    { timeout: 60_000 },
    async (t) => {
      const { cloud, truth } = world();
      t.after(async () => {
        cloud.faults.clear();
        await truth.clear();
      });
      const connection = await connectOverTls(t, world(), 1500);
      cloud.faults.add({ on: put, do: 'slow', bytesPerSecond: '12MiB', times: 1 });
      const image = await connection.image.uploadImage({ ...formats, data: [bytes] });
      assert.equal(image.osHashValue, hashOf(bytes));
      assert.equal(cloud.faults.fired().length, 1);
    },
  );
});
