import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { BadRequest, Forbidden, ImportError, NotFound, OptionError } from '@ostk/sdk';

import { cloud, suite } from '../harness/cloud.ts';
import { uniqueName } from '../harness/images.ts';
import { serveToCloud } from '../harness/web-source.ts';
import { createNamespace } from './metadef-support.ts';
import { connectAs, create, failure, upload } from './support.ts';

const demo = await connectAs('demo');
const alt = await connectAs('alt');
const admin = await connectAs('admin');
const altProject = (await cloud.session('alt')).projectId;
const patience = { interval: 100, timeout: 60_000 } as const;
const { namespaces, objects, properties, tags, resourceTypes } = admin.image.metadefs;

suite('SDK: where other clients of the rest of the Image service go wrong', () => {
  test('actions: a refusal is an error, not silence', async (t) => {
    await failure(admin.image.deactivateImage(randomUUID()), NotFound);
    await failure(admin.image.reactivateImage(randomUUID()), NotFound);
    await failure(admin.image.deactivateImage(await create(t, demo)), Forbidden);
  });

  test('tags: a tag is one segment of the URL, whatever is in it', async (t) => {
    const image = await create(t, demo);
    await demo.image.addTag(image, 'a b?c#d');
    assert.deepEqual((await demo.image.getImage(image)).tags, ['a b?c#d']);
  });

  test('tags: adding one does not write back those that were there when the image was got', async (t) => {
    const image = await create(t, demo, { tags: ['old'] });
    await admin.image.setTags(image, ['new']);
    await demo.image.addTag(image, 'a');
    assert.deepEqual((await demo.image.getImage(image)).tags.toSorted(), ['a', 'new']);
  });

  test('ids: what is no single segment of a URL does not reach another resource', async () => {
    await failure(demo.image.getImage('..'), OptionError);
    await failure(demo.image.getImage(`../images?name=x`), NotFound);
    await failure(demo.image.members(''), OptionError);
  });

  test('members: accepting needs no project to be named, and leaves the owner', async (t) => {
    const image = await create(t, demo, { visibility: 'shared' });
    await demo.image.addMember(image, altProject);
    assert.equal((await alt.image.acceptImage(image)).status, 'accepted');
    assert.equal((await alt.image.getImage(image)).owner, image.owner);
  });

  test('members: shares that are not accepted yet can be listed', async (t) => {
    const image = await create(t, demo, { visibility: 'shared' });
    await demo.image.addMember(image, altProject);
    const pending = await alt.image.images({ visibility: 'shared', memberStatus: 'pending' }).toArray();
    assert.ok(pending.some(({ id }) => id === image.id));
  });

  test('staging: an id will do, and what is sent are the bytes', async (t) => {
    const { id } = await create(t, demo);
    const staged = await demo.image.stageImage(id, { text: 'bytes' });
    assert.deepEqual([staged.status, staged.size], ['uploading', 5]);
  });

  test('importing: an id will do, and what is answered is the image afterwards', async (t) => {
    const { id } = await create(t, demo);
    await demo.image.stageImage(id, { text: 'bytes' });
    const image = await demo.image.importImage(id, { method: 'glance-direct', ...patience });
    assert.deepEqual([image.status, image.size], ['active', 5]);
  });

  test('importing: a refusal is an error, and not taken for success', async (t) => {
    const image = await create(t, demo);
    const work = demo.image.importImage(image, { method: 'web-download', uri: 'gopher://x/' });
    await failure(work, BadRequest);
  });

  test('importing: it is waited for, and a failure is an error with its reason', async (t) => {
    const url = await serveToCloud(t, (_, response) => response.writeHead(404).end());
    const image = await create(t, demo);
    const work = demo.image.importImage(image, { method: 'web-download', uri: url, ...patience });
    const error = await failure(work, ImportError);
    const [task] = await demo.image.imageTasks(image);
    assert.equal(error.taskId, task?.id);
  });

  test('importing: an unknown method leaves no image behind', async () => {
    const name = uniqueName();
    const formats = { diskFormat: 'raw', containerFormat: 'bare' } as const;
    await failure(demo.image.createImage({ name, from: 'ftp://x/y', ...formats }), OptionError);
    const options: object = { name, from: 'http://127.0.0.1:18080/x', importMethod: 'x', ...formats };
    await failure(demo.image.createImage(options), OptionError);
    assert.deepEqual(await demo.image.images({ name }).toArray(), []);
  });

  test('importing: a failure of some stores can be allowed', async (t) => {
    const image = await create(t, demo);
    await demo.image.stageImage(image, { text: 'data' });
    const targets = { allStores: true, allStoresMustSucceed: false };
    const active = await demo.image.importImage(image, { method: 'glance-direct', ...targets, ...patience });
    assert.equal(active.stores.length, 2);
  });

  test('stores: an upload can choose one', async (t) => {
    const other = (await demo.image.stores()).find(({ isDefault }) => !isDefault);
    const image = await upload(t, demo, { data: { text: 'data' }, store: other?.id });
    assert.deepEqual(image.stores, [other?.id]);
  });

  test('stores: the type and all properties are told', async () => {
    const [store] = await admin.image.stores({ detail: true });
    assert.equal(store?.type, 'file');
    assert.ok(typeof store.properties['data_dir'] === 'string');
  });

  test('tasks: those of an image are for its owner, too', async (t) => {
    const image = await create(t, demo);
    await demo.image.stageImage(image, { text: 'data' });
    await demo.image.importImage(image, { method: 'glance-direct', ...patience });
    const [task] = await demo.image.imageTasks(image);
    assert.equal(task?.status, 'success');
    assert.equal(Number.isNaN(Date.parse(task.createdAt)), false);
    assert.ok(Math.abs(Date.parse(task.createdAt) - Date.now()) < 3_600_000, 'its time has a zone');
  });

  test('quotas: there is a call for them', async () => {
    assert.equal(typeof (await demo.image.usage()), 'object');
  });

  test('versions: what a cloud can do is asked, not read off the newest version', async () => {
    assert.equal(await demo.image.supports('imageTasks'), true);
    assert.equal(await demo.image.supports('locations'), cloud.release.hasLocationsApi);
    assert.equal(await demo.image.supports('cacheMaintenance'), false);
  });

  test('cache: it can be emptied in part', async (t) => {
    const image = await upload(t, demo, { data: { text: 'data' } });
    await admin.image.cache.queue(image);
    await admin.image.cache.clear({ target: 'queue' });
    await admin.image.cache.clear({ target: 'cache' });
    assert.equal((await admin.image.cache.list()).queued.includes(image.id), false);
  });

  test('definitions: a new title keeps visibility, protection and description', async (t) => {
    const namespace = await createNamespace(t, admin, { description: 'kept', protected: true });
    const changed = await namespaces.update(namespace, { displayName: 'New' });
    assert.deepEqual([changed.visibility, changed.protected, changed.description], ['public', true, 'kept']);
  });

  test('definitions: a new name of an object keeps what is in it', async (t) => {
    const namespace = await createNamespace(t, admin);
    const p = { title: 'P', type: 'string' };
    await objects.create(namespace, { name: 'old', description: 'd', required: ['p'], properties: { p } });
    const renamed = await objects.update(namespace, 'old', { name: 'new' });
    assert.deepEqual([renamed.description, renamed.required, renamed.properties], ['d', ['p'], { p }]);
  });

  test('definitions: an object is created with its properties', async (t) => {
    const namespace = await createNamespace(t, admin);
    const p = { title: 'P', type: 'integer', minimum: 1 };
    await objects.create(namespace, { name: 'o', properties: { p } });
    assert.deepEqual((await objects.get(namespace, 'o')).properties, { p });
  });

  test('definitions: a new title of a property keeps the rest', async (t) => {
    const namespace = await createNamespace(t, admin);
    await properties.create(namespace, {
      name: 'p',
      title: 'P',
      type: 'string',
      enum: ['a', 'b'],
      pattern: 'a|b',
    });
    const changed = await properties.update(namespace, 'p', { title: 'Q' });
    assert.deepEqual(changed, { name: 'p', title: 'Q', type: 'string', enum: ['a', 'b'], pattern: 'a|b' });
  });

  test('definitions: properties are a list by name', async (t) => {
    const namespace = await createNamespace(t, admin, { properties: { p: { title: 'P', type: 'string' } } });
    assert.deepEqual(await properties.list(namespace), { p: { title: 'P', type: 'string' } });
  });

  test('definitions: tags are appended, got, and renamed', async (t) => {
    const namespace = await createNamespace(t, admin, { tags: ['a'] });
    await tags.set(namespace, ['b', 'c'], { append: true });
    await tags.rename(namespace, 'a', 'z');
    assert.equal((await tags.get(namespace, 'z')).name, 'z');
    assert.deepEqual((await tags.list(namespace)).toSorted(), ['b', 'c', 'z']);
  });

  test('definitions: an association has its prefix', async (t) => {
    const namespace = await createNamespace(t, admin);
    await resourceTypes.associate(namespace, { name: 'OS::Glance::Image', prefix: 'x_' });
    const [association] = await resourceTypes.associations(namespace);
    assert.equal(association?.prefix, 'x_');
  });

  test('definitions: to delete nothing does not delete everything', async (t) => {
    const namespace = await createNamespace(t, admin, { tags: ['a'] });
    await objects.create(namespace, { name: 'o' });
    await failure(objects.delete(namespace, ''), OptionError);
    await failure(properties.delete(namespace, ''), OptionError);
    await failure(tags.delete(namespace, ''), OptionError);
    assert.equal((await objects.list(namespace)).length, 1);
    assert.deepEqual(await tags.list(namespace), ['a']);
  });

  test('definitions: lists go on after the first 25', async (t) => {
    const type = `Ostk::${uniqueName()}`;
    for (let count = 0; count < 26; count += 1)
      await createNamespace(t, admin, { resourceTypeAssociations: [{ name: type }] });
    const listed = await demo.image.metadefs.namespaces.list({ resourceTypes: [type] }).toArray();
    assert.equal(new Set(listed.map(({ namespace }) => namespace)).size, 26);
  });

  test('cleaning up: hidden and protected images are seen to when that is asked for', async (t) => {
    const name = uniqueName();
    const image = await create(t, demo, { name, osHidden: true, protected: true });
    const options = { filter: (each: { readonly name: string | null }): boolean => each.name === name };
    assert.equal((await demo.image.cleanupImages(options)).deleted.length, 0);
    const thorough = { ...options, includeHidden: true, unprotect: true };
    assert.deepEqual(
      (await demo.image.cleanupImages(thorough)).deleted.map(({ id }) => id),
      [image.id],
    );
  });
});
