import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cloud, suite } from '../harness/cloud.ts';
import { assertImageError, explained } from '../harness/errors.ts';
import { createImage } from '../harness/images.ts';
import { at, listAt, namesAt, stringAt, stringsAt } from '../harness/json.ts';

const admin = await cloud.session('admin');
const demo = await cloud.session('demo');

suite('Glance: what the cloud says of itself', () => {
  test('import methods', async () => {
    const answer = await demo.image('GET', '/v2/info/import');
    assert.equal(answer.status, 200);
    assert.deepEqual(namesAt(answer.json), ['import-methods']);
    assert.equal(at(answer.json, 'import-methods', 'description'), 'Import methods available.');
    assert.equal(at(answer.json, 'import-methods', 'type'), 'array');
    const methods = stringsAt(answer.json, 'import-methods', 'value');
    for (const method of ['glance-direct', 'web-download', 'copy-image']) assert.ok(methods.includes(method));
  });

  test('stores, one of them the default, told by a string', async () => {
    const answer = await demo.image('GET', '/v2/info/stores');
    assert.equal(answer.status, 200);
    const stores = listAt(answer.json, 'stores');
    assert.ok(stores.length >= 2);
    for (const store of stores) assert.ok(stringAt(store, 'id').length > 0);
    assert.deepEqual(
      stores.map((store) => at(store, 'default')).filter((value) => value !== undefined),
      ['true'],
    );
  });

  test('details of stores are for administrators', async () => {
    const refused = await demo.image('GET', '/v2/info/stores/detail');
    assertImageError(
      refused,
      403,
      explained('You are not authorized to complete stores_info_detail action.'),
    );
    const answer = await admin.image('GET', '/v2/info/stores/detail');
    assert.equal(answer.status, 200);
    const plain = await demo.image('GET', '/v2/info/stores');
    const ids = (json: typeof plain.json): readonly string[] =>
      listAt(json, 'stores').map((each) => stringAt(each, 'id'));
    assert.deepEqual(ids(answer.json), ids(plain.json));
    for (const store of listAt(answer.json, 'stores')) assert.equal(at(store, 'type'), 'file');
  });

  test('usage is empty where Keystone keeps no limits', async () => {
    const answer = await demo.image('GET', '/v2/info/usage');
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.json, { usage: {} });
  });

  test('an image has no tasks to begin with', async (t) => {
    const id = await createImage(t, demo);
    const answer = await demo.image('GET', `/v2/images/${id}/tasks`);
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.json, { tasks: [] });
  });

  test('the list of tasks and the cache are for administrators', async () => {
    const tasks = await demo.image('GET', '/v2/tasks');
    assertImageError(tasks, 403, explained('You are not authorized to complete tasks_api_access action.'));
    const cache = await demo.image('GET', '/v2/cache');
    assertImageError(cache, 403, explained('You are not authorized to complete cache_list action.'));
  });

  test('the locations API exists by release', async (t) => {
    const id = await createImage(t, demo);
    const answer = await demo.image('GET', `/v2/images/${id}/locations`);
    if (cloud.release.hasLocationsApi) {
      assertImageError(
        answer,
        403,
        explained('You are not authorized to complete fetch_image_location action.'),
      );
    } else {
      assertImageError(answer, 404, explained('The resource could not be found.'));
    }
  });
});
