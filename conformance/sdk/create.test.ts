import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { BadRequest, Conflict, Forbidden, isConflict, OptionError } from '@ostk/sdk';

import { cloud, suite } from '../harness/cloud.ts';
import { deleteAfter, uniqueName } from '../harness/images.ts';
import { connectAs, create, failure } from './support.ts';

const admin = await connectAs('admin');
const demo = await connectAs('demo');
const { projectId } = await cloud.session('demo');
const { projectId: altId } = await cloud.session('alt');

suite('SDK: creating images', () => {
  test('with nothing given', async (t) => {
    const image = await demo.image.createImage();
    deleteAfter(t, image.id);
    const { id, createdAt, updatedAt, ...rest } = image;
    assert.match(id, /^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/);
    assert.match(createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.match(updatedAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.deepEqual(rest, {
      name: null,
      status: 'queued',
      visibility: 'shared',
      owner: projectId,
      protected: false,
      osHidden: false,
      tags: [],
      diskFormat: null,
      containerFormat: null,
      minDisk: 0,
      minRam: 0,
      size: null,
      virtualSize: null,
      checksum: null,
      osHashAlgo: null,
      osHashValue: null,
      stores: [],
      properties: {},
    });
  });

  test('with every attribute', async (t) => {
    const attributes = {
      id: randomUUID(),
      name: uniqueName(),
      visibility: 'community',
      protected: true,
      osHidden: true,
      tags: ['a', 'b'],
      diskFormat: 'qcow2',
      containerFormat: 'bare',
      minDisk: 3,
      minRam: 512,
      properties: { os_distro: 'debian', hw_disk_bus: 'virtio', 'a/b~c': 'x', empty: '', ünï: '☃ "q"' },
    } as const;
    const image = await demo.image.createImage(attributes);
    deleteAfter(t, image.id);
    const { tags, ...rest } = attributes;
    assert.deepEqual({ ...image, ...rest }, image);
    assert.deepEqual(image.tags.toSorted(), tags);
    // Tags are a set: Glance gives them in any order.
    const shown = await demo.image.getImage(image);
    assert.deepEqual({ ...shown, tags: shown.tags.toSorted() }, { ...image, tags });
  });

  test('an image is plain data', async (t) => {
    const image = await create(t, demo, { properties: { os_distro: 'debian' } });
    assert.deepEqual(structuredClone(image), image);
    assert.deepEqual(JSON.parse(JSON.stringify(image)), image);
  });

  test('undefined is not given', async (t) => {
    const image = await create(t, demo, { visibility: undefined, tags: undefined, minDisk: undefined });
    assert.equal(image.visibility, 'shared');
  });

  test('an id that is taken is a Conflict, of whomever it is', async (t) => {
    const { id } = await create(t, admin, { visibility: 'private' });
    for (const connection of [admin, demo]) {
      const error = await failure(connection.image.createImage({ id, name: uniqueName() }), Conflict);
      assert.equal(error.status, 409);
      assert.ok(isConflict(error));
      assert.equal(error.attempts, 1);
      assert.ok(error.reason.includes(id), error.reason);
    }
  });

  test('the id of a deleted image is used up', async (t) => {
    const { id } = await create(t, demo);
    await demo.image.deleteImage(id);
    await failure(demo.image.createImage({ id }), Conflict);
    assert.equal(await demo.image.findImage(id), undefined);
  });

  test('an id that is no UUID is a BadRequest', async () => {
    const error = await failure(demo.image.createImage({ id: 'mine' }), BadRequest);
    assert.match(error.message, /id/);
  });

  test('for another project: an administrator may, others may not', async (t) => {
    const image = await create(t, admin, { owner: altId });
    assert.equal(image.owner, altId);
    await failure(demo.image.createImage({ owner: altId }), Forbidden);
  });

  const refused: readonly (readonly [string, object, RegExp])[] = [
    ['an option that there is not', { diskformat: 'raw' }, /no option diskformat; did you mean diskFormat\?/],
    ['an attribute of Glance alone', { status: 'active' }, /no option status/],
    [
      'a property that is an attribute',
      { properties: { min_disk: '1' } },
      /min_disk is .*give it as minDisk/,
    ],
    ['a property of Glance alone', { properties: { checksum: 'x' } }, /checksum is set by Glance alone/],
    ['a reserved property', { properties: { os_glance_x: '1' } }, /os_glance_x is reserved/],
    ['a property that is no text', { properties: { n: 1 } }, /the value of n must be text: write '1'/],
    ['a property without a name', { properties: { '': 'x' } }, /must not be empty/],
  ];
  for (const [what, attributes, message] of refused) {
    test(`${what} is refused before anything is sent`, async () => {
      const error = await failure(demo.image.createImage(attributes), OptionError);
      assert.equal(error.code, 'ERR_OPTION');
      assert.match(error.message, message);
    });
  }

  const wrong: readonly (readonly [string, object, RegExp])[] = [
    ['a disk format that Glance does not know', { diskFormat: 'floppy' }, /disk_format|floppy/i],
    ['a container format that it does not know', { containerFormat: 'box' }, /container_format|box/i],
    ['a visibility that there is not', { visibility: 'everybody' }, /everybody/],
    ['a name that is too long', { name: 'x'.repeat(256) }, /is too long/],
    ['a tag that is too long', { tags: ['x'.repeat(256)] }, /is too long/],
    ['a negative minDisk', { minDisk: -1 }, /min_disk/],
  ];
  for (const [what, attributes, message] of wrong) {
    test(`${what} is a BadRequest with the reason on one line`, async () => {
      const error = await failure(demo.image.createImage(attributes), BadRequest);
      assert.equal(error.status, 400);
      assert.match(error.reason, message);
    });
  }

  test('a public image of a plain user is Forbidden', async () => {
    const error = await failure(demo.image.createImage({ visibility: 'public' }), Forbidden);
    assert.equal(error.status, 403);
    assert.ok(error.reason.length > 10, error.reason);
  });

  test('an aborted call rejects with the reason', async () => {
    const reason = new Error('never mind');
    const name = uniqueName();
    const work = demo.image.createImage({ name }, { signal: AbortSignal.abort(reason) });
    assert.equal(await failure(work, Error), reason);
    assert.equal(await demo.image.findImage(name), undefined);
  });
});
