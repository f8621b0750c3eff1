import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';

import { cloud, suite } from '../harness/cloud.ts';
import { assertImageError, explained } from '../harness/errors.ts';
import { createActiveImage, createImage, putData, showImage, waitForStatus } from '../harness/images.ts';
import { importSettled, stage, startImport } from '../harness/imports.ts';
import { at, listAt, stringAt } from '../harness/json.ts';
import type { Json } from '../harness/json.ts';
import { serveToCloud } from '../harness/web-source.ts';

const admin = await cloud.session('admin');
const demo = await cloud.session('demo');

async function onlyTask(id: string): Promise<Json> {
  const answer = await demo.image('GET', `/v2/images/${id}/tasks`);
  assert.equal(answer.status, 200);
  const [task, ...others] = listAt(answer.json, 'tasks');
  assert.ok(task !== undefined && others.length === 0, answer.text);
  return task;
}

const webDownload = (uri: string): Json => ({ method: { name: 'web-download', uri } });
const noTransition = (from: string, to: string): string =>
  explained(`Image status transition from ${from} to ${to} is not allowed`);
const glanceDirect: Json = { method: { name: 'glance-direct' } };

suite('Glance: importing', () => {
  test('staged data are imported by glance-direct', async (t) => {
    const id = await createImage(t, demo);
    const staged = await stage(demo, id, 'staged data');
    assert.equal(staged.status, 204);
    const uploading = await showImage(demo, id);
    assert.equal(at(uploading, 'status'), 'uploading');
    assert.equal(at(uploading, 'size'), 11);
    assert.equal(at(uploading, 'checksum'), null);
    const answer = await startImport(demo, id, glanceDirect);
    assert.equal(answer.status, 202);
    assert.equal(answer.text, '');
    const image = await importSettled(demo, id);
    assert.equal(at(image, 'status'), 'active');
    assert.equal(at(image, 'checksum'), createHash('md5').update('staged data').digest('hex'));
    assert.equal(at(image, 'os_glance_failed_import'), '');
    assert.equal(at(image, 'os_glance_importing_to_stores'), '');
    assert.equal((await demo.image('GET', `/v2/images/${id}/file`)).text, 'staged data');
    const task = await onlyTask(id);
    assert.equal(at(task, 'type'), 'api_image_import');
    assert.equal(at(task, 'status'), 'success');
    assert.equal(at(task, 'image_id'), id);
    assert.deepEqual(at(task, 'input', 'import_req'), glanceDirect);
  });

  test('all_stores fills every store', async (t) => {
    const id = await createImage(t, demo);
    await stage(demo, id, 'data');
    assert.equal(
      (await startImport(demo, id, { method: { name: 'glance-direct' }, all_stores: true })).status,
      202,
    );
    const image = await importSettled(demo, id);
    assert.deepEqual(stringAt(image, 'stores').split(',').toSorted(), await storeIds());
  });

  test('web-download fetches by itself', async (t) => {
    const url = await serveToCloud(t, (_, response) => response.end('fetched'));
    const id = await createImage(t, demo);
    assert.equal((await startImport(demo, id, webDownload(`${url}/image`))).status, 202);
    await importSettled(demo, id);
    assert.equal((await demo.image('GET', `/v2/images/${id}/file`)).text, 'fetched');
  });

  for (const [what, serve] of [
    ['is not there', (response: ServerResponse) => response.writeHead(404).end()],
    [
      'breaks off',
      (response: ServerResponse) => {
        response.writeHead(200, { 'Content-Length': '10' });
        response.write('12345', () => response.destroy());
      },
    ],
  ] as const) {
    test(`when the source ${what}, the image is queued again and only the task has failed`, async (t) => {
      const url = await serveToCloud(t, (_, response) => {
        serve(response);
      });
      const id = await createImage(t, demo);
      assert.equal((await startImport(demo, id, webDownload(`${url}/image`))).status, 202);
      const image = await importSettled(demo, id);
      assert.equal(at(image, 'status'), 'queued');
      assert.equal(at(image, 'os_glance_failed_import'), at(await standardStore(), 'id'));
      assert.equal(at(await onlyTask(id), 'status'), 'failure');
      assert.equal((await putData(demo, id, 'data')).status, 204, 'the record can be used');
    });
  }

  test('while an import runs, the image takes no other data: 409', async (t) => {
    const source = new EventEmitter();
    const half = once(source, 'half');
    const url = await serveToCloud(t, (_, response) => {
      response.writeHead(200, { 'Content-Length': '10' });
      response.write('12345');
      source.emit('half', response);
    });
    const id = await createImage(t, demo);
    assert.equal((await startImport(demo, id, webDownload(`${url}/image`))).status, 202);
    const importing = await waitForStatus(demo, id, 'importing');
    assert.match(stringAt(importing, 'os_glance_import_task'), /^[0-9a-f-]{36}$/);
    const again = await startImport(demo, id, webDownload(`${url}/image`));
    const state = "Image needs to be in 'queued' state to use 'web-download' method";
    assertImageError(again, 409, explained(state));
    const upload = await putData(demo, id, 'data');
    assertImageError(upload, 409, noTransition('importing', 'saving'));
    // The status changes before the cloud has asked the source for anything.
    const [response] = await half;
    response.end('67890');
    assert.equal(at(await importSettled(demo, id), 'status'), 'active');
  });

  test('copy-image brings an active image to another store', async (t) => {
    const id = await createActiveImage(t, demo, 'data');
    const request = { method: { name: 'copy-image' }, all_stores: true };
    const refused = await startImport(demo, id, request);
    assertImageError(refused, 403, explained('You are not authorized to complete copy_image action.'));
    assert.equal((await startImport(admin, id, request)).status, 202);
    const image = await importSettled(demo, id);
    assert.equal(at(image, 'status'), 'active');
    assert.deepEqual(stringAt(image, 'stores').split(',').toSorted(), await storeIds());
  });

  test('a staged image is takes no other data: 409', async (t) => {
    const id = await createImage(t, demo);
    await stage(demo, id, 'data');
    assertImageError(await stage(demo, id, 'data'), 409, noTransition('uploading', 'uploading'));
    assertImageError(await putData(demo, id, 'data'), 409, noTransition('uploading', 'saving'));
    const state = "Image needs to be in 'queued' state to use 'web-download' method";
    assertImageError(
      await startImport(demo, id, webDownload('http://127.0.0.1:18080/x')),
      409,
      explained(state),
    );
  });

  const refused: readonly (readonly [string, Json, number, string])[] = [
    ['an unknown method', { method: { name: 'nope' } }, 400, "Unknown import method name 'nope'."],
    ['no method', {}, 400, "Import request requires a 'method' field."],
    ['a method without a name', { method: {} }, 400, "Import request requires a 'name' field."],
    [
      'no URI',
      { method: { name: 'web-download' } },
      400,
      'URI for web-download does not pass filtering: None',
    ],
    [
      'another scheme',
      webDownload('ftp://x/y'),
      400,
      'URI for web-download does not pass filtering: ftp://x/y',
    ],
    [
      'nothing staged',
      glanceDirect,
      409,
      "Image needs to be staged before 'glance-direct' method can be used",
    ],
    [
      'a copy of nothing',
      { method: { name: 'copy-image' }, all_stores: true },
      409,
      'Only images with status active can be targeted for copying',
    ],
  ];
  for (const [what, request, status, reason] of refused) {
    test(`${what} is a ${status}`, async (t) => {
      const id = await createImage(t, demo);
      assertImageError(await startImport(demo, id, request), status, explained(reason));
      assert.equal(at(await showImage(demo, id), 'status'), 'queued');
    });
  }

  test('stores are named or all of them: 400; and they must be there: 409', async (t) => {
    const id = await createImage(t, demo);
    await stage(demo, id, 'data');
    const both = await startImport(demo, id, {
      method: { name: 'glance-direct' },
      all_stores: true,
      stores: ['x'],
    });
    const reason = "All_stores parameter can't be used with x-image-meta-store header or stores parameter";
    assertImageError(both, 400, explained(reason));
    const unknown = await startImport(demo, id, { method: { name: 'glance-direct' }, stores: ['nowhere'] });
    assertImageError(unknown, 409, explained('Store for identifier nowhere not found'));
  });
});

async function storeIds(): Promise<readonly string[]> {
  const ids: string[] = listAt((await demo.image('GET', '/v2/info/stores')).json, 'stores').map((store) =>
    stringAt(store, 'id'),
  );
  return ids.toSorted();
}

async function standardStore(): Promise<Json | undefined> {
  const stores = listAt((await demo.image('GET', '/v2/info/stores')).json, 'stores');
  return stores.find((each) => at(each, 'default') === 'true');
}
