import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, test } from 'node:test';

import type { Fault } from '@ostk/devcloud';
import type { TransferProgress } from '@ostk/sdk';

import type { Scope } from '../support/scope.ts';
import { startCloud } from './support/dev-cloud.ts';
import type { Cloud } from './support/dev-cloud.ts';
import { failure } from './support/failure.ts';

const reason = new Error('the user has changed her mind');
const bytes = new Uint8Array(3 * 1024 * 1024).fill(7);
const get = 'GET /v2/images/:id/file';

interface Ready extends Cloud {
  readonly id: string;
  readonly folder: string;
  readonly output: string;
}

async function ready(t: Scope): Promise<Ready> {
  const cloud = await startCloud(t);
  const { id } = await cloud.connection.image.uploadImage({
    diskFormat: 'raw',
    containerFormat: 'bare',
    data: bytes,
  });
  const folder = await mkdtemp(join(tmpdir(), 'ostk-download-'));
  t.after(() => rm(folder, { recursive: true }));
  return { ...cloud, id, folder, output: join(folder, 'disk.raw') };
}

/** Aborts once the fault has struck: the request it is for is under way then. */
async function untilStruck({ devcloud }: Cloud, abort: () => void): Promise<void> {
  while (devcloud.faults.fired().length === 0) await new Promise((resolve) => setImmediate(resolve));
  abort();
}

describe('a download that is aborted leaves no file', () => {
  test('before it begins', async (t) => {
    const { connection, id, folder, output } = await ready(t);
    const work = connection.image.downloadImage(id, { output, signal: AbortSignal.abort(reason) });
    assert.equal(await failure(work, Error), reason);
    assert.deepEqual(await readdir(folder), []);
  });

  const delay = { do: 'delay-answer', milliseconds: 1000, times: 1 } as const;
  const moments: readonly (readonly [string, Fault])[] = [
    ['while the image is looked up', { ...delay, on: 'GET /v2/images/:id' }],
    ['before the first byte', { ...delay, on: get }],
    ['while nothing comes', { on: get, do: 'stall', after: 1_500_000 }],
  ];
  for (const [when, fault] of moments) {
    for (const connections of [1, 4]) {
      test(`${when}, over ${connections} connections`, async (t) => {
        const cloud = await ready(t);
        const { connection, devcloud, id, folder, output } = cloud;
        devcloud.faults.add(fault);
        const controller = new AbortController();
        const { signal } = controller;
        const work = failure(connection.image.downloadImage(id, { output, connections, signal }), Error);
        await untilStruck(cloud, () => controller.abort(reason));
        assert.equal(await work, reason);
        assert.deepEqual(await readdir(folder), []);
      });
    }
  }

  const phases: readonly (readonly [string, (progress: TransferProgress) => boolean])[] = [
    ['at the beginning', ({ phase }) => phase === 'receiving'],
    ['in the middle', ({ phase, bytes }) => phase === 'receiving' && bytes > 0],
  ];
  for (const [when, isNow] of phases) {
    test(when, async (t) => {
      const { connection, devcloud, id, folder, output } = await ready(t);
      devcloud.faults.add({ on: get, do: 'slow', bytesPerSecond: '5MiB' });
      const controller = new AbortController();
      const work = connection.image.downloadImage(id, {
        output,
        signal: controller.signal,
        onProgress: (progress) => isNow(progress) && controller.abort(reason),
      });
      assert.equal(await failure(work, Error), reason);
      assert.deepEqual(await readdir(folder), []);
    });
  }

  test('into memory', async (t) => {
    const cloud = await ready(t);
    cloud.devcloud.faults.add({ on: get, do: 'stall', after: 1_500_000 });
    const controller = new AbortController();
    const { signal } = controller;
    const work = failure(cloud.connection.image.downloadImage(cloud.id, { signal }), Error);
    await untilStruck(cloud, () => controller.abort(reason));
    assert.equal(await work, reason);
  });

  test('as a stream: the read that waits is woken', async (t) => {
    const cloud = await ready(t);
    cloud.devcloud.faults.add({ on: get, do: 'stall', after: 1_500_000 });
    const controller = new AbortController();
    const stream = await cloud.connection.image.downloadImage(cloud.id, {
      stream: true,
      chunkSize: 1_000_000,
      signal: controller.signal,
    });
    const reader = stream.getReader();
    assert.equal((await reader.read()).value?.length, 1_000_000);
    const waiting = failure(reader.read(), Error);
    await untilStruck(cloud, () => controller.abort(reason));
    assert.equal(await waiting, reason);
  });

  test('as a stream that is cancelled while a read waits: the connection is closed', async (t) => {
    const cloud = await ready(t);
    cloud.devcloud.faults.add({ on: get, do: 'stall', after: 1_500_000 });
    const stream = await cloud.connection.image.downloadImage(cloud.id, {
      stream: true,
      chunkSize: 1_000_000,
    });
    const reader = stream.getReader();
    await reader.read();
    const waiting = reader.read();
    await reader.cancel(reason);
    assert.equal((await waiting).done, true);
  });

  test('to an output stream: it is destroyed', async (t) => {
    const cloud = await ready(t);
    cloud.devcloud.faults.add({ on: get, do: 'stall', after: 1_500_000 });
    const output = new PassThrough();
    output.on('error', () => undefined).resume();
    const controller = new AbortController();
    const { signal } = controller;
    const work = failure(cloud.connection.image.downloadImage(cloud.id, { output, signal }), Error);
    await untilStruck(cloud, () => controller.abort(reason));
    assert.equal(await work, reason);
    assert.ok(output.destroyed);
  });
});
