import assert from 'node:assert/strict';
import { test } from 'node:test';

import { BadRequest, OptionError } from '@ostk/sdk';
import type { ImageAttributes, SchemaName } from '@ostk/sdk';

import { suite } from '../harness/cloud.ts';
import { connectAs, create, failure } from './support.ts';

const demo = await connectAs('demo');

suite('SDK: schemas, and images checked by them', () => {
  for (const name of demo.image.schemas.names()) {
    test(`the schema ${name}`, async () => {
      const schema = await demo.image.schemas.get(name);
      assert.equal(typeof schema['name'], 'string');
      assert.ok(typeof schema['properties'] === 'object' && schema['properties'] !== null);
    });
  }

  test('there are 16 of them, and no others', async () => {
    assert.equal(demo.image.schemas.names().length, 16);
    const name: { readonly schema: SchemaName } = { schema: 'image' };
    const untyped = Object.assign({ ...name }, { schema: 'imgae' });
    const error = await failure(demo.image.schemas.get(untyped.schema), OptionError);
    assert.match(error.message, /did you mean image\?/);
  });

  test('an image that is right', async (t) => {
    const attributes: ImageAttributes = {
      name: 'größe',
      visibility: 'private',
      diskFormat: 'qcow2',
      containerFormat: 'bare',
      minDisk: 1,
      tags: ['a', 'b'],
      properties: { os_distro: 'debian', hw_disk_bus: 'virtio' },
    };
    assert.deepEqual(await demo.image.validateImage(attributes), []);
    assert.deepEqual(await demo.image.validateImage({}), []);
    await create(t, demo, attributes);
  });

  const wrong: readonly (readonly [string, ImageAttributes, RegExp])[] = [
    ['diskFormat', { diskFormat: 'qcow3' }, /^diskFormat is "qcow3", not one of null, ami, /],
    ['containerFormat', { containerFormat: 'box' }, /^containerFormat is "box", not one of /],
    ['name', { name: 'x'.repeat(256) }, /^name has 256 characters, more than 255$/],
    ['id', { id: 'no-uuid' }, /^id does not match /],
    ['tags.1', { tags: ['a', 'x'.repeat(256)] }, /^tags\.1 has 256 characters, more than 255$/],
    ['minDisk', { minDisk: 1.5 }, /^minDisk is 1\.5, not of type integer$/],
    ['properties.kernel_id', { properties: { kernel_id: 'x' } }, /^properties\.kernel_id does not match /],
  ];
  for (const [attribute, attributes, message] of wrong) {
    test(`${attribute} that is wrong is named, and it is the service that would refuse it`, async () => {
      const [problem, ...others] = await demo.image.validateImage(attributes);
      assert.ok(problem !== undefined && others.length === 0);
      assert.equal(problem.attribute, attribute);
      assert.match(problem.message, message);
      await failure(demo.image.createImage(attributes), BadRequest);
    });
  }

  test('several problems are told at once', async () => {
    const problems = await demo.image.validateImage({ diskFormat: 'x', containerFormat: 'y', minRam: 0.5 });
    assert.deepEqual(problems.map(({ attribute }) => attribute).toSorted(), [
      'containerFormat',
      'diskFormat',
      'minRam',
    ]);
  });

  test('attributes that there are not, and properties that are reserved, are refused as ever', async () => {
    const attributes: object = { diskformat: 'raw' };
    await failure(demo.image.validateImage(attributes), OptionError);
    await failure(demo.image.validateImage({ properties: { os_glance_x: 'y' } }), OptionError);
  });
});
