import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { login } from '../support/client.ts';
import type { Client } from '../support/client.ts';
import { startCloud } from '../support/cloud.ts';
import { eventually } from '../support/raw.ts';

interface CacheJson {
  readonly cached_images: readonly Readonly<Record<string, unknown>>[];
  readonly queued_images: readonly string[];
}

async function cacheOf(admin: Client): Promise<CacheJson> {
  const cache: CacheJson = JSON.parse((await admin.call('/v2/cache')).text);
  return cache;
}

describe('the image cache', () => {
  for (const [release, fields] of [
    ['zed', ['image_id', 'hits', 'last_accessed', 'last_modified', 'size']],
    ['epoxy', ['id', 'image_id', 'last_accessed', 'last_modified', 'size', 'hits', 'checksum']],
  ] as const) {
    test(`${release}: what is queued comes into the cache, and downloads count`, async (t) => {
      const admin = await login(await startCloud(t, { release }), 'admin');
      const { id } = await admin.createImage();
      await admin.upload(id, Buffer.from('data'));
      assert.equal((await admin.call(`/v2/cache/${id}`, { method: 'PUT' })).status, 202);
      const cache = await eventually(
        () => cacheOf(admin),
        ({ cached_images: images }) => images.length === 1,
      );
      assert.deepEqual(Object.keys(cache.cached_images[0] ?? {}), fields);
      assert.deepEqual(cache.queued_images, []);
      await admin.download(id);
      assert.equal((await cacheOf(admin)).cached_images[0]?.['hits'], 1);
    });
  }

  test('it is emptied for one image, in part and as a whole', async (t) => {
    const admin = await login(await startCloud(t), 'admin');
    const [first, second] = [await admin.createImage(), await admin.createImage()];
    for (const { id } of [first, second]) {
      await admin.upload(id, Buffer.from('data'));
      await admin.download(id);
    }
    const remove = async (path: string, target = ''): Promise<number> => {
      const headers = { 'X-Image-Cache-Clear-Target': target };
      return (await admin.call(`/v2/cache${path}`, { method: 'DELETE', headers })).status;
    };
    assert.equal(await remove(`/${first.id}`), 204);
    assert.equal(await remove('', 'queue'), 204);
    assert.deepEqual(
      (await cacheOf(admin)).cached_images.map((each) => each['image_id']),
      [second.id],
    );
    assert.equal(await remove('', 'everything'), 400);
    assert.equal(await remove(''), 204);
    assert.deepEqual((await cacheOf(admin)).cached_images, []);
  });

  test('only data that are there are queued, and only by admins', async (t) => {
    const cloud = await startCloud(t);
    const [demo, admin] = [await login(cloud, 'demo'), await login(cloud, 'admin')];
    const { id } = await demo.createImage();
    assert.equal((await admin.call(`/v2/cache/${id}`, { method: 'PUT' })).status, 400);
    assert.equal((await demo.call(`/v2/cache/${id}`, { method: 'PUT' })).status, 403);
    assert.equal((await admin.call('/v2/cache/none', { method: 'PUT' })).status, 404);
  });
});
