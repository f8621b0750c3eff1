import assert from 'node:assert/strict';
import { test } from 'node:test';

import { BadRequest, Conflict, Forbidden, NotFound, OptionError } from '@ostk/sdk';
import type { MetadefProperty } from '@ostk/sdk';

import { suite } from '../harness/cloud.ts';
import { createNamespace } from './metadef-support.ts';
import { connectAs, failure } from './support.ts';

const demo = await connectAs('demo');
const admin = await connectAs('admin');
const { objects, properties, tags, resourceTypes } = admin.image.metadefs;

const engine = {
  name: 'engine',
  description: 'What drives it',
  required: ['fuel'],
  properties: {
    fuel: { title: 'Fuel', type: 'string', enum: ['petrol', 'none'] },
    power: { title: 'Power', type: 'integer', minimum: 0 },
  },
} as const;

const speed: MetadefProperty = {
  name: 'speed',
  title: 'Speed',
  type: 'integer',
  description: 'How fast',
  minimum: 0,
  maximum: 9,
  operators: ['<or>'],
};

suite('SDK: what is in a namespace of the metadata definitions', () => {
  test('objects are created, listed, got, and deleted one by one or all together', async (t) => {
    const namespace = await createNamespace(t, admin);
    const created = await objects.create(namespace, engine);
    const { createdAt, updatedAt, ...rest } = created;
    assert.deepEqual(rest, engine);
    assert.ok(createdAt !== null && updatedAt !== null);
    await objects.create(namespace, { name: 'bare' });
    const listed = await demo.image.metadefs.objects.list(namespace);
    assert.deepEqual(listed.map(({ name }) => name).toSorted(), ['bare', 'engine']);
    assert.deepEqual(await objects.get(namespace, 'engine'), created);
    await objects.delete(namespace, created);
    await failure(objects.get(namespace, 'engine'), NotFound);
    await objects.deleteAll(namespace);
    assert.deepEqual(await objects.list(namespace), []);
  });

  test('a change of an object leaves everything else as it is', async (t) => {
    const namespace = await createNamespace(t, admin);
    await objects.create(namespace, engine);
    const renamed = await objects.update(namespace, 'engine', { name: 'motor' });
    assert.deepEqual(
      { ...renamed, createdAt: null, updatedAt: null },
      { ...engine, name: 'motor', createdAt: null, updatedAt: null },
    );
    const color = { title: 'Color', type: 'string' };
    const changed = await objects.update(namespace, 'motor', { properties: { color, power: null } });
    assert.deepEqual(changed.properties, { fuel: engine.properties.fuel, color });
    assert.equal(changed.description, 'What drives it');
    const bare = await objects.update(namespace, 'motor', { description: null, required: [] });
    assert.equal(bare.description, null);
    assert.deepEqual(bare.required, []);
    assert.deepEqual(Object.keys(bare.properties).toSorted(), ['color', 'fuel']);
  });

  test('properties are created, listed by name, got, and deleted one by one or all together', async (t) => {
    const namespace = await createNamespace(t, admin);
    assert.deepEqual(await properties.create(namespace, speed), speed);
    await properties.create(namespace, { name: 'other', title: 'Other', type: 'boolean' });
    const { name: _, ...schema } = speed;
    const listed = await demo.image.metadefs.properties.list(namespace);
    assert.deepEqual(listed, { speed: schema, other: { title: 'Other', type: 'boolean' } });
    assert.deepEqual(await properties.get(namespace, speed), speed);
    await properties.delete(namespace, 'speed');
    await failure(properties.get(namespace, 'speed'), NotFound);
    await properties.deleteAll(namespace);
    assert.deepEqual(await properties.list(namespace), {});
  });

  test('a change of a property leaves everything else as it is', async (t) => {
    const namespace = await createNamespace(t, admin);
    await properties.create(namespace, speed);
    const changed = await properties.update(namespace, 'speed', { title: 'Velocity', maximum: null });
    const { maximum: _, ...rest } = speed;
    assert.deepEqual(changed, { ...rest, title: 'Velocity' });
    const renamed = await properties.update(namespace, 'speed', { name: 'velocity' });
    assert.deepEqual(renamed, { ...rest, title: 'Velocity', name: 'velocity' });
  });

  test('a property of a resource type is got under its prefix', async (t) => {
    const namespace = await createNamespace(t, admin);
    await properties.create(namespace, speed);
    await resourceTypes.associate(namespace, { name: 'OS::Glance::Image', prefix: 'my_' });
    const options = { resourceType: 'OS::Glance::Image' };
    assert.equal((await properties.get(namespace, 'my_speed', options)).title, 'Speed');
    await failure(properties.get(namespace, 'speed', options), NotFound);
  });

  test('tags are created, renamed, got, and deleted one by one or all together', async (t) => {
    const namespace = await createNamespace(t, admin);
    const created = await tags.create(namespace, 'one');
    assert.equal(created.name, 'one');
    assert.ok(created.createdAt !== null);
    await tags.create(namespace, 'two');
    assert.deepEqual((await demo.image.metadefs.tags.list(namespace)).toSorted(), ['one', 'two']);
    assert.equal((await tags.rename(namespace, created, 'uno')).name, 'uno');
    assert.equal((await tags.get(namespace, 'uno')).name, 'uno');
    await failure(tags.get(namespace, 'one'), NotFound);
    await tags.delete(namespace, 'uno');
    assert.deepEqual(await tags.list(namespace), ['two']);
    await tags.deleteAll(namespace);
    assert.deepEqual(await tags.list(namespace), []);
  });

  test('tags are set all at once, or appended', async (t) => {
    const namespace = await createNamespace(t, admin, { tags: ['old'] });
    assert.deepEqual((await tags.set(namespace, ['a', 'b', 'a'])).toSorted(), ['a', 'b']);
    assert.deepEqual((await tags.list(namespace)).toSorted(), ['a', 'b']);
    await tags.set(namespace, ['c'], { append: true });
    assert.deepEqual((await tags.list(namespace)).toSorted(), ['a', 'b', 'c']);
    await failure(tags.set(namespace, ['c'], { append: true }), Conflict);
    assert.deepEqual((await tags.list(namespace)).toSorted(), ['a', 'b', 'c']);
  });

  test('resource types are listed; a namespace is for some of them', async (t) => {
    const known = await demo.image.metadefs.resourceTypes.list();
    assert.ok(known.some(({ name }) => name === 'OS::Glance::Image'));
    const namespace = await createNamespace(t, admin);
    const association = { name: 'OS::Cinder::Volume', prefix: 'x_', propertiesTarget: 'image' };
    const made = await resourceTypes.associate(namespace, association);
    assert.deepEqual([made.name, made.prefix, made.propertiesTarget], ['OS::Cinder::Volume', 'x_', 'image']);
    await failure(resourceTypes.associate(namespace, association), Conflict);
    const [listed, ...others] = await demo.image.metadefs.resourceTypes.associations(namespace);
    assert.ok(listed !== undefined && others.length === 0);
    assert.equal(listed.propertiesTarget, 'image');
    await resourceTypes.dissociate(namespace, listed);
    assert.deepEqual(await resourceTypes.associations(namespace), []);
    await failure(resourceTypes.dissociate(namespace, listed), NotFound);
    await resourceTypes.dissociate(namespace, listed, { ignoreMissing: true });
  });

  test('names are taken once', async (t) => {
    const namespace = await createNamespace(t, admin);
    await objects.create(namespace, { name: 'x' });
    await failure(objects.create(namespace, { name: 'x' }), Conflict);
    await properties.create(namespace, speed);
    await failure(properties.create(namespace, speed), Conflict);
    await tags.create(namespace, 'x');
    await failure(tags.create(namespace, 'x'), Conflict);
  });

  test('what is not there is NotFound, or nothing to do', async (t) => {
    const namespace = await createNamespace(t, admin);
    await failure(objects.update(namespace, 'x', { description: 'y' }), NotFound);
    await failure(properties.update(namespace, 'x', { title: 'y' }), NotFound);
    await failure(tags.rename(namespace, 'x', 'y'), NotFound);
    await objects.delete(namespace, 'x', { ignoreMissing: true });
    await properties.delete(namespace, 'x', { ignoreMissing: true });
    await tags.delete(namespace, 'x', { ignoreMissing: true });
    await failure(objects.list('Ostk::Conformance::Nowhere'), NotFound);
  });

  test('a property of a type that there is not is a BadRequest', async (t) => {
    const namespace = await createNamespace(t, admin);
    await failure(properties.create(namespace, { name: 'x', title: 'X', type: 'date' }), BadRequest);
  });

  test('is written by administrators only', async (t) => {
    const namespace = await createNamespace(t, admin);
    const plain = demo.image.metadefs;
    await failure(plain.objects.create(namespace, { name: 'x' }), Forbidden);
    await failure(plain.properties.create(namespace, speed), Forbidden);
    await failure(plain.tags.create(namespace, 'x'), Forbidden);
    await failure(plain.tags.set(namespace, ['x']), Forbidden);
    await failure(plain.resourceTypes.associate(namespace, { name: 'OS::Glance::Image' }), Forbidden);
  });

  test('names and parts that cannot be are refused', async () => {
    await failure(objects.create('x', { name: 'ä' }), OptionError);
    await failure(tags.create('x', 'a/b'), OptionError);
    await failure(tags.set('x', ['ok', '']), OptionError);
    await failure(properties.create('x', { ...speed, name: '' }), OptionError);
    const changes: object = { discription: 'x' };
    const error = await failure(objects.update('x', 'y', changes), OptionError);
    assert.match(error.message, /did you mean description\?/);
  });
});
