import assert from 'node:assert/strict';
import { test } from 'node:test';

import { OptionError } from '@ostk/sdk';
import type { CleanupOptions, Image } from '@ostk/sdk';

import { cloud, suite } from '../harness/cloud.ts';
import { uniqueName } from '../harness/images.ts';
import { connectAs, create, failure } from './support.ts';

const demo = await connectAs('demo');
const alt = await connectAs('alt');
const altProject = (await cloud.session('alt')).projectId;

const ids = (images: readonly Image[]): readonly string[] => images.map(({ id }) => id).toSorted();

suite('SDK: cleaning up', () => {
  test('what is chosen is deleted; what is protected or hidden is left unless it is asked for', async (t) => {
    const prefix = uniqueName();
    const plain = await create(t, demo, { name: `${prefix}-plain` });
    const safe = await create(t, demo, { name: `${prefix}-protected`, protected: true });
    const hidden = await create(t, demo, { name: `${prefix}-hidden`, osHidden: true });
    const filter = ({ name }: Image): boolean => name?.startsWith(prefix) === true;

    const dry = await demo.image.cleanupImages({
      filter,
      dryRun: true,
      includeHidden: true,
      unprotect: true,
    });
    assert.deepEqual(ids(dry.deleted), ids([plain, safe, hidden]));
    assert.equal((await demo.image.getImage(safe)).protected, true, 'a dry run changes nothing');

    const first = await demo.image.cleanupImages({ filter });
    assert.deepEqual(ids(first.deleted), [plain.id]);
    assert.deepEqual(ids(first.skipped), [safe.id]);
    assert.deepEqual(first.failed, []);
    assert.equal(await demo.image.findImage(plain.id), undefined);
    assert.equal((await demo.image.getImage(hidden)).osHidden, true);

    const second = await demo.image.cleanupImages({ filter, includeHidden: true, unprotect: true });
    assert.deepEqual(ids(second.deleted), ids([safe, hidden]));
    assert.equal(await demo.image.findImage(safe.id), undefined);
    assert.equal(await demo.image.findImage(hidden.id), undefined);
  });

  test('images of others are not looked at, even if they are shared with us', async (t) => {
    const image = await create(t, demo, { visibility: 'shared' });
    await demo.image.shareImage(image, [altProject]);
    await alt.image.acceptImage(image);
    const report = await alt.image.cleanupImages({ filter: ({ id }) => id === image.id });
    assert.deepEqual(report, { deleted: [], skipped: [], failed: [] });
    assert.equal((await demo.image.getImage(image)).id, image.id);
  });

  test('nothing is deleted that was not chosen', async () => {
    const options: Partial<CleanupOptions> = {};
    const none: CleanupOptions = Object.assign({ filter: () => false }, { filter: undefined }, options);
    await failure(demo.image.cleanupImages(none), OptionError);
    const misspelt = { filter: (): boolean => false, dryrun: true };
    const error = await failure(demo.image.cleanupImages(misspelt), OptionError);
    assert.match(error.message, /did you mean dryRun\?/);
  });

  test('an abort stops it', async (t) => {
    const image = await create(t, demo);
    const reason = new Error('stop');
    const controller = new AbortController();
    const filter = ({ id }: Image): boolean => {
      controller.abort(reason);
      return id === image.id;
    };
    const work = demo.image.cleanupImages({ filter, signal: controller.signal });
    assert.equal(await failure(work, Error), reason);
    assert.equal((await demo.image.getImage(image)).id, image.id);
  });
});
