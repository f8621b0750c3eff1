import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { BadRequest, Forbidden, NotFound, OptionError } from '@ostk/sdk';
import type { Image } from '@ostk/sdk';

import { cloud, suite } from '../harness/cloud.ts';
import { connectAs, create, failure, upload } from './support.ts';

const demo = await connectAs('demo');
const admin = await connectAs('admin');
const newApi = { skip: !cloud.release.hasLocationsApi && 'this release has no such route' };
const oldApi = { skip: cloud.release.hasLocationsApi && 'this release has the route' };
const url = 'http://127.0.0.1:18080/image';

async function placesOf(image: Image): Promise<readonly string[]> {
  const locations = await admin.image.locations(image);
  assert.ok(locations !== undefined, 'the suite needs a cloud that shows locations');
  return locations.map((location) => location.url);
}

suite('SDK: locations', () => {
  test('of an image are shown, with the store of each', async (t) => {
    const empty = await create(t, demo);
    assert.deepEqual(await demo.image.locations(empty), []);
    const image = await upload(t, demo, { data: { text: 'data' } });
    const [location, ...others] = (await demo.image.locations(image)) ?? [];
    assert.ok(location !== undefined && others.length === 0);
    assert.match(location.url, /^file:\/\//);
    assert.equal(location.metadata['store'], image.stores[0]);
  });

  test('one of several is taken away by its URL', async (t) => {
    const image = await upload(t, demo, { data: { text: 'data' } });
    await admin.image.copyToStores(image, 'all', { interval: 100 });
    const [first = '', second = ''] = await placesOf(image);
    const changed = await admin.image.removeLocation(image, first);
    assert.equal(changed.stores.length, 1);
    assert.deepEqual(await placesOf(image), [second]);
    await failure(admin.image.removeLocation(image, second), Forbidden);
    await failure(admin.image.removeLocation(image, first), OptionError);
    assert.equal((await demo.image.downloadImage(image)).length, 4);
  });

  test('in no store of the cloud are refused', async (t) => {
    const image = await create(t, demo);
    await failure(admin.image.addLocation(image, { url }), BadRequest);
    await failure(admin.image.replaceLocations(image, [{ url, metadata: {} }]), BadRequest);
    const validationData = { osHashAlgo: 'sha512', osHashValue: 'ab'.repeat(64) };
    await failure(admin.image.addLocation(image, { url, validationData }), BadRequest);
    assert.equal((await demo.image.getImage(image)).status, 'queued');
  });

  test('of an image are not all taken away', async (t) => {
    const image = await upload(t, demo, { data: { text: 'data' } });
    await failure(admin.image.replaceLocations(image, []), Forbidden);
    assert.equal((await demo.image.downloadImage(image)).length, 4);
  });

  test('given by a plain user need a store of the kind http', newApi, async (t) => {
    const image = await create(t, demo);
    const error = await failure(demo.image.addImageLocation(image, { url }), Forbidden);
    assert.match(error.reason, /http store must be enabled/);
    const validationData = { osHashAlgo: 'sha512', osHashValue: 'ab'.repeat(64) };
    await failure(demo.image.addImageLocation(image, { url, validationData }), Forbidden);
  });

  test('are got with the role of a service only', newApi, async (t) => {
    const image = await upload(t, demo, { data: { text: 'data' } });
    await failure(demo.image.imageLocations(image), Forbidden);
    await failure(admin.image.imageLocations(image), Forbidden);
  });

  test('have no routes of their own in this release: NotFound', oldApi, async (t) => {
    const image = await create(t, demo);
    await failure(demo.image.addImageLocation(image, { url }), NotFound);
    await failure(demo.image.imageLocations(image), NotFound);
  });

  test('of an image that is not there, or not given rightly', async (t) => {
    await failure(demo.image.locations(randomUUID()), NotFound);
    const image = await create(t, demo);
    await failure(demo.image.addLocation(image, { url: '' }), OptionError);
    const location = { url, meta: {} };
    await failure(demo.image.addLocation(image, location), OptionError);
  });
});
