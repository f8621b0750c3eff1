import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { BadRequest, Forbidden, HttpError, NotFound, OptionError } from '@ostk/sdk';
import type { CachedImage } from '@ostk/sdk';

import { suite } from '../harness/cloud.ts';
import { connectAs, create, failure, upload } from './support.ts';

const demo = await connectAs('demo');
const admin = await connectAs('admin');
const { cache } = admin.image;

/** Waits until the cache holds an image: it is fetched in the background. */
async function cached(id: string): Promise<CachedImage> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const found = (await cache.list()).cached.find(({ imageId }) => imageId === id);
    if (found !== undefined) return found;
    assert.ok(Date.now() < deadline, `image ${id} does not get into the cache`);
    await delay(100);
  }
}

async function isKept(id: string): Promise<boolean> {
  const { cached, queued } = await cache.list();
  return queued.includes(id) || cached.some(({ imageId }) => imageId === id);
}

suite('SDK: the image cache', () => {
  test('an image is queued, fetched, listed, and deleted from it', async (t) => {
    const image = await upload(t, demo, { data: { text: 'data' } });
    await cache.queue(image);
    const found = await cached(image.id);
    assert.equal(found.size, 4);
    assert.equal(found.hits, 0);
    assert.ok(found.lastModified !== null && !Number.isNaN(Date.parse(found.lastModified)));
    await cache.delete(image.id);
    assert.equal(await isKept(image.id), false);
  });

  test('is emptied, as a whole or in part', async (t) => {
    const image = await upload(t, demo, { data: { text: 'data' } });
    await cache.queue(image);
    await cached(image.id);
    await cache.clear({ target: 'queue' });
    assert.equal(await isKept(image.id), true);
    await cache.clear({ target: 'cache' });
    assert.equal(await isKept(image.id), false);
    await cache.queue(image);
    await cached(image.id);
    await cache.clear();
    assert.equal(await isKept(image.id), false);
  });

  test('takes active images only, and those that there are', async (t) => {
    await failure(cache.queue(await create(t, demo)), BadRequest);
    await failure(cache.queue(randomUUID()), NotFound);
    await failure(cache.delete(randomUUID()), NotFound);
    await cache.delete(randomUUID(), { ignoreMissing: true });
  });

  test('is for administrators', async (t) => {
    const image = await upload(t, demo, { data: { text: 'data' } });
    await failure(demo.image.cache.list(), Forbidden);
    await failure(demo.image.cache.queue(image), Forbidden);
    await failure(demo.image.cache.delete(image), Forbidden);
    await failure(demo.image.cache.clear(), Forbidden);
  });

  test('is not cleaned, pruned or told apart by host in this release', async (t) => {
    const image = await upload(t, demo, { data: { text: 'data' } });
    assert.equal((await failure(cache.clean(), HttpError)).status, 405);
    assert.equal((await failure(cache.prune(), HttpError)).status, 405);
    await failure(cache.nodes(image), NotFound);
  });

  test('options exist', async () => {
    const target: object = { target: 'everything' };
    await failure(cache.clear(target), OptionError);
    const options: object = { limit: 1 };
    await failure(cache.list(options), OptionError);
  });
});
