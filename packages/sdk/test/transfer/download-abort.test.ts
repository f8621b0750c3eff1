import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { before, test } from 'node:test';

import type { TransferProgress } from '@ostk/sdk';

import { MiB, someBytes } from './support/bytes.ts';
import { get } from './support/download-case.ts';
import { settled } from './support/errors.ts';
import { type SinkKind, sinks } from './support/sinks.ts';
import { connectTo, makeFolder, suite } from './support/world.ts';

const reason = new Error('enough');
const bytes = someBytes(40 * MiB);

const moments: Readonly<Record<string, (progress: TransferProgress) => boolean>> = {
  'at the start': () => true,
  'in the middle': ({ bytes: received }) => received > 0,
  'before the comparison': ({ phase }) => phase === 'verifying',
};

suite('a download that is aborted', (world) => {
  let id: string;
  before(async () => {
    id = await world().truth.create(bytes);
  });

  const kinds: readonly SinkKind[] = ['memory', 'stream', 'file', 'web stream', 'node stream'];
  for (const kind of kinds) {
    for (const [moment, isNow] of Object.entries(moments)) {
      test(
        `to ${kind}, ${moment}: rejects with the reason, leaves no file`,
        { timeout: 20_000 },
        async (t) => {
          const folder = await makeFolder(t);
          const connection = await connectTo(t, world());
          const controller = new AbortController();
          const sink = sinks[kind]({
            folder,
            signal: controller.signal,
            onProgress: (progress) => {
              if (isNow(progress)) controller.abort(reason);
            },
          });
          const result = await settled(sink.receive(connection, id));
          assert.deepEqual(result, { error: reason });
          assert.ok(sink.knows());
          assert.deepEqual(await readdir(folder), []);
        },
      );
    }

    test(`to ${kind}, before anything`, async (t) => {
      const folder = await makeFolder(t);
      const connection = await connectTo(t, world());
      const sink = sinks[kind]({ folder, signal: AbortSignal.abort(reason) });
      assert.deepEqual(await settled(sink.receive(connection, id)), { error: reason });
      assert.deepEqual(await readdir(folder), []);
    });

    test(`to ${kind}, while Glance is silent`, { timeout: 20_000 }, async (t) => {
      t.after(async () => world().cloud.faults.clear());
      const folder = await makeFolder(t);
      const connection = await connectTo(t, world());
      world().cloud.faults.add({ on: get, do: 'stall', after: '2MiB' });
      const controller = new AbortController();
      const sink = sinks[kind]({ folder, signal: controller.signal });
      const receiving = settled(sink.receive(connection, id));
      while (world().cloud.faults.fired().length === 0)
        await new Promise((resolve) => setTimeout(resolve, 5));
      controller.abort(reason);
      assert.deepEqual(await receiving, { error: reason });
      assert.deepEqual(await readdir(folder), []);
    });
  }

  test('to a sink that takes nothing: the abort does not wait for it', { timeout: 20_000 }, async (t) => {
    const connection = await connectTo(t, world());
    const controller = new AbortController();
    const output = new WritableStream<Uint8Array>({
      write: () => {
        controller.abort(reason);
        return new Promise(() => undefined);
      },
    });
    const receiving = connection.image.downloadImage(id, { output, signal: controller.signal });
    assert.deepEqual(await settled(receiving), { error: reason });
  });

  test('as a stream that nobody reads: reading it gives the reason', async (t) => {
    const connection = await connectTo(t, world());
    const controller = new AbortController();
    const stream = await connection.image.downloadImage(id, { stream: true, signal: controller.signal });
    controller.abort(reason);
    assert.deepEqual(await settled(stream.getReader().read()), { error: reason });
  });
});
