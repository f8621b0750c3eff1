import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { Forbidden, NotFound, OptionError } from '@ostk/sdk';

import { cloud, suite } from '../harness/cloud.ts';
import { connectAs, create, failure, upload } from './support.ts';

const demo = await connectAs('demo');
const alt = await connectAs('alt');
const admin = await connectAs('admin');
const altProject = (await cloud.session('alt')).projectId;

suite('SDK: locking images, and giving them away', () => {
  test('a deactivated image keeps its data to administrators, until it is reactivated', async (t) => {
    const image = await upload(t, demo, { data: { text: 'data' } });
    await admin.image.deactivateImage(image);
    assert.equal((await demo.image.getImage(image)).status, 'deactivated');
    await failure(demo.image.downloadImage(image), Forbidden);
    await admin.image.deactivateImage(image.id);
    await admin.image.reactivateImage(image);
    await admin.image.reactivateImage(image);
    assert.equal((await demo.image.getImage(image)).status, 'active');
    assert.equal((await demo.image.downloadImage(image)).length, 4);
  });

  test('a refusal is an error', async (t) => {
    const image = await upload(t, demo, { data: { text: 'data' } });
    await admin.image.updateImage(image, { visibility: 'community' });
    await failure(alt.image.deactivateImage(image), Forbidden);
    await failure(alt.image.reactivateImage(image), Forbidden);
    assert.equal((await demo.image.getImage(image)).status, 'active');
    await failure(admin.image.deactivateImage(randomUUID()), NotFound);
    const queued = await create(t, demo);
    await failure(admin.image.deactivateImage(queued), Forbidden);
    await failure(admin.image.reactivateImage(queued), Forbidden);
  });

  test('an image gets another owner', async (t) => {
    const image = await create(t, demo);
    const changed = await admin.image.updateImage(image, { owner: altProject });
    assert.equal(changed.owner, altProject);
  });

  test('an image is hidden and shown', async (t) => {
    const image = await create(t, demo, { osHidden: true });
    const visible = async (osHidden: boolean): Promise<number> =>
      (await demo.image.images({ id: image.id, osHidden }).toArray()).length;
    assert.deepEqual([await visible(false), await visible(true)], [0, 1]);
    await demo.image.updateImage(image, { osHidden: false });
    assert.deepEqual([await visible(false), await visible(true)], [1, 0]);
  });

  test('an image is protected and unprotected', async (t) => {
    const image = await create(t, demo, { protected: true });
    await failure(demo.image.deleteImage(image), Forbidden);
    await demo.image.updateImage(image, { protected: false });
    await demo.image.deleteImage(image);
  });

  test('options exist', async () => {
    const options: object = { force: true };
    await failure(demo.image.deactivateImage(randomUUID(), options), OptionError);
    await failure(demo.image.reactivateImage(''), OptionError);
  });
});
