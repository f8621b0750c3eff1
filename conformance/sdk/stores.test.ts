import assert from 'node:assert/strict';
import { test } from 'node:test';

import { BadRequest, Conflict, Forbidden, NotFound, OptionError } from '@ostk/sdk';

import { cloud, suite } from '../harness/cloud.ts';
import { connectAs, create, failure, upload } from './support.ts';

const demo = await connectAs('demo');
const admin = await connectAs('admin');
const stores = await demo.image.stores();
const standard = stores.find(({ isDefault }) => isDefault);
const other = stores.find(({ isDefault }) => !isDefault);
assert.ok(standard !== undefined && other !== undefined, 'the suite needs a cloud with two stores');
const everywhere = stores.map(({ id }) => id).toSorted();

suite('SDK: stores', () => {
  test('are listed, one of them the default', () => {
    assert.equal(stores.filter(({ isDefault }) => isDefault).length, 1);
    for (const store of stores) {
      assert.equal(store.isReadOnly, false);
      assert.equal(store.type, null);
      assert.deepEqual(store.properties, {});
    }
  });

  test('are listed in detail for administrators, and nobody else', async () => {
    const detailed = await admin.image.stores({ detail: true });
    assert.deepEqual(detailed.map(({ id }) => id).toSorted(), everywhere);
    for (const store of detailed) {
      assert.equal(store.type, 'file');
      assert.ok(Object.keys(store.properties).length > 0);
      assert.equal(store.weight, cloud.release.name === 'zed' ? null : 0);
    }
    await failure(demo.image.stores({ detail: true }), Forbidden);
  });

  test('an upload goes to the default store, or to the one that is chosen', async (t) => {
    const usual = await upload(t, demo, { data: { text: 'data' } });
    assert.deepEqual(usual.stores, [standard.id]);
    const chosen = await upload(t, demo, { data: { text: 'data' }, store: other.id });
    assert.deepEqual(chosen.stores, [other.id]);
    const record = await create(t, demo);
    const later = await demo.image.uploadImageData(record, { text: 'data' }, { store: other.id });
    assert.deepEqual(later.stores, [other.id]);
  });

  test('an upload to a store that is not there is refused, and leaves nothing', async () => {
    const name = 'ostk-conformance-no-such-store';
    const work = demo.image.uploadImage({
      name,
      data: { text: 'data' },
      store: 'nowhere',
      diskFormat: 'raw',
      containerFormat: 'bare',
    });
    await failure(work, BadRequest);
    assert.deepEqual(await demo.image.images({ name }).toArray(), []);
  });

  test('staging takes no store: it is the import that chooses', async (t) => {
    const image = await create(t, demo);
    const options: object = { store: other.id };
    await failure(demo.image.stageImage(image, { text: 'data' }, options), OptionError);
  });

  test('data are copied to other stores, and deleted from one', async (t) => {
    const image = await upload(t, demo, { data: { text: 'data' } });
    const copied = await admin.image.copyToStores(image, [other.id], { interval: 100 });
    assert.deepEqual(copied.stores.toSorted(), everywhere);
    assert.equal(copied.status, 'active');
    await admin.image.deleteFromStore(image, standard.id);
    assert.deepEqual((await demo.image.getImage(image)).stores, [other.id]);
    assert.equal((await demo.image.downloadImage(image)).length, 4);
    await failure(admin.image.deleteFromStore(image, standard.id), Forbidden);
  });

  test('copying to all stores is done where they all have the data', async (t) => {
    const image = await upload(t, demo, { data: { text: 'data' } });
    const copied = await admin.image.copyToStores(image, 'all', { interval: 100 });
    assert.deepEqual(copied.stores.toSorted(), everywhere);
    const again = await admin.image.copyToStores(image, 'all', { interval: 100 });
    assert.deepEqual(again.stores.toSorted(), everywhere);
    await failure(admin.image.copyToStores(image, [other.id]), BadRequest);
  });

  test('the only copy is not deleted, nor one that is not there', async (t) => {
    const image = await upload(t, demo, { data: { text: 'data' } });
    await failure(admin.image.deleteFromStore(image, standard.id), Forbidden);
    await failure(admin.image.deleteFromStore(image, 'nowhere'), Conflict);
    await failure(admin.image.deleteFromStore('00000000-0000-4000-8000-000000000000', standard.id), NotFound);
    assert.equal((await demo.image.downloadImage(image)).length, 4);
  });

  test('copying is for administrators', async (t) => {
    const image = await upload(t, demo, { data: { text: 'data' } });
    await failure(demo.image.copyToStores(image, 'all'), Forbidden);
    await failure(admin.image.copyToStores(image, []), OptionError);
  });
});
