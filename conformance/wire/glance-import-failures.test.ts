import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cloud, suite } from '../harness/cloud.ts';
import { createActiveImage, createImage } from '../harness/images.ts';
import { importSettled, stage, startImport } from '../harness/imports.ts';
import { at, listAt } from '../harness/json.ts';
import type { Json } from '../harness/json.ts';
import { serveToCloud } from '../harness/web-source.ts';

const admin = await cloud.session('admin');
const demo = await cloud.session('demo');

async function begin(id: string, request: Json): Promise<void> {
  const answer = await startImport(demo, id, request);
  assert.equal(answer.status, 202, answer.text);
}

async function stageData(id: string, data: string): Promise<void> {
  assert.equal((await stage(demo, id, data)).status, 204);
}

async function lastTask(id: string): Promise<Json | undefined> {
  return listAt((await demo.image('GET', `/v2/images/${id}/tasks`)).json, 'tasks').at(-1);
}

suite('Glance: what a failed import leaves behind', () => {
  test('a source that does not tell its length cannot be fetched', async (t) => {
    const url = await serveToCloud(t, (_, response) => {
      response.write('of any length');
      response.end();
    });
    const id = await createImage(t, demo);
    await begin(id, { method: { name: 'web-download', uri: `${url}/image` } });
    const image = await importSettled(demo, id);
    assert.equal(at(image, 'status'), 'queued');
    const task = await lastTask(id);
    assert.equal(at(task, 'status'), 'failure');
    assert.equal(at(task, 'message'), 'Task failed due to Internal Error');
  });

  test('staged data of another format: refused where formats are looked at, and then the image stays in importing', async (t) => {
    const id = await createImage(t, demo, { disk_format: 'qcow2' });
    await stageData(id, 'no qcow2');
    await begin(id, { method: { name: 'glance-direct' }, all_stores: true });
    const image = await importSettled(demo, id);
    const refused = cloud.release.formatMismatchIsRefused;
    assert.equal(at(image, 'status'), refused ? 'importing' : 'active');
    assert.equal(at(image, 'os_glance_failed_import'), refused ? 'fast' : '');
    assert.equal(at(image, 'os_glance_importing_to_stores'), refused ? 'cheap' : '');
    assert.equal(at(image, 'size'), 8);
  });

  test('when stores may fail, and all of them do, the image is queued again and empty', async (t) => {
    const id = await createImage(t, demo, { disk_format: 'qcow2' });
    await stageData(id, 'no qcow2');
    await begin(id, {
      method: { name: 'glance-direct' },
      all_stores: true,
      all_stores_must_succeed: false,
    });
    const image = await importSettled(demo, id);
    const refused = cloud.release.formatMismatchIsRefused;
    assert.equal(at(image, 'status'), refused ? 'queued' : 'active');
    assert.equal(at(image, 'os_glance_failed_import'), refused ? 'cheap,fast' : '');
    assert.equal(at(image, 'size'), refused ? null : 8);
  });

  test('tasks are shown to the project that began them, and to administrators', async (t) => {
    const id = await createActiveImage(t, demo, 'data');
    const json = { method: { name: 'copy-image' }, stores: ['cheap'] };
    assert.equal((await admin.image('POST', `/v2/images/${id}/import`, { json })).status, 202);
    assert.equal(at(await importSettled(demo, id), 'stores'), 'fast,cheap');
    assert.equal(await lastTask(id), undefined);
    const { json: seen } = await admin.image('GET', `/v2/images/${id}/tasks`);
    assert.equal(at(seen, 'tasks', 0, 'message'), 'Copied 0 MiB');
    assert.equal(at(seen, 'tasks', 0, 'deleted'), false);
  });
});
