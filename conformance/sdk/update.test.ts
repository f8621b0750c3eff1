import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { BadRequest, Forbidden, NotFound, OptionError } from '@ostk/sdk';
import type { Image } from '@ostk/sdk';

import { suite } from '../harness/cloud.ts';
import { uniqueName } from '../harness/images.ts';
import { connectAs, create, failure, upload } from './support.ts';

const demo = await connectAs('demo');

/** Tags are a set: Glance gives them in any order. */
const sorted = (image: Image): Image => ({ ...image, tags: image.tags.toSorted() });

suite('SDK: changing images', () => {
  test('every attribute at once', async (t) => {
    const image = await create(t, demo);
    const changes = {
      name: uniqueName(),
      visibility: 'community',
      protected: true,
      osHidden: true,
      diskFormat: 'qcow2',
      containerFormat: 'ovf',
      minDisk: 7,
      minRam: 128,
      properties: { os_distro: 'debian' },
    } as const;
    const changed = await demo.image.updateImage(image, changes);
    const { updatedAt } = changed;
    assert.deepEqual(changed, { ...image, ...changes, updatedAt });
    assert.deepEqual(await demo.image.getImage(image), changed);
  });

  test('only what is named changes', async (t) => {
    const image = await create(t, demo, { minDisk: 2, tags: ['a'], properties: { keep: '1', change: '2' } });
    const changed = await demo.image.updateImage(image, { properties: { change: '3', add: '4' } });
    const { updatedAt } = changed;
    assert.deepEqual(changed, { ...image, updatedAt, properties: { keep: '1', change: '3', add: '4' } });
  });

  test('null removes a property; one that is not there is removed already', async (t) => {
    const image = await create(t, demo, { properties: { keep: '1', remove: '2' } });
    const changed = await demo.image.updateImage(image, { properties: { remove: null, never: null } });
    assert.deepEqual(changed.properties, { keep: '1' });
  });

  test('null empties an attribute', async (t) => {
    const image = await create(t, demo);
    const changed = await demo.image.updateImage(image, {
      name: null,
      diskFormat: null,
      containerFormat: null,
    });
    assert.equal(changed.name, null);
    assert.equal(changed.diskFormat, null);
    assert.equal(changed.containerFormat, null);
    const again = await demo.image.updateImage(image, { name: 'again', diskFormat: 'iso' });
    assert.equal(again.name, 'again');
    assert.equal(again.diskFormat, 'iso');
  });

  test('names of properties with / and ~', async (t) => {
    const image = await create(t, demo, { properties: { 'a/b': '1', 'c~d': '2', 'e~1f/g~0': '3' } });
    const changed = await demo.image.updateImage(image, {
      properties: { 'a/b': '4', 'c~d': null, 'e~1f/g~0': '5', '~/': '6' },
    });
    assert.deepEqual(changed.properties, { 'a/b': '4', 'e~1f/g~0': '5', '~/': '6' });
  });

  test('without a difference nothing is sent: not even updatedAt changes', async (t) => {
    const image = await create(t, demo, { tags: ['a', 'b'], minRam: 1, properties: { os_distro: 'debian' } });
    const { name, minRam, properties } = image;
    const changes = { name: name ?? '', minRam, properties, tags: ['b', 'a'], protected: false };
    assert.deepEqual(sorted(await demo.image.updateImage(image, changes)), sorted(image));
    assert.deepEqual(sorted(await demo.image.updateImage(image, {})), sorted(image));
  });

  test('tags are replaced as a whole', async (t) => {
    const image = await create(t, demo, { tags: ['a', 'b'] });
    const changed = await demo.image.updateImage(image, { tags: ['c', 'b'] });
    assert.deepEqual(changed.tags.toSorted(), ['b', 'c']);
    assert.deepEqual((await demo.image.updateImage(image, { tags: [] })).tags, []);
  });

  test('a protected image can be changed, and its protection taken away', async (t) => {
    const image = await create(t, demo, { protected: true });
    assert.equal((await demo.image.updateImage(image, { minDisk: 1 })).minDisk, 1);
    assert.equal((await demo.image.updateImage(image, { protected: false })).protected, false);
  });

  test('the format of an image that holds data is Forbidden to change', async (t) => {
    const image = await upload(t, demo, { data: { text: 'data' } });
    const error = await failure(demo.image.updateImage(image, { diskFormat: 'qcow2' }), Forbidden);
    assert.match(error.reason, /disk_format/);
    assert.deepEqual(await demo.image.getImage(image), image);
  });

  test('a value that Glance refuses is a BadRequest', async (t) => {
    const image = await create(t, demo);
    await failure(demo.image.updateImage(image, { minDisk: -1 }), BadRequest);
    await failure(demo.image.updateImage(image, { tags: ['x'.repeat(256)] }), BadRequest);
    assert.deepEqual(await demo.image.getImage(image), image);
  });

  test('an image that is not there is a NotFound', async () => {
    await failure(demo.image.updateImage(randomUUID(), { name: 'x' }), NotFound);
  });

  const refused: readonly (readonly [string, object, RegExp])[] = [
    ['id', { id: randomUUID() }, /no option id/],
    ['status', { status: 'active' }, /no option status/],
    ['an attribute under its wire name', { min_disk: 1 }, /no option min_disk; did you mean minDisk\?/],
    ['a reserved property', { properties: { os_glance_x: null } }, /os_glance_x is reserved/],
    ['an attribute among the properties', { properties: { tags: null } }, /give it as tags/],
  ];
  for (const [what, changes, message] of refused) {
    test(`${what} is refused before anything is sent`, async (t) => {
      const image = await create(t, demo);
      const error = await failure(demo.image.updateImage(image, changes), OptionError);
      assert.match(error.message, message);
    });
  }
});
