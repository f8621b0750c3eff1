import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { Forbidden, isNotFound, NotFound, OptionError } from '@ostk/sdk';

import { suite } from '../harness/cloud.ts';
import { connectAs, create, failure, upload } from './support.ts';

const demo = await connectAs('demo');
const alt = await connectAs('alt');

suite('SDK: deleting images', () => {
  test('by id or as an image; it is gone then', async (t) => {
    const [first, second] = [await create(t, demo), await upload(t, demo, { data: { text: 'data' } })];
    assert.equal(await demo.image.deleteImage(first.id), undefined);
    assert.equal(await demo.image.deleteImage(second), undefined);
    for (const { id } of [first, second]) {
      assert.ok(isNotFound(await failure(demo.image.getImage(id), NotFound)));
      assert.equal(await demo.image.images({ id, visibility: 'all' }).first(), undefined);
    }
  });

  test('one that is not there is a NotFound, unless that is to be ignored', async (t) => {
    const { id } = await create(t, demo);
    await demo.image.deleteImage(id);
    for (const gone of [id, randomUUID()]) {
      const error = await failure(demo.image.deleteImage(gone), NotFound);
      assert.equal(error.method, 'DELETE');
      assert.ok(error.message.includes(gone), error.message);
      await demo.image.deleteImage(gone, { ignoreMissing: true });
    }
  });

  test('a protected one is Forbidden, and stays', async (t) => {
    const image = await create(t, demo, { protected: true });
    for (const options of [{}, { ignoreMissing: true }]) {
      const error = await failure(demo.image.deleteImage(image, options), Forbidden);
      assert.equal(error.status, 403);
      assert.match(error.reason, new RegExp(`${image.id} is protected and cannot be deleted`));
    }
    assert.deepEqual(await demo.image.getImage(image), image);
  });

  test('one of another project is Forbidden if it can be seen, and not there if it cannot', async (t) => {
    const community = await create(t, demo, { visibility: 'community' });
    await failure(alt.image.deleteImage(community), Forbidden);
    const hidden = await create(t, demo, { visibility: 'private' });
    await failure(alt.image.deleteImage(hidden), NotFound);
    await alt.image.deleteImage(hidden, { ignoreMissing: true });
    assert.deepEqual(await demo.image.getImage(hidden), hidden);
  });

  test('an option that there is not is refused, and nothing deleted', async (t) => {
    const image = await create(t, demo);
    const options: object = { ignoreMising: true };
    const error = await failure(demo.image.deleteImage(image, options), OptionError);
    assert.match(error.message, /no option ignoreMising; did you mean ignoreMissing\?/);
    await failure(demo.image.deleteImage(''), OptionError);
    assert.deepEqual(await demo.image.getImage(image), image);
  });

  test('waiting until it is gone', async (t) => {
    const image = await create(t, demo);
    const gone = demo.image.waitForImageDeletion(image, { interval: 50, timeout: 30_000 });
    await demo.image.deleteImage(image);
    await gone;
    await demo.image.waitForImageDeletion(image);
  });
});
