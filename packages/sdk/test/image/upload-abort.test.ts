import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test } from 'node:test';

import type { Fault } from '@ostk/devcloud';
import type { TransferProgress, UploadImageOptions } from '@ostk/sdk';

import { startCloud } from './support/dev-cloud.ts';
import type { Cloud } from './support/dev-cloud.ts';
import { failure } from './support/failure.ts';

const format = { diskFormat: 'raw', containerFormat: 'bare' } as const;
const reason = new Error('the user has changed her mind');
const megabyte = new Uint8Array(1024 * 1024).fill(7);
// More than the buffers between two programs hold, so that there is a middle.
const large = new Uint8Array(8 * 1024 * 1024).fill(7);

/** An upload that must end with the reason of its abort. */
async function abortedUpload(
  { connection }: Cloud,
  { signal }: AbortController,
  options: Partial<UploadImageOptions> = {},
): Promise<void> {
  const work = connection.image.uploadImage({ ...format, data: megabyte, ...options, signal });
  assert.equal(await failure(work, Error), reason);
}

async function* interrupted(controller: AbortController): AsyncGenerator<Uint8Array> {
  yield megabyte;
  controller.abort(reason);
  yield megabyte;
}

async function untilStruck({ devcloud }: Cloud): Promise<void> {
  while (devcloud.faults.fired().length === 0) await new Promise((resolve) => setImmediate(resolve));
}

describe('an upload that is aborted leaves no image', () => {
  test('before it begins', async (t) => {
    const cloud = await startCloud(t);
    const controller = new AbortController();
    controller.abort(reason);
    await abortedUpload(cloud, controller);
    assert.deepEqual(await cloud.leftovers(), []);
  });

  const delay = { do: 'delay-answer', milliseconds: 1000, times: 1 } as const;
  const moments: readonly (readonly [string, Fault])[] = [
    ['while it signs in', { ...delay, on: 'POST /v3/auth/tokens' }],
    ['while the image is created', { ...delay, on: 'POST /v2/images' }],
    ['while the data are stuck', { on: 'PUT /v2/images/:id/file', do: 'stall', after: 1000 }],
    ['while Glance finishes', { ...delay, on: 'PUT /v2/images/:id/file' }],
    ['while the image is compared', { ...delay, on: 'GET /v2/images/:id' }],
  ];
  for (const [when, fault] of moments) {
    test(when, async (t) => {
      const cloud = await startCloud(t);
      cloud.devcloud.faults.add(fault);
      const controller = new AbortController();
      const upload = abortedUpload(cloud, controller);
      // The request that the fault is for is under way when it strikes.
      await untilStruck(cloud);
      controller.abort(reason);
      await upload;
      assert.deepEqual(await cloud.leftovers(), []);
    });
  }

  const phases: readonly (readonly [string, (progress: TransferProgress) => boolean])[] = [
    ['at the first byte', ({ phase }) => phase === 'sending'],
    ['in the middle', ({ phase, bytes }) => phase === 'sending' && bytes > 0],
    ['after the last byte', ({ phase }) => phase === 'finishing'],
  ];
  for (const [when, isNow] of phases) {
    for (const [what, options] of [
      ['bytes', { data: large }],
      ['a protected image', { data: large, protected: true }],
      ['a stream', { data: Array.from({ length: 8 }, () => megabyte) }],
    ] as const) {
      test(`${when}: ${what}`, async (t) => {
        const cloud = await startCloud(t);
        cloud.devcloud.faults.add({
          on: 'PUT /v2/images/:id/file',
          do: 'slow',
          bytesPerSecond: '10MiB',
        });
        const controller = new AbortController();
        const onProgress = (progress: TransferProgress): void => {
          if (isNow(progress)) controller.abort(reason);
        };
        await abortedUpload(cloud, controller, { ...options, onProgress });
        assert.deepEqual(await cloud.leftovers(), []);
      });
    }
  }

  test('while the source is read: it is closed', { timeout: 20_000 }, async (t) => {
    const cloud = await startCloud(t);
    const controller = new AbortController();
    const closing = new AbortController();
    const source = {
      pull(stream: ReadableStreamDefaultController<Uint8Array>): void {
        stream.enqueue(megabyte);
        controller.abort(reason);
      },
      cancel: () => closing.abort(),
    };
    // Without a buffer, it is read only when the upload has begun.
    await abortedUpload(cloud, controller, { data: new ReadableStream(source, { highWaterMark: 0 }) });
    if (!closing.signal.aborted) await once(closing.signal, 'abort');
    assert.deepEqual(await cloud.leftovers(), []);
  });

  test('while the source gives nothing', { timeout: 20_000 }, async (t) => {
    const cloud = await startCloud(t);
    const controller = new AbortController();
    const source = {
      async pull(): Promise<void> {
        controller.abort(reason);
        await new Promise(() => undefined);
      },
    };
    await abortedUpload(cloud, controller, { data: new ReadableStream(source, { highWaterMark: 0 }) });
    assert.deepEqual(await cloud.leftovers(), []);
  });

  test('uploadImageData leaves the image as it was: queued', async (t) => {
    const { connection } = await startCloud(t);
    const image = await connection.image.createImage(format);
    const controller = new AbortController();
    const work = connection.image.uploadImageData(image, interrupted(controller), {
      signal: controller.signal,
    });
    assert.equal(await failure(work, Error), reason);
    await connection.image.waitForImage(image.id, { status: 'queued', interval: 10, timeout: 10_000 });
  });

  test('keepFailed keeps it on an abort as well', async (t) => {
    const cloud = await startCloud(t);
    const controller = new AbortController();
    await abortedUpload(cloud, controller, { keepFailed: true, data: interrupted(controller) });
    assert.equal((await cloud.leftovers()).length, 1);
  });
});
