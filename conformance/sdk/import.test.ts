import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import { BadRequest, Conflict, ImportError, OptionError, StateError, TimeoutError } from '@ostk/sdk';
import type { ImportImageOptions, ImportProgress } from '@ostk/sdk';

import { cloud, suite } from '../harness/cloud.ts';
import { serveToCloud, slowSource } from '../harness/web-source.ts';
import { connectAs, create, failure, upload } from './support.ts';

const demo = await connectAs('demo');
const admin = await connectAs('admin');
const patience = { interval: 100, timeout: 60_000 } as const;
const stores = await demo.image.stores();
const everywhere = stores.map(({ id }) => id).toSorted();

const digest = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');

suite('SDK: importing', () => {
  test('the methods of a cloud', async () => {
    const { methods } = await demo.image.importInfo();
    assert.deepEqual(methods, ['glance-direct', 'web-download', 'copy-image']);
  });

  test('what was staged becomes the data, and importImage answers the active image', async (t) => {
    const image = await create(t, demo);
    assert.equal((await demo.image.stageImage(image, { text: 'staged' })).status, 'uploading');
    const active = await demo.image.importImage(image, { method: 'glance-direct', ...patience });
    assert.equal(active.status, 'active');
    assert.equal(active.size, 6);
    assert.equal(active.osHashValue, digest('sha512', 'staged'));
    assert.equal(Buffer.from(await demo.image.downloadImage(image)).toString(), 'staged');
  });

  test('a URL is fetched', async (t) => {
    const url = await serveToCloud(t, (_, response) => response.end('fetched'));
    const image = await create(t, demo);
    const uri = new URL(`${url}/image.raw`);
    const active = await demo.image.importImage(image.id, { method: 'web-download', uri, ...patience });
    assert.equal(active.checksum, digest('md5', 'fetched'));
    const [task, ...others] = await demo.image.imageTasks(image);
    assert.ok(task !== undefined && others.length === 0);
    assert.equal(task.type, 'api_image_import');
    assert.equal(task.status, 'success');
    assert.equal(task.imageId, image.id);
    assert.ok(!Number.isNaN(Date.parse(task.createdAt)) && task.createdAt.endsWith('Z'));
  });

  test('into stores that are named, and into all', async (t) => {
    const [last = ''] = stores.filter(({ isDefault }) => !isDefault).map(({ id }) => id);
    const targets = [
      [{ stores: [last] }, [last]],
      [{ allStores: true }, everywhere],
      [{ stores: everywhere, allStoresMustSucceed: false }, everywhere],
    ] as const;
    for (const [target, expected] of targets) {
      const image = await create(t, demo);
      await demo.image.stageImage(image, { text: 'data' });
      const active = await demo.image.importImage(image, { method: 'glance-direct', ...target, ...patience });
      assert.deepEqual(active.stores.toSorted(), expected);
    }
  });

  test('wait: false answers at once, waitForImport waits', async (t) => {
    const { url, half } = await slowSource(t);
    const image = await create(t, demo);
    const begun = await demo.image.importImage(image, { method: 'web-download', uri: url, wait: false });
    assert.notEqual(begun.status, 'active');
    const seen: ImportProgress[] = [];
    const waiting = demo.image.waitForImport(image, { ...patience, onProgress: (each) => seen.push(each) });
    (await half)();
    assert.equal((await waiting).status, 'active');
    assert.equal(seen.at(-1)?.task, 'success');
    assert.deepEqual(seen.at(-1)?.pendingStores, []);
  });

  test('a source that is not there fails the import, and the error has the task', async (t) => {
    const url = await serveToCloud(t, (_, response) => response.writeHead(404).end());
    const image = await create(t, demo);
    const work = demo.image.importImage(image, { method: 'web-download', uri: `${url}/x`, ...patience });
    const error = await failure(work, ImportError);
    assert.equal(error.code, 'ERR_IMPORT');
    assert.equal(error.outcome, 'failed');
    assert.deepEqual(error.failedStores, [stores.find(({ isDefault }) => isDefault)?.id]);
    const [task] = await demo.image.imageTasks(image);
    assert.ok(task !== undefined);
    assert.equal(error.taskId, task.id);
    assert.equal(task.status, 'failure');
    assert.ok(task.message !== null && task.message !== '' && error.message.includes(task.message));
    assert.equal((await demo.image.getImage(image)).status, 'queued', 'the image was there before: it stays');
    const again = await failure(demo.image.waitForImport(image, patience), ImportError);
    assert.equal(again.taskId, task.id);
  });

  test('after a failure the image can be imported, and the old failure does not count', async (t) => {
    let found = false;
    const url = await serveToCloud(t, (_, response) =>
      found ? response.end('now') : response.writeHead(404).end(),
    );
    const image = await create(t, demo);
    const options = { method: 'web-download', uri: `${url}/x`, ...patience } as const;
    await failure(demo.image.importImage(image, options), ImportError);
    found = true;
    assert.equal((await demo.image.importImage(image, options)).size, 3);
    assert.equal((await demo.image.waitForImport(image, patience)).size, 3);
  });

  test('staged data in another format fail the import, though Glance leaves the image in importing', async (t) => {
    const image = await create(t, demo, { diskFormat: 'qcow2' });
    await demo.image.stageImage(image, { text: 'no qcow2' });
    const work = demo.image.importImage(image, { method: 'glance-direct', ...patience });
    if (!cloud.release.formatMismatchIsRefused) {
      assert.equal((await work).status, 'active');
      return;
    }
    const error = await failure(work, ImportError);
    assert.equal(error.outcome, 'failed');
    assert.match(error.message, /Task failed due to Internal Error/);
    assert.equal((await demo.image.getImage(image)).status, 'importing');
  });

  test('an image that is deleted in the middle ends the wait', async (t) => {
    const { url, half } = await slowSource(t);
    const image = await create(t, demo);
    const options: ImportImageOptions = { method: 'web-download', uri: url, ...patience };
    const waiting = failure(demo.image.importImage(image, options), ImportError);
    const finish = await half;
    await demo.image.deleteImage(image);
    assert.match((await waiting).message, /the image was deleted/);
    finish();
  });

  test('an import that does not move is stuck; one whose time is up is not', async (t) => {
    const { url, half } = await slowSource(t);
    const image = await create(t, demo);
    await demo.image.importImage(image, { method: 'web-download', uri: url, wait: false });
    const finish = await half;
    const stuck = demo.image.waitForImport(image, { interval: 20, stuckAfter: 300 });
    const error = await failure(stuck, ImportError);
    assert.equal(error.outcome, 'stuck');
    assert.match(error.message, /is stuck: nothing has changed for 0.3 s \(importing/);
    const late = await failure(demo.image.waitForImport(image, { interval: 20, timeout: 100 }), TimeoutError);
    assert.match(late.message, /still goes on \(importing/);
    finish();
    assert.equal((await demo.image.waitForImport(image, patience)).status, 'active');
  });

  test('an abort ends the wait, not the import', async (t) => {
    const { url, half } = await slowSource(t);
    const image = await create(t, demo);
    const controller = new AbortController();
    const reason = new Error('enough');
    const options: ImportImageOptions = {
      method: 'web-download',
      uri: url,
      ...patience,
      signal: controller.signal,
    };
    const waiting = failure(demo.image.importImage(image, options), Error);
    const finish = await half;
    controller.abort(reason);
    assert.equal(await waiting, reason);
    finish();
    assert.equal((await demo.image.waitForImport(image, patience)).status, 'active');
  });

  test('an image without an import has none to wait for', async (t) => {
    const image = await create(t, demo);
    await failure(demo.image.waitForImport(image, patience), StateError);
    const active = await upload(t, demo, { data: { text: 'data' } });
    assert.equal((await demo.image.waitForImport(active, patience)).id, active.id);
  });

  test('the state that a method needs: Conflict', async (t) => {
    const image = await create(t, demo);
    await failure(demo.image.importImage(image, { method: 'glance-direct' }), Conflict);
    await failure(admin.image.importImage(image, { method: 'copy-image', allStores: true }), Conflict);
    const unknown = { method: 'glance-direct', stores: ['nowhere'] } as const;
    await demo.image.stageImage(image, { text: 'data' });
    await failure(demo.image.importImage(image, unknown), Conflict);
  });

  test('a refusal of the service is an error, not a success', async (t) => {
    const image = await create(t, demo);
    const uri = 'ftp://127.0.0.1/x';
    await failure(demo.image.importImage(image, { method: 'web-download', uri }), BadRequest);
    const remote = { method: 'glance-download', region: 'RegionTwo', imageId: 'no-uuid' } as const;
    await failure(demo.image.importImage(image, remote), BadRequest);
  });

  test('options that contradict each other, and those that there are not', async (t) => {
    const image = await create(t, demo);
    const wrong: readonly (readonly [object, RegExp])[] = [
      [{ method: 'glance-direct', stores: ['a'], allStores: true }, /exclude each other/],
      [{ method: 'glance-direct', uri: 'http://x/' }, /no option uri/],
      [{ method: 'web-download', url: 'http://x/', uri: 'http://x/' }, /did you mean uri\?/],
      [{ method: 'web-download', uri: '' }, /uri is empty/],
      [{ method: 'nope' }, /no method nope/],
      [{ method: 'glance-direct', stuckAfter: -1 }, /stuckAfter/],
    ];
    for (const [options, message] of wrong) {
      // A program without types can write anything.
      const untyped: ImportImageOptions = Object.assign({ method: 'glance-direct' as const }, options);
      assert.match((await failure(demo.image.importImage(image, untyped), OptionError)).message, message);
    }
  });
});
