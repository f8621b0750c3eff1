import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import type { TestContext } from 'node:test';

import { cloud, suite } from '../harness/cloud.ts';
import { assertImageError, explained } from '../harness/errors.ts';
import { at, listAt, namesAt, stringAt } from '../harness/json.ts';
import type { Json } from '../harness/json.ts';

const admin = await cloud.session('admin');
const demo = await cloud.session('demo');
const root = '/v2/metadefs/namespaces';
const text: Json = { title: 'A title', type: 'string' };

/** Creates a namespace that is gone when the test is over. Answers its path. */
async function createNamespace(
  t: TestContext,
  content: Readonly<Record<string, Json>> = {},
): Promise<string> {
  const namespace = `ostk-conformance-${randomBytes(8).toString('hex')}`;
  const answer = await admin.image('POST', root, { json: { namespace, ...content } });
  assert.equal(answer.status, 201, answer.text);
  t.after(async () => {
    await admin.image('DELETE', `${root}/${namespace}`);
  });
  return `${root}/${namespace}`;
}

function namesOf(list: readonly Json[]): readonly string[] {
  return list.map((item) => stringAt(item, 'name'));
}

suite('Glance: metadata definitions', () => {
  test('a namespace shows what it has, and nothing that is null', async (t) => {
    const path = await createNamespace(t);
    const answer = await admin.image('GET', path);
    assert.equal(answer.status, 200);
    assert.deepEqual(namesAt(answer.json), [
      'created_at',
      'namespace',
      'owner',
      'protected',
      'schema',
      'self',
      'updated_at',
      'visibility',
    ]);
    assert.equal(at(answer.json, 'self'), path);
    assert.equal(at(answer.json, 'visibility'), 'private');
  });

  test('a private one is not there for others: each route tells it in words of its own', async (t) => {
    const path = await createNamespace(t);
    const name = path.slice(root.length + 1);
    const bare = await demo.image('GET', path);
    assertImageError(bare, 404, explained('The resource could not be found.'));
    assertImageError(await demo.image('GET', `${path}/tags`), 404, explained(`Namespace ${name} not found`));
    const missing = await demo.image('GET', `${root}/ostk-none`);
    const words = 'Metadata definition namespace=ostk-none was not found.';
    assertImageError(missing, 404, explained(words));
    assertImageError(
      await demo.image('GET', `${root}/ostk-none/tags`),
      404,
      explained('Namespace ostk-none not found'),
    );
  });

  test('what an update does not name is gone', async (t) => {
    const path = await createNamespace(t, { description: 'What for', visibility: 'public' });
    const namespace = path.slice(root.length + 1);
    const answer = await admin.image('PUT', path, { json: { namespace } });
    assert.equal(answer.status, 200);
    assert.equal(at(answer.json, 'description'), undefined);
    assert.equal(at(answer.json, 'visibility'), 'private');
  });

  test('tags come newest first, and an empty list of them takes none away', async (t) => {
    const path = await createNamespace(t, { tags: [{ name: 'first' }, { name: 'second' }] });
    const tags = async (): Promise<readonly string[]> =>
      namesOf(listAt((await admin.image('GET', `${path}/tags`)).json, 'tags'));
    assert.deepEqual(await tags(), ['second', 'first']);
    assert.deepEqual(namesOf(listAt((await admin.image('GET', path)).json, 'tags')), ['second', 'first']);
    assert.equal((await admin.image('POST', `${path}/tags`, { json: { tags: [] } })).status, 201);
    assert.deepEqual(await tags(), ['second', 'first']);
    const again = await admin.image('POST', `${path}/tags`, {
      json: { tags: [{ name: 'third' }, { name: 'third' }] },
    });
    assert.equal(again.status, 409);
    assert.deepEqual(await tags(), ['second', 'first'], 'all or none');
  });

  const values: readonly (readonly [Json, string | null])[] = [
    [7, '7'],
    [0.5, '0.5'],
    [true, 'True'],
    ['text', 'text'],
    [['a'], null],
  ];
  for (const [given, kept] of values) {
    test(`the default ${JSON.stringify(given)} becomes ${JSON.stringify(kept)}`, async (t) => {
      const path = await createNamespace(t);
      const json = { name: 'one', title: 'One', type: 'string', default: given };
      const answer = await admin.image('POST', `${path}/properties`, { json });
      assert.equal(answer.status, 201);
      assert.equal(at(answer.json, 'default'), kept);
    });
  }

  test('limits of properties lose their fraction', async (t) => {
    const path = await createNamespace(t);
    const json = { name: 'one', title: 'One', type: 'number', minimum: 0.5, maximum: 1.5 };
    const answer = await admin.image('POST', `${path}/properties`, { json });
    assert.deepEqual([at(answer.json, 'minimum'), at(answer.json, 'maximum')], [0, 1]);
  });

  test('what the schema lets through and the model does not is an error of Glance: 500', async (t) => {
    const path = await createNamespace(t);
    const json = { name: 'one', title: 'One', type: 'array', enum: [1] };
    assert.equal((await admin.image('POST', `${path}/properties`, { json })).status, 500);
    const answer = await admin.image('GET', `${path}/properties`);
    assert.deepEqual(at(answer.json, 'properties'), {});
  });

  test('a path is Latin-1 to Glance: what is not ASCII is not found by the name it was given', async (t) => {
    const path = await createNamespace(t, { objects: [{ name: 'größe' }] });
    const utf8 = await admin.image('GET', `${path}/objects/${encodeURIComponent('größe')}`);
    assert.equal(utf8.status, 404);
    // And over a path that is no UTF-8 it trips.
    assert.equal((await admin.image('GET', `${path}/objects/gr%F6%DFe`)).status, 500);
  });

  test('properties and objects are shown with the prefix of the resource type that is named', async (t) => {
    const path = await createNamespace(t, {
      resource_type_associations: [{ name: 'OS::Glance::Image', prefix: 'my_' }],
      properties: { one: text },
      objects: [{ name: 'thing', required: ['two'], properties: { two: text } }],
    });
    const answer = await admin.image('GET', `${path}?resource_type=OS::Glance::Image`);
    assert.deepEqual(namesAt(answer.json, 'properties'), ['my_one']);
    assert.deepEqual(namesAt(answer.json, 'objects', 0, 'properties'), ['my_two']);
    assert.deepEqual(at(answer.json, 'objects', 0, 'required'), ['my_two']);
    const one = await admin.image('GET', `${path}/properties/my_one?resource_type=OS::Glance::Image`);
    assert.deepEqual(one.json, { name: 'one', type: 'string', title: 'A title' });
  });

  test('what is protected stays, with all that is in it', async (t) => {
    const path = await createNamespace(t, { properties: { one: text }, tags: [{ name: 'tag' }] });
    const namespace = path.slice(root.length + 1);
    await admin.image('PUT', path, { json: { namespace, protected: true } });
    const whole = `Metadata definition namespace ${namespace} is protected and cannot be deleted.`;
    for (const [below, words] of [
      ['', whole],
      ['/tags', whole],
      ['/tags/tag', 'Metadata definition tag tag is protected and cannot be deleted.'],
      ['/properties/one', 'Metadata definition property one is protected and cannot be deleted.'],
    ] as const) {
      assertImageError(await admin.image('DELETE', path + below), 403, explained(words));
    }
    await admin.image('PUT', path, { json: { namespace } });
  });

  test('plain members create nothing: 403', async () => {
    const answer = await demo.image('POST', root, { json: { namespace: 'ostk-mine' } });
    assertImageError(
      answer,
      403,
      explained('You are not authorized to complete add_metadef_namespace action.'),
    );
  });
});
