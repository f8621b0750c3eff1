import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { TransferError } from '@ostk/sdk';
import type { Image, UploadData } from '@ostk/sdk';

import { file } from '../harness/cleanup.ts';
import type { Scope } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { deleteAfter, uniqueName, waitForStatus } from '../harness/images.ts';
import type { ProxyFault } from './fault-proxy.ts';
import { assertFiles, assertHolds, connectThroughProxy, idsOf } from './support.ts';

const MiB = 1024 * 1024;
const bytes = randomBytes(12 * MiB);
const { connection, proxy } = await connectThroughProxy({ idle: 3000, response: 5000, finish: 10_000 });
const folder = await mkdtemp(join(tmpdir(), 'ostk-proxy-'));
file.after(() => rm(folder, { recursive: true }));
const path = join(folder, 'source');
await writeFile(path, bytes);

async function* stream(): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += MiB) yield bytes.subarray(offset, offset + MiB);
}

const formats = { diskFormat: 'raw', containerFormat: 'bare' } as const;
async function makeImage(scope: Scope): Promise<Image> {
  const image = await connection.image.createImage({ name: uniqueName(), ...formats });
  deleteAfter(scope, image.id);
  return image;
}

const sources: Readonly<Record<string, () => { readonly data: UploadData; readonly size?: number }>> = {
  path: () => ({ data: path }),
  bytes: () => ({ data: bytes }),
  factory: () => ({ data: stream }),
  stream: () => ({ data: stream() }),
  'stream of known size': () => ({ data: stream(), size: bytes.length }),
};

const replayable = ['path', 'bytes', 'factory'];
const once = ['stream', 'stream of known size'];
const all = [...replayable, ...once];

interface UploadCase {
  readonly what: string;
  readonly faults: readonly ProxyFault[];
  readonly done: readonly string[];
  readonly failed: readonly string[];
}

const cases: readonly UploadCase[] = [
  { what: 'no fault', faults: [], done: all, failed: [] },
  {
    what: 'cut at the first byte',
    faults: [{ do: 'cut', way: 'up', after: 100_000, times: 1 }],
    done: replayable,
    failed: once,
  },
  {
    what: 'cut in the middle',
    faults: [{ do: 'cut', way: 'up', after: 6 * MiB, times: 1 }],
    done: replayable,
    failed: once,
  },
  {
    what: 'cut before the last bytes',
    faults: [{ do: 'cut', way: 'up', after: 12 * MiB, times: 1 }],
    done: replayable,
    failed: once,
  },
  {
    what: 'cut three times',
    faults: [{ do: 'cut', way: 'up', after: 4 * MiB, times: 3 }],
    done: ['path'],
    failed: [],
  },
  {
    what: 'cut each time',
    faults: [{ do: 'cut', way: 'up', after: 4 * MiB }],
    done: [],
    failed: ['factory'],
  },
  {
    what: 'the answer is cut',
    faults: [{ do: 'cut', way: 'down', minimumUp: 12 * MiB, times: 1 }],
    done: all,
    failed: [],
  },
  {
    what: 'stalls in the middle',
    faults: [{ do: 'stall', way: 'up', after: 3 * MiB, times: 1 }],
    done: ['path'],
    failed: ['stream'],
  },
  {
    what: 'the answer stalls',
    faults: [{ do: 'stall', way: 'down', minimumUp: 12 * MiB, times: 1 }],
    done: ['stream'],
    failed: [],
  },
  {
    what: 'everything is late',
    faults: [{ do: 'delay', way: 'down', milliseconds: 200 }],
    done: ['stream of known size'],
    failed: [],
  },
];

suite('uploads through a proxy that cuts, stalls and delays', () => {
  for (const { what, faults, done, failed } of cases) {
    for (const kind of [...done, ...failed]) {
      test(`uploadImage, ${kind}: ${what}`, { timeout: 120_000 }, async (t) => {
        t.after(() => proxy.setFaults());
        const name = uniqueName();
        t.after(async () => {
          for (const id of await idsOf(name))
            await (await cloud.session('demo')).image('DELETE', `/v2/images/${id}`);
        });
        const source = sources[kind]?.();
        assert.ok(source !== undefined);
        proxy.setFaults(...faults);
        const work = connection.image.uploadImage({ name, ...formats, ...source });
        if (done.includes(kind)) {
          const image = await work;
          if (faults.length > 0) assert.ok(proxy.struck > 0, 'no fault has struck');
          proxy.setFaults();
          await assertHolds(image, bytes);
          assert.deepEqual(await idsOf(name), [image.id]);
        } else {
          await assert.rejects(work, TransferError);
          assert.deepEqual(await idsOf(name), []);
        }
        await assertFiles(folder, ['source']);
      });
    }
  }

  test('an abort in the middle leaves nothing', async () => {
    proxy.setFaults({ do: 'delay', way: 'up', milliseconds: 20 });
    const name = uniqueName();
    const controller = new AbortController();
    const reason = new Error('enough');
    const work = connection.image.uploadImage({
      name,
      ...formats,
      data: path,
      signal: controller.signal,
      onProgress: ({ bytes: sent }) => {
        if (sent > 4 * MiB) controller.abort(reason);
      },
    });
    await assert.rejects(work, (error) => error === reason);
    proxy.setFaults();
    assert.deepEqual(await idsOf(name), []);
  });

  test('an abort while the image is made leaves nothing, though the request is still on its way', async () => {
    // The token is there, so that the next request is the one that makes the image.
    await connection.session.token();
    await connection.session.endpoint('image');
    proxy.setFaults({ do: 'delay', way: 'up', milliseconds: 700, times: 1 });
    const name = uniqueName();
    const controller = new AbortController();
    const reason = new Error('enough');
    const work = connection.image.uploadImage({ name, ...formats, data: path, signal: controller.signal });
    const rejected = assert.rejects(work, (error) => error === reason);
    while (proxy.struck === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    controller.abort(reason);
    await rejected;
    proxy.setFaults();
    // Longer than the request was held.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.deepEqual(await idsOf(name), []);
  });

  test(
    'data for an image, cut: it goes back to queued, and takes them the next time',
    { timeout: 120_000 },
    async (t) => {
      t.after(() => proxy.setFaults());
      const image = await makeImage(t);
      proxy.setFaults({ do: 'cut', way: 'up', after: 6 * MiB, times: 1 });
      await assert.rejects(connection.image.uploadImageData(image, stream()), TransferError);
      proxy.setFaults();
      await waitForStatus(await cloud.session('demo'), image.id, 'queued');
      await assertHolds(await connection.image.uploadImageData(image, stream()), bytes);
    },
  );

  test('data for an image, cut twice: sent again from a file', { timeout: 120_000 }, async (t) => {
    t.after(() => proxy.setFaults());
    const image = await makeImage(t);
    proxy.setFaults({ do: 'cut', way: 'up', after: 6 * MiB, times: 2 });
    await assertHolds(await connection.image.uploadImageData(image, path), bytes);
  });

  for (const way of ['up', 'down'] as const) {
    test(`staged data, cut ${way}: staged in the end, with their size`, { timeout: 120_000 }, async (t) => {
      t.after(() => proxy.setFaults());
      const image = await makeImage(t);
      const where = way === 'up' ? { after: 6 * MiB } : { minimumUp: 12 * MiB };
      proxy.setFaults({ do: 'cut', way, ...where, times: 1 });
      const staged = await connection.image.stageImage(image, path);
      assert.equal(proxy.struck, 1);
      assert.deepEqual([staged.status, staged.size], ['uploading', bytes.length]);
    });
  }

  test(
    'a staged stream, cut: TransferError, and the image is queued again',
    { timeout: 120_000 },
    async (t) => {
      t.after(() => proxy.setFaults());
      const image = await makeImage(t);
      proxy.setFaults({ do: 'cut', way: 'up', after: 6 * MiB, times: 1 });
      await assert.rejects(connection.image.stageImage(image, stream()), TransferError);
      proxy.setFaults();
      await waitForStatus(await cloud.session('demo'), image.id, 'queued');
    },
  );
});
