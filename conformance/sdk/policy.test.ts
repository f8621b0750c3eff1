import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Conflict, Forbidden, NotFound } from '@ostk/sdk';
import type { HttpError, Image } from '@ostk/sdk';

import { file } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { connectAs, create, failure, upload } from './support.ts';

const admin = await connectAs('admin');
const demo = await connectAs('demo');
const alt = await connectAs('alt');
const owner = await cloud.session('demo');
const { projectId: altId } = await cloud.session('alt');

async function share(image: Image, status: 'pending' | 'accepted'): Promise<void> {
  const members = `/v2/images/${image.id}/members`;
  assert.equal((await owner.image('POST', members, { json: { member: altId } })).status, 200);
  const member = await cloud.session('alt');
  const answer = await member.image('PUT', `${members}/${altId}`, { json: { status } });
  assert.equal(answer.status, 200);
}

const data = { text: 'data' };
const hidden = await upload(file, demo, { data, visibility: 'private' });
const community = await upload(file, demo, { data, visibility: 'community' });
const published = await upload(file, admin, { data, visibility: 'public' });
const shared = await upload(file, demo, { data, visibility: 'shared' });
await share(shared, 'accepted');

function assertForbidden(error: HttpError): void {
  assert.equal(error.status, 403);
  assert.ok(error.reason.length > 10, error.reason);
  assert.match(error.message, /^[A-Z]+ http\S+: 403 .* \(request req-[\da-f-]+\)$/);
}

suite('SDK: who may do what', () => {
  test('a private image of another project is not there, whatever is done to it', async () => {
    const { id } = hidden;
    for (const work of [
      () => alt.image.getImage(id),
      () => alt.image.downloadImage(id),
      () => alt.image.updateImage(id, { name: 'mine' }),
      () => alt.image.deleteImage(id),
      () => alt.image.uploadImageData(id, data),
    ]) {
      assert.equal((await failure(work(), NotFound)).status, 404);
    }
    assert.deepEqual(await demo.image.getImage(id), hidden);
  });

  for (const [what, image] of [
    ['community', community],
    ['public', published],
    ['shared', shared],
  ] as const) {
    test(`a ${what} image of another project can be read`, async () => {
      assert.deepEqual(await alt.image.getImage(image), image);
      assert.equal(Buffer.from(await alt.image.downloadImage(image)).toString(), 'data');
    });

    test(`a ${what} image of another project can not be changed or deleted`, async () => {
      for (const work of [
        () => alt.image.updateImage(image, { name: 'mine' }),
        () => alt.image.updateImage(image, { properties: { x: 'y' } }),
        () => alt.image.deleteImage(image),
        () => alt.image.deleteImage(image, { ignoreMissing: true }),
      ]) {
        assertForbidden(await failure(work(), Forbidden));
      }
      assert.deepEqual(await admin.image.getImage(image), image);
    });
  }

  test('data for an image of another project: Forbidden', async (t) => {
    const image = await create(t, demo, { visibility: 'community' });
    assertForbidden(await failure(alt.image.uploadImageData(image, data), Forbidden));
    assert.deepEqual(await demo.image.getImage(image), image);
  });

  test('an administrator reads and changes the images of all', async (t) => {
    const image = await upload(t, demo, { data, visibility: 'private' });
    assert.deepEqual(await admin.image.getImage(image), image);
    assert.equal(Buffer.from(await admin.image.downloadImage(image)).toString(), 'data');
    assert.equal((await admin.image.updateImage(image, { minDisk: 1 })).minDisk, 1);
    assert.equal((await admin.image.updateImage(image, { owner: altId })).owner, altId);
    await failure(demo.image.getImage(image), NotFound);
    await admin.image.deleteImage(image);
    await failure(alt.image.getImage(image), NotFound);
  });

  test('a plain user can make an image neither public nor the property of another', async (t) => {
    const image = await create(t, demo);
    assertForbidden(await failure(demo.image.updateImage(image, { visibility: 'public' }), Forbidden));
    assertForbidden(await failure(demo.image.updateImage(image, { owner: altId }), Forbidden));
    const work = demo.image.uploadImage({
      diskFormat: 'raw',
      containerFormat: 'bare',
      visibility: 'public',
      data,
    });
    assertForbidden(await failure(work, Forbidden));
    assert.deepEqual(await demo.image.getImage(image), image);
  });

  test('a deactivated image takes no other data', async (t) => {
    const image = await upload(t, demo, { data });
    const session = await cloud.session('admin');
    await session.image('POST', `/v2/images/${image.id}/actions/deactivate`);
    await failure(demo.image.uploadImageData(image, data), Conflict);
    assert.equal((await demo.image.getImage(image)).status, 'deactivated');
  });
});
