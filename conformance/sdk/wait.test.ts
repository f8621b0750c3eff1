import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { NotFound, OptionError, StateError, TimeoutError } from '@ostk/sdk';

import { cloud, suite } from '../harness/cloud.ts';
import { waitForStatus } from '../harness/images.ts';
import { startUpload } from '../harness/partial-upload.ts';
import { connectAs, create, failure, upload } from './support.ts';

const demo = await connectAs('demo');
const session = await cloud.session('demo');
const bytes = randomBytes(400_000);
const patience = { interval: 50, timeout: 30_000 } as const;

suite('SDK: waiting for images', () => {
  test('one that is active already', async (t) => {
    const image = await upload(t, demo, { data: { text: 'data' } });
    assert.deepEqual(await demo.image.waitForImage(image), image);
    assert.deepEqual(await demo.image.waitForImage(image.id, { status: 'active' }), image);
  });

  test('one that becomes active', async (t) => {
    const image = await create(t, demo);
    const waiting = demo.image.waitForImage(image, patience);
    const active = await demo.image.uploadImageData(image, bytes);
    assert.deepEqual(await waiting, active);
  });

  test('one whose upload is cut goes back to queued, which is a failure', async (t) => {
    const image = await create(t, demo);
    const partial = await startUpload(session, image.id, bytes, 'content-length');
    await waitForStatus(session, image.id, 'saving');
    const saving = await demo.image.getImage(image);
    const waiting = failure(demo.image.waitForImage(saving, patience), StateError);
    await partial.cut();
    const error = await waiting;
    assert.equal(error.code, 'ERR_STATE');
    assert.equal(error.expected, 'active');
    assert.equal(error.actual, 'queued');
    assert.match(error.message, /will not become active: it went back from saving to queued/);
  });

  test('one that is deleted meanwhile is a failure', async (t) => {
    const image = await create(t, demo);
    const waiting = failure(demo.image.waitForImage(image, patience), StateError);
    await demo.image.deleteImage(image);
    const error = await waiting;
    assert.equal(error.actual, 'deleted');
    assert.match(error.message, new RegExp(`image ${image.id} will not become active: it was deleted`));
  });

  test('one that is not there', async () => {
    await failure(demo.image.waitForImage(randomUUID(), patience), NotFound);
  });

  test('when the time is up', async (t) => {
    const image = await create(t, demo);
    const error = await failure(demo.image.waitForImage(image, { interval: 5, timeout: 20 }), TimeoutError);
    assert.match(error.message, new RegExp(`image ${image.id} is queued, not active \\(waited 0.02 s\\)`));
    const deletion = demo.image.waitForImageDeletion(image, { interval: 5, timeout: 20 });
    assert.match((await failure(deletion, TimeoutError)).message, /is still there/);
  });

  test('until it is aborted', async (t) => {
    const image = await create(t, demo);
    const reason = new Error('never mind');
    const controller = new AbortController();
    const waiting = demo.image.waitForImage(image, { signal: controller.signal });
    controller.abort(reason);
    assert.equal(await failure(waiting, Error), reason);
  });

  test('for another status', async (t) => {
    const image = await upload(t, demo, { data: { text: 'data' } });
    const admin = await cloud.session('admin');
    const waiting = demo.image.waitForImage(image, { ...patience, status: 'deactivated' });
    const answer = await admin.image('POST', `/v2/images/${image.id}/actions/deactivate`);
    assert.equal(answer.status, 204);
    assert.equal((await waiting).status, 'deactivated');
  });

  test('options that there are not', async (t) => {
    const image = await create(t, demo);
    const options: object = { timeOut: 5 };
    const error = await failure(demo.image.waitForImage(image, options), OptionError);
    assert.match(error.message, /no option timeOut; did you mean timeout\?/);
  });
});
