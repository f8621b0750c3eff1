import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { before, test } from 'node:test';

import type { Connection } from '@ostk/sdk';

import { MiB, someBytes } from './support/bytes.ts';
import { get } from './support/download-case.ts';
import { settled } from './support/errors.ts';
import { put } from './support/upload-case.ts';
import { connectTo, makeFolder, suite } from './support/world.ts';

const bytes = someBytes(6 * MiB);

/** Open files and sockets of this process, where the system tells. */
function openFiles(): number {
  return existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0;
}

function threads(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'MessagePort' || kind === 'Worker')
    .length;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function* breaking(): AsyncGenerator<Uint8Array> {
  yield bytes;
  throw new Error('torn');
}

suite('nothing is left open', (world) => {
  let id: string;
  before(async () => {
    id = await world().truth.create(bytes);
  });

  const image = { name: 'mine', diskFormat: 'raw', containerFormat: 'bare' } as const;
  const work: Readonly<
    Record<string, (connection: Connection, folder: string, signal: AbortSignal) => Promise<unknown>>
  > = {
    'an upload': (connection, _folder, signal) =>
      connection.image.uploadImage({ ...image, data: bytes, signal }),
    'an upload that is cut': (connection, _folder, signal) => {
      world().cloud.faults.add({ on: put, do: 'reset', after: '1MiB', times: 1 });
      return connection.image.uploadImage({ ...image, data: () => [bytes], signal });
    },
    'an upload whose source fails': (connection, _folder, signal) =>
      connection.image.uploadImage({ ...image, data: breaking(), signal }),
    'a download to memory': (connection, _folder, signal) => connection.image.downloadImage(id, { signal }),
    'a download to a file': (connection, folder, signal) =>
      connection.image.downloadImage(id, { output: join(folder, 'image'), signal }),
    'a download to a file that fails': (connection, folder, signal) => {
      world().cloud.faults.add({ on: get, do: 'corrupt', times: 2 });
      return connection.image.downloadImage(id, { output: join(folder, 'image'), signal });
    },
    'a download to a file that is kept in part': (connection, folder, signal) => {
      world().cloud.faults.add(
        { on: get, do: 'reset', after: '1MiB', times: 1 },
        { on: get, do: 'status', status: 404, skip: 1, times: 1 },
      );
      return connection.image.downloadImage(id, { output: join(folder, 'image'), keepPartial: true, signal });
    },
    'a download that is cut': (connection, _folder, signal) => {
      world().cloud.faults.add({ on: get, do: 'reset', after: '1MiB', times: 3 });
      return connection.image.downloadImage(id, { signal });
    },
    'a stream that is left': async (connection, _folder, signal) => {
      for await (const _ of await connection.image.downloadImage(id, { stream: true, signal })) break;
    },
    'a download to a sink that fails': (connection, _folder, signal) =>
      connection.image.downloadImage(id, {
        output: new WritableStream({
          write: () => {
            throw new Error('full');
          },
        }),
        signal,
      }),
  };

  for (const [what, act] of Object.entries(work)) {
    test(`${what}, ten times: no thread, no file, no listener`, { timeout: 60_000 }, async (t) => {
      t.after(async () => world().cloud.faults.clear());
      const folder = await makeFolder(t);
      const connection = await connectTo(t, world());
      const { signal } = new AbortController();
      // The first one makes what is kept on purpose: a token, a few connections.
      await settled(act(connection, folder, signal));
      await until(() => threads() === 0);
      const files = openFiles();
      for (let round = 0; round < 10; round += 1) await settled(act(connection, folder, signal));
      await until(() => threads() === 0);
      assert.deepEqual(getEventListeners(signal, 'abort'), []);
      // A few more connections may be kept alive, on both sides of them; cut ones take a moment to be closed.
      await until(() => openFiles() <= files + 8);
    });
  }
});
