import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { BadRequest, Conflict, NotFound, OptionError, TransferError } from '@ostk/sdk';

import { suite } from '../harness/cloud.ts';
import { makeDataFiles } from './data-files.ts';
import { connectAs, create, failure, upload } from './support.ts';

const demo = await connectAs('demo');
const bytes = randomBytes(300_000);
const files = await makeDataFiles(bytes);

async function* broken(): AsyncGenerator<Uint8Array> {
  yield bytes;
  throw new Error('the tape is torn');
}

suite('SDK: data for an image, refused', () => {
  test('one that holds data is a Conflict, and keeps them', async (t) => {
    const image = await upload(t, demo, { data: { text: 'first' } });
    const error = await failure(demo.image.uploadImageData(image, { text: 'second' }), Conflict);
    assert.equal(error.status, 409);
    assert.deepEqual(await demo.image.getImage(image), image);
  });

  test('one without formats is a BadRequest or a Conflict, and stays queued', async (t) => {
    const image = await create(t, demo, { diskFormat: undefined, containerFormat: undefined });
    const error = await failure(demo.image.uploadImageData(image, { text: 'data' }), Error);
    assert.ok(error instanceof BadRequest || error instanceof Conflict, String(error));
    assert.equal((await demo.image.getImage(image)).status, 'queued');
  });

  test('one that is not there is a NotFound', async () => {
    await failure(demo.image.uploadImageData(randomUUID(), { text: 'data' }), NotFound);
  });

  test('an image whose data cannot be read stays, and takes others', async (t) => {
    const image = await create(t, demo);
    await failure(demo.image.uploadImageData(image, files.missing), TransferError);
    await failure(demo.image.uploadImageData(image, files.empty), OptionError);
    assert.deepEqual(await demo.image.getImage(image), image);
    assert.equal((await demo.image.uploadImageData(image, files.full)).size, bytes.length);
  });

  test('an image stays when its data break off', async (t) => {
    const image = await create(t, demo);
    const error = await failure(demo.image.uploadImageData(image, broken()), TransferError);
    assert.match(error.message, /cannot upload stream to image .*: the tape is torn/);
    assert.equal((await demo.image.getImage(image)).size, null);
    // Glance may answer 500 while it ends the upload (seen on SQLite); the deletion is tried again.
    await demo.image.deleteImage(image);
  });

  test('options that there are not', async (t) => {
    const image = await create(t, demo);
    const options: object = { keepFailed: true };
    const error = await failure(demo.image.uploadImageData(image, files.full, options), OptionError);
    assert.match(error.message, /uploadImageData: there is no option keepFailed/);
  });
});
