import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { IntegrityError } from '@ostk/sdk';
import type { Connection } from '@ostk/sdk';

import { type RelayOptions, startRelay } from '../support/relay.ts';
import type { Scope } from '../support/scope.ts';
import { hashOf, MiB, someBytes } from './support/bytes.ts';
import { get } from './support/download-case.ts';
import { assertError, settled } from './support/errors.ts';
import { connectTo, suite, type World } from './support/world.ts';

const bytes = someBytes(64 * MiB);

interface Watched {
  readonly connection: Connection;
  /** Connections to the data that are open. */
  readonly open: () => number;
  /** Bytes of data that were sent. */
  readonly sent: () => number;
}

/** Connects through a relay that counts what goes over the connections that carry image data. */
async function watchedConnection(t: Scope, world: World): Promise<Watched> {
  let open = 0;
  let sent = 0;
  const watch: RelayOptions['watch'] = (request, answer) => {
    if (request.method !== 'GET' || request.url?.endsWith('/file') !== true) return;
    open += 1;
    request.socket.once('close', () => (open -= 1));
    answer.on('data', (chunk: Uint8Array) => {
      sent += chunk.length;
    });
  };
  const image = await startRelay(t, world.cloud.url('image'), { watch });
  const connection = await connectTo(t, world, { endpointOverrides: { image } });
  return { connection, open: () => open, sent: () => sent };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}

suite('downloadImage as a stream', (world) => {
  let id: string;
  before(async () => {
    id = await world().truth.create(bytes);
  });

  for (const chunkSize of [1, 1000, 65_536, 1_000_003, 5 * MiB, 100 * MiB]) {
    test(`chunks of ${chunkSize} bytes`, async (t) => {
      const small = someBytes(chunkSize === 1 ? 3000 : 12 * MiB + 7, 2);
      const other = await world().truth.create(small);
      const connection = await connectTo(t, world());
      const stream = await connection.image.downloadImage(other, { stream: true, chunkSize });
      assert.equal(stream.size, small.length);
      assert.equal(stream.checksum, hashOf(small, 'md5'));
      assert.deepEqual(stream.digest, { algorithm: 'sha512', value: hashOf(small) });
      const chunks: Uint8Array[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      assert.ok(chunks.slice(0, -1).every((chunk) => chunk.length === chunkSize));
      assert.equal(chunks.length, Math.ceil(small.length / chunkSize));
      assert.equal(Buffer.compare(Buffer.concat(chunks), small), 0);
    });
  }

  const leave: Readonly<Record<string, (connection: Connection) => Promise<void>>> = {
    break: async (connection) => {
      const stream = await connection.image.downloadImage(id, { stream: true });
      for await (const _ of stream) break;
    },
    'an error in the loop': async (connection) => {
      const stream = await connection.image.downloadImage(id, { stream: true });
      const result = await settled(
        (async () => {
          for await (const _ of stream) throw new Error('enough');
        })(),
      );
      assert.ok('error' in result);
    },
    'cancel()': async (connection) => {
      const stream = await connection.image.downloadImage(id, { stream: true });
      await stream.cancel();
    },
    'cancel() of a reader that waits': async (connection) => {
      world().cloud.faults.add({ on: get, do: 'stall', after: '3MiB' });
      const stream = await connection.image.downloadImage(id, { stream: true, chunkSize: 2 * MiB });
      const reader = stream.getReader();
      await reader.read();
      const waiting = reader.read();
      await reader.cancel();
      assert.deepEqual(await waiting, { done: true, value: undefined });
    },
    'an abort while nobody reads': async (connection) => {
      const controller = new AbortController();
      await connection.image.downloadImage(id, { stream: true, signal: controller.signal });
      controller.abort();
    },
  };
  for (const [what, act] of Object.entries(leave)) {
    test(`${what} closes the connection`, { timeout: 10_000 }, async (t) => {
      t.after(async () => world().cloud.faults.clear());
      const { connection, open, sent } = await watchedConnection(t, world());
      await act(connection);
      await until(() => open() === 0);
      assert.ok(sent() < bytes.length, `${sent()} bytes were sent`);
    });
  }

  test('a reader that stops for a while stops the sender as well', { timeout: 20_000 }, async (t) => {
    const { connection, open, sent } = await watchedConnection(t, world());
    const stream = await connection.image.downloadImage(id, { stream: true });
    const reader = stream.getReader();
    const first = await reader.read();
    // When nothing moves any more, everything on the way is full.
    let before = -1;
    while (before !== sent()) {
      before = sent();
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    assert.equal(open(), 1);
    assert.ok(sent() < 40 * MiB, `${sent()} bytes were sent to a reader of one`);
    const parts: Uint8Array[] = first.done ? [] : [first.value];
    for (let next = await reader.read(); !next.done; next = await reader.read()) parts.push(next.value);
    assert.equal(Buffer.compare(Buffer.concat(parts), bytes), 0);
  });

  test('the last chunk of wrong data is followed by an IntegrityError, not by an end', async (t) => {
    t.after(async () => world().cloud.faults.clear());
    const connection = await connectTo(t, world());
    world().cloud.faults.add({ on: get, do: 'corrupt', after: '60MiB' });
    const stream = await connection.image.downloadImage(id, { stream: true });
    const result = await settled(
      (async () => {
        for await (const _ of stream);
      })(),
    );
    assert.ok('error' in result);
    assertError(result.error, { error: IntegrityError });
  });
});
