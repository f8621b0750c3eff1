import assert from 'node:assert/strict';
import { test } from 'node:test';

import { BadRequest, Conflict, Forbidden, NotFound, OptionError } from '@ostk/sdk';

import { cloud, suite } from '../harness/cloud.ts';
import { createNamespace, deleteNamespaceAfter, uniqueNamespace } from './metadef-support.ts';
import { connectAs, failure, refusal } from './support.ts';

const demo = await connectAs('demo');
const admin = await connectAs('admin');
const adminProject = (await cloud.session('admin')).projectId;
const { namespaces } = admin.image.metadefs;

suite('SDK: namespaces of the metadata definitions', () => {
  test('those a cloud comes with are listed, page by page', async () => {
    const all = await namespaces.list({ sortKey: 'namespace', sortDir: 'asc', limit: 7 }).toArray();
    const names = all.map(({ namespace }) => namespace);
    assert.ok(names.length > 1);
    assert.equal(new Set(names).size, names.length);
    const shipped = all.filter((each) => each.protected && each.visibility === 'public');
    assert.ok(shipped.some(({ resourceTypeAssociations }) => resourceTypeAssociations.length > 0));
    const some = await namespaces.list({ limit: 1, maxItems: 2 }).toArray();
    assert.equal(some.length, 2);
  });

  test('are created with all that is in them, got, and deleted', async (t) => {
    const namespace = uniqueNamespace();
    deleteNamespaceAfter(t, admin, namespace);
    const created = await namespaces.create({
      namespace,
      displayName: 'A name',
      description: 'What it is for',
      visibility: 'public',
      resourceTypeAssociations: [{ name: 'OS::Glance::Image', prefix: 'my_' }],
      properties: { speed: { title: 'Speed', type: 'integer', minimum: 0, maximum: 9 } },
      objects: [
        {
          name: 'engine',
          description: 'What drives it',
          required: ['fuel'],
          properties: { fuel: { title: 'Fuel', type: 'string', enum: ['petrol', 'none'] } },
        },
      ],
      tags: ['fast', 'slow'],
    });
    assert.equal(created.owner, adminProject);
    const content = await demo.image.metadefs.namespaces.get(namespace);
    assert.equal(content.displayName, 'A name');
    assert.deepEqual(content.properties, {
      speed: { title: 'Speed', type: 'integer', minimum: 0, maximum: 9 },
    });
    const [engine] = content.objects;
    assert.deepEqual([engine?.name, engine?.required], ['engine', ['fuel']]);
    assert.deepEqual(engine?.properties, {
      fuel: { title: 'Fuel', type: 'string', enum: ['petrol', 'none'] },
    });
    assert.deepEqual(content.tags.map(({ name }) => name).toSorted(), ['fast', 'slow']);
    assert.deepEqual(
      content.resourceTypeAssociations.map(({ name, prefix }) => [name, prefix]),
      [['OS::Glance::Image', 'my_']],
    );
    const prefixed = await namespaces.get(namespace, { resourceType: 'OS::Glance::Image' });
    assert.deepEqual(Object.keys(prefixed.properties), ['my_speed']);
    await namespaces.delete(content);
    await failure(namespaces.get(namespace), NotFound);
    await failure(namespaces.delete(namespace), NotFound);
    await namespaces.delete(namespace, { ignoreMissing: true });
  });

  test('a change leaves everything else as it is', async (t) => {
    const content = {
      displayName: 'Name',
      description: 'Description',
      visibility: 'public',
      protected: true,
      properties: { p: { title: 'P', type: 'string' } },
      tags: ['t'],
      resourceTypeAssociations: [{ name: 'OS::Glance::Image' }],
    } as const;
    const namespace = await createNamespace(t, admin, content);
    const before = await namespaces.get(namespace);
    const changed = await namespaces.update(namespace, { displayName: 'Other' });
    assert.equal(changed.displayName, 'Other');
    const after = await namespaces.get(namespace);
    assert.deepEqual({ ...after, updatedAt: '' }, { ...before, displayName: 'Other', updatedAt: '' });
  });

  test('a part is taken away with null, and not otherwise', async (t) => {
    const namespace = await createNamespace(t, admin, { displayName: 'Name', description: 'Description' });
    const changed = await namespaces.update(namespace, { description: null, displayName: undefined });
    assert.equal(changed.description, null);
    assert.equal(changed.displayName, 'Name');
    assert.equal(changed.visibility, 'public');
  });

  test('one is renamed', async (t) => {
    const namespace = await createNamespace(t, admin, { tags: ['t'] });
    const name = uniqueNamespace();
    deleteNamespaceAfter(t, admin, name);
    assert.equal((await namespaces.update(namespace, { namespace: name })).namespace, name);
    await failure(namespaces.get(namespace), NotFound);
    assert.deepEqual(
      (await namespaces.get(name)).tags.map((tag) => tag.name),
      ['t'],
    );
  });

  test('a private one is seen by its owner only', async (t) => {
    const namespace = await createNamespace(t, admin, { visibility: 'private' });
    const seen = await demo.image.metadefs.namespaces.list({ limit: 1000 }).toArray();
    assert.equal(
      seen.some((each) => each.namespace === namespace),
      false,
    );
    await failure(demo.image.metadefs.namespaces.get(namespace), NotFound);
    const own = await namespaces.list({ visibility: 'private' }).toArray();
    assert.ok(own.some((each) => each.namespace === namespace));
  });

  test('have pages, and every filter counts on each of them', async (t) => {
    const type = `Ostk::${uniqueNamespace()}`.slice(0, 80);
    const made = [];
    for (let count = 0; count < 3; count += 1)
      made.push(await createNamespace(t, admin, { resourceTypeAssociations: [{ name: type }] }));
    const query = { resourceTypes: [type], sortKey: 'namespace', sortDir: 'asc', limit: 1 } as const;
    const pages = [];
    for await (const page of namespaces.list(query).pages()) pages.push(page.map((each) => each.namespace));
    assert.deepEqual(pages.flat(), made.toSorted());
    assert.ok(pages.every((page) => page.length <= 1));
    assert.equal((await namespaces.list({ ...query, maxItems: 2 }).toArray()).length, 2);
  });

  test('are found by what they are for', async (t) => {
    const type = `Ostk::${uniqueNamespace()}`.slice(0, 80);
    const namespace = await createNamespace(t, admin, { resourceTypeAssociations: [{ name: type }] });
    const found = await namespaces.list({ resourceTypes: [type] }).toArray();
    assert.deepEqual(
      found.map((each) => each.namespace),
      [namespace],
    );
  });

  test('a document of Glance is imported, as text or parsed, and so is one that was got', async (t) => {
    const namespace = deleteNamespaceAfter(t, admin, uniqueNamespace());
    const file = {
      namespace,
      display_name: 'Watchdog Behavior',
      description: 'Compute drivers may enable watchdog behavior over instances.',
      visibility: 'public',
      protected: false,
      resource_type_associations: [
        { name: 'OS::Glance::Image' },
        { name: 'OS::Cinder::Volume', properties_target: 'image' },
      ],
      properties: {
        hw_watchdog_action: { title: 'Watchdog Action', type: 'string', enum: ['disabled', 'reset'] },
      },
      objects: [{ name: 'o', properties: { p: { title: 'P', type: 'boolean' } } }],
      tags: [{ name: 't' }],
    };
    const imported = await namespaces.import(JSON.stringify(file));
    assert.equal(imported.namespace, namespace);
    const content = await namespaces.get(namespace);
    assert.equal(content.displayName, 'Watchdog Behavior');
    assert.deepEqual(Object.keys(content.properties), ['hw_watchdog_action']);
    const target = content.resourceTypeAssociations.find(({ name }) => name === 'OS::Cinder::Volume');
    assert.equal(target?.propertiesTarget, 'image');
    const session = await cloud.session('admin');
    const shown = await session.image('GET', `/v2/metadefs/namespaces/${namespace}`);
    await namespaces.delete(namespace);
    await namespaces.import(shown.text);
    assert.deepEqual(Object.keys((await namespaces.get(namespace)).properties), ['hw_watchdog_action']);
    await failure(namespaces.import(file), Conflict);
  });

  test('what is no namespace is not imported', async () => {
    await failure(namespaces.import('{'), OptionError);
    await failure(namespaces.import({ name: 'x' }), OptionError);
    const bad = { namespace: uniqueNamespace(), visibility: 'secret' };
    await failure(namespaces.import(bad), BadRequest);
  });

  test('a protected one is not deleted', async (t) => {
    const namespace = await createNamespace(t, admin, { protected: true });
    await failure(namespaces.delete(namespace), Forbidden);
    await namespaces.update(namespace, { protected: false });
    await namespaces.delete(namespace);
  });

  test('there is one of a name', async (t) => {
    const namespace = await createNamespace(t, admin);
    await failure(namespaces.create({ namespace }), Conflict);
  });

  test('are written by administrators only', async (t) => {
    const namespace = await createNamespace(t, admin);
    await failure(demo.image.metadefs.namespaces.create({ namespace: uniqueNamespace() }), Forbidden);
    await failure(demo.image.metadefs.namespaces.update(namespace, { displayName: 'x' }), Forbidden);
    await failure(demo.image.metadefs.namespaces.delete(namespace), Forbidden);
  });

  test('names that Glance would take but never find again are refused', async () => {
    for (const namespace of ['größe', 'a/b', '', '..', '日本']) {
      await failure(namespaces.create({ namespace }), OptionError);
    }
  });

  for (const [what, suffix] of [
    ['a space', ' x'],
    ['a question mark', '?x'],
    ['a percent sign and a hash', '%23#'],
  ] as const) {
    test(`a name with ${what} in it is found again`, async (t) => {
      const namespace = deleteNamespaceAfter(t, admin, `${uniqueNamespace()}${suffix}`);
      await namespaces.create({ namespace });
      assert.equal((await namespaces.get(namespace)).namespace, namespace);
      assert.equal((await namespaces.update(namespace, { description: 'x' })).description, 'x');
      await namespaces.delete(namespace);
    });
  }

  test('filters and options exist', async () => {
    const query: object = { resource_types: 'x' };
    assert.match(refusal(() => namespaces.list(query), OptionError).message, /did you mean resourceTypes\?/);
    const changes: object = { display_name: 'x' };
    await failure(namespaces.update('x', changes), OptionError);
  });
});
