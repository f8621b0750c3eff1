import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { BadRequest, Conflict, OptionError, TransferError, UnsupportedMediaType } from '@ostk/sdk';
import type { OstkError, UploadData, UploadImageOptions } from '@ostk/sdk';

import { cloud, suite } from '../harness/cloud.ts';
import { deleteAfter, uniqueName } from '../harness/images.ts';
import { makeDataFiles } from './data-files.ts';
import { connectAs, create, failure, upload } from './support.ts';

const demo = await connectAs('demo');
const bytes = randomBytes(300_000);
const files = await makeDataFiles(bytes);

type ErrorClass<T> = abstract new (...args: never[]) => T;

/** Uploads what must fail, and sees to it that no image of the name is left. */
async function failedUpload<T extends Error>(
  options: Omit<Partial<UploadImageOptions>, 'data'> & { data: UploadData },
  kind: ErrorClass<T>,
): Promise<T> {
  const name = uniqueName();
  const work = demo.image.uploadImage({ name, diskFormat: 'raw', containerFormat: 'bare', ...options });
  const error = await failure(work, kind);
  assert.deepEqual(await demo.image.images({ name }).toArray(), []);
  return error;
}

async function* stream(): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, 100_000);
  yield bytes.subarray(100_000);
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield bytes;
  throw new Error('the tape is torn');
}

suite('SDK: uploads that fail leave nothing', () => {
  const refuses = cloud.release.formatMismatchIsRefused;
  test(
    'data that are not in the format that was declared: UnsupportedMediaType',
    { skip: !refuses && 'the release takes every format' },
    async () => {
      for (const data of [bytes, stream()]) {
        const error = await failedUpload({ data, diskFormat: 'qcow2' }, UnsupportedMediaType);
        assert.equal(error.status, 415);
        assert.match(error.message, /the data are not in the image's diskFormat/);
      }
    },
  );

  type Case = readonly [string, () => UploadData, abstract new (...args: never[]) => OstkError, RegExp];
  const sources: readonly Case[] = [
    ['an empty file', () => files.empty, OptionError, /empty is empty, .*set allowEmpty/],
    ['no bytes', () => new Uint8Array(), OptionError, /bytes is empty/],
    ['an empty Blob', () => new Blob([]), OptionError, /blob is empty/],
    ['an empty text', () => ({ text: '' }), OptionError, /text is empty/],
    ['an empty stream', nothing, TransferError, /stream is empty/],
    ['a stream that breaks', broken, TransferError, /the tape is torn/],
    [
      'a file that is not there',
      () => files.missing,
      TransferError,
      /cannot read .*missing: there is no such/,
    ],
    ['a directory', () => files.folder, TransferError, /cannot read .*: it is a directory/],
    ['a URL that is no file', () => new URL('https://example.com/x'), OptionError, /only file: URLs/],
  ];
  for (const [what, data, kind, message] of sources) {
    test(`${what}: ${kind.name}`, async () => {
      assert.match((await failedUpload({ data: data() }, kind)).message, message);
    });
  }

  test('a stream of text: TransferError', async () => {
    const options: object = { data: ['text'], diskFormat: 'raw', containerFormat: 'bare' };
    // @ts-expect-error: what JavaScript may pass
    const error = await failure(demo.image.uploadImage(options), TransferError);
    assert.match(error.message, /Uint8Array chunks, not string/);
  });

  test('a stream that is shorter than its size', async () => {
    const error = await failedUpload({ data: stream(), size: bytes.length + 1 }, TransferError);
    assert.match(error.message, /stream ended after 300000 of 300001 bytes/);
  });

  test('a stream that is longer than its size', async () => {
    const error = await failedUpload({ data: stream(), size: bytes.length - 1 }, TransferError);
    assert.match(error.message, /stream has more than the 299999 bytes/);
  });

  test('a file of another size than was given', async () => {
    const error = await failedUpload({ data: files.full, size: 5 }, OptionError);
    assert.match(error.message, /size: 5 was given, but .*full has 300000 bytes/);
  });

  const refused: readonly (readonly [string, object, RegExp])[] = [
    ['an option that there is not', { data: bytes, diskFromat: 'raw' }, /no option diskFromat; did you mean/],
    ['no data', {}, /data is missing/],
    ['something that holds no data', { data: { path: files.full } }, /data: give a path/],
    ['a size that is none', { data: bytes, size: -1 }, /size/],
    ['a reserved property', { data: bytes, properties: { os_glance_x: '1' } }, /reserved/],
  ];
  for (const [what, options, message] of refused) {
    test(`${what} is refused`, async () => {
      // @ts-expect-error: what JavaScript may pass
      const work = demo.image.uploadImage(options);
      assert.match((await failure(work, OptionError)).message, message);
    });
  }

  test('attributes that Glance refuses', async () => {
    await failedUpload({ data: bytes, diskFormat: 'floppy' }, BadRequest);
  });

  test('an id that is taken is a Conflict, and the image that has it stays', async (t) => {
    const image = await upload(t, demo, { data: { text: 'mine' } });
    await failedUpload({ id: image.id, data: bytes }, Conflict);
    assert.deepEqual(await demo.image.getImage(image), image);
    const queued = await create(t, demo);
    await failedUpload({ id: queued.id, data: bytes }, Conflict);
    assert.deepEqual(await demo.image.getImage(queued), queued);
  });

  test('a protected image that fails is deleted as well', async () => {
    await failedUpload({ data: broken(), protected: true }, TransferError);
  });

  test('keepFailed leaves the image', async (t) => {
    const id = randomUUID();
    deleteAfter(t, id);
    const work = demo.image.uploadImage({
      id,
      diskFormat: 'raw',
      containerFormat: 'bare',
      data: broken(),
      keepFailed: true,
    });
    await failure(work, TransferError);
    assert.equal((await demo.image.getImage(id)).size, null);
    await demo.image.deleteImage(id);
  });

  test('an abort in the middle: the reason is thrown, and nothing stays', async () => {
    const reason = new Error('stop');
    const controller = new AbortController();
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (let count = 0; ; count += 1) {
        if (count === 5) controller.abort(reason);
        yield bytes;
      }
    }
    assert.equal(await failedUpload({ data: endless(), signal: controller.signal }, Error), reason);
  });
});
