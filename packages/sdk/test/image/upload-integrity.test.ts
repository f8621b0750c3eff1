import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { IntegrityError, ServerError, TransferError } from '@ostk/sdk';
import type { UploadData } from '@ostk/sdk';

import { startCloud } from './support/dev-cloud.ts';
import type { Cloud } from './support/dev-cloud.ts';
import { failure } from './support/failure.ts';

const bytes = randomBytes(600_000);
const put = 'PUT /v2/images/:id/file';
const format = { diskFormat: 'raw', containerFormat: 'bare' } as const;

async function* stream(): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += 100_000)
    yield bytes.subarray(offset, offset + 100_000);
}

async function assertWhole({ connection, leftovers }: Cloud, id: string): Promise<void> {
  const [image, ...others] = await leftovers();
  assert.equal(image?.id, id);
  assert.equal(image.status, 'active');
  assert.equal(image.osHashValue, createHash('sha512').update(bytes).digest('hex'));
  assert.deepEqual(others, []);
  assert.ok(bytes.equals(await connection.image.downloadImage(image)));
}

const kinds: readonly (readonly [string, () => UploadData])[] = [
  ['bytes', () => bytes],
  ['a stream', stream],
  ['a stream that can be opened again', () => stream],
];

describe('data that arrive as others', () => {
  for (const [what, data] of kinds) {
    test(`${what}: IntegrityError, and the image is deleted`, async (t) => {
      const cloud = await startCloud(t);
      cloud.devcloud.faults.add({ on: put, do: 'corrupt', after: '300kB' });
      const work = cloud.connection.image.uploadImage({ ...format, name: 'x', data: data() });
      const error = await failure(work, IntegrityError);
      assert.equal(error.code, 'ERR_INTEGRITY');
      assert.equal(error.algorithm, 'sha512');
      assert.equal(error.expected.length, 128);
      assert.notEqual(error.expected, error.actual);
      assert.ok([error.expected, error.actual].includes(createHash('sha512').update(bytes).digest('hex')));
      assert.deepEqual(await cloud.leftovers(), []);
    });
  }

  test('keepFailed leaves the wrong image for whoever wants to look at it', async (t) => {
    const cloud = await startCloud(t);
    cloud.devcloud.faults.add({ on: put, do: 'corrupt', after: 7 });
    const work = cloud.connection.image.uploadImage({ ...format, data: bytes, keepFailed: true });
    await failure(work, IntegrityError);
    const [image] = await cloud.leftovers();
    assert.equal(image?.status, 'active');
  });

  test('uploadImageData leaves the image, which was not its own', async (t) => {
    const cloud = await startCloud(t);
    const { id } = await cloud.connection.image.createImage(format);
    cloud.devcloud.faults.add({ on: put, do: 'corrupt', after: 7 });
    await failure(cloud.connection.image.uploadImageData(id, bytes), IntegrityError);
    assert.equal((await cloud.leftovers()).length, 1);
  });
});

describe('uploads that are cut', () => {
  for (const [what, data] of kinds.filter(([name]) => name !== 'a stream')) {
    for (const after of [0, '300kB', '599kB']) {
      test(`${what}, cut after ${after}: sent again, and one image is there`, async (t) => {
        const cloud = await startCloud(t);
        cloud.devcloud.faults.add({ on: put, do: 'reset', after, times: 1 });
        const image = await cloud.connection.image.uploadImage({ ...format, data: data() });
        assert.equal(cloud.devcloud.faults.fired().length, 1);
        await assertWhole(cloud, image.id);
      });
    }
  }

  test('a stream cannot be sent again: TransferError, and nothing stays', async (t) => {
    const cloud = await startCloud(t);
    cloud.devcloud.faults.add({ on: put, do: 'reset', after: '300kB', times: 1 });
    const work = cloud.connection.image.uploadImage({ ...format, name: 'once', data: stream() });
    const error = await failure(work, TransferError);
    assert.match(
      error.message,
      /upload to image once failed, .*a stream cannot be sent again: give a function/,
    );
    assert.deepEqual(await cloud.leftovers(), []);
  });

  test('cut every time: TransferError, and nothing stays', async (t) => {
    const cloud = await startCloud(t);
    cloud.devcloud.faults.add({ on: put, do: 'reset', after: '300kB' });
    const work = cloud.connection.image.uploadImage({ ...format, data: bytes });
    const error = await failure(work, TransferError);
    assert.match(error.message, /\(after 4 attempts\)/);
    assert.deepEqual(await cloud.leftovers(), []);
  });

  test('a worker that dies leaves its image in saving: it is made anew', async (t) => {
    const cloud = await startCloud(t, {}, { timeouts: { idle: 300, finish: 1000 } });
    cloud.devcloud.faults.add({ on: put, do: 'worker-death', after: '300kB', times: 1 });
    const image = await cloud.connection.image.uploadImage({ ...format, data: bytes });
    await assertWhole(cloud, image.id);
  });

  test('a 503 before the first byte: sent again', async (t) => {
    const cloud = await startCloud(t);
    cloud.devcloud.faults.add({ on: put, do: 'status', status: 503, times: 1 });
    const image = await cloud.connection.image.uploadImage({ ...format, data: bytes });
    await assertWhole(cloud, image.id);
  });

  test('a 503 every time: TransferError with the answer as its cause, and nothing stays', async (t) => {
    const cloud = await startCloud(t);
    cloud.devcloud.faults.add({ on: put, do: 'status', status: 503 });
    const work = cloud.connection.image.uploadImage({ ...format, data: bytes });
    const error = await failure(work, TransferError);
    assert.ok(error.cause instanceof ServerError);
    assert.deepEqual(await cloud.leftovers(), []);
  });

  test('a token that ends in the middle, so that Glance drops the image: it is made anew', async (t) => {
    const cloud = await startCloud(t);
    cloud.devcloud.faults.add({ on: put, do: 'revoke-token', after: '300kB', times: 1 });
    const image = await cloud.connection.image.uploadImage({ ...format, data: bytes });
    await assertWhole(cloud, image.id);
  });
});

async function makeFile(t: { after(cleanup: () => Promise<void>): void }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ostk-upload-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'disk.raw');
  await writeFile(path, Buffer.alloc(8 * 1024 * 1024, 1));
  return path;
}

describe('sources that are not what they were', () => {
  for (const [what, size, message] of [
    ['shrinks', 5, /disk.raw ended after \d+ of 8388608 bytes/],
    ['grows', 9 * 1024 * 1024, /disk.raw has more than the 8388608 bytes that were announced/],
  ] as const) {
    test(`a file that ${what} while it is read: TransferError, and nothing stays`, async (t) => {
      const cloud = await startCloud(t);
      const path = await makeFile(t);
      cloud.devcloud.faults.add({ on: 'POST /v2/images', do: 'delay-answer', milliseconds: 300 });
      const work = cloud.connection.image.uploadImage({ ...format, data: path });
      // The size is taken before the image is made; its creation takes so long that the file is another afterwards.
      const failed = failure(work, TransferError);
      await untilCreated(cloud);
      const file = await open(path, 'r+');
      await file.truncate(size);
      await file.close();
      assert.match((await failed).message, message);
      assert.deepEqual(await cloud.leftovers(), []);
    });
  }

  test('a function that fails to open: TransferError with its error as the cause', async (t) => {
    const cloud = await startCloud(t);
    const cause = new Error('the tape is not in the drive');
    const work = cloud.connection.image.uploadImage({ ...format, data: () => Promise.reject(cause) });
    const error = await failure(work, TransferError);
    assert.match(error.message, /the tape is not in the drive/);
    assert.equal(error.cause, cause);
    assert.deepEqual(await cloud.leftovers(), []);
  });
});

async function untilCreated({ connection }: Cloud): Promise<void> {
  while ((await connection.image.images().first()) === undefined);
}
