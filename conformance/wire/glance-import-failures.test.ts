import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { cloud, suite } from '../harness/cloud.ts';
import { createActiveImage, createImage, showImage } from '../harness/images.ts';
import { at, listAt } from '../harness/json.ts';
import type { Json } from '../harness/json.ts';
import { serveToCloud } from '../harness/web-source.ts';

const admin = await cloud.session('admin');
const demo = await cloud.session('demo');

async function settled(id: string): Promise<Json> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const image = await showImage(demo, id);
    if (at(image, 'os_glance_import_task') === undefined) return image;
    assert.ok(Date.now() < deadline, `image ${id} is still being imported`);
    await delay(50);
  }
}

async function startImport(id: string, json: Json): Promise<void> {
  const answer = await demo.image('POST', `/v2/images/${id}/import`, { json });
  assert.equal(answer.status, 202, answer.text);
}

async function stage(id: string, body: string): Promise<void> {
  const headers = { 'Content-Type': 'application/octet-stream' };
  assert.equal((await demo.image('PUT', `/v2/images/${id}/stage`, { headers, body })).status, 204);
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
    await startImport(id, { method: { name: 'web-download', uri: `${url}/image` } });
    const image = await settled(id);
    assert.equal(at(image, 'status'), 'queued');
    const task = await lastTask(id);
    assert.equal(at(task, 'status'), 'failure');
    assert.equal(at(task, 'message'), 'Task failed due to Internal Error');
  });

  test('staged data of another format: refused where formats are looked at, and then the image stays in importing', async (t) => {
    const id = await createImage(t, demo, { disk_format: 'qcow2' });
    await stage(id, 'no qcow2');
    await startImport(id, { method: { name: 'glance-direct' }, all_stores: true });
    const image = await settled(id);
    const refused = cloud.release.formatMismatchIsRefused;
    assert.equal(at(image, 'status'), refused ? 'importing' : 'active');
    assert.equal(at(image, 'os_glance_failed_import'), refused ? 'fast' : '');
    assert.equal(at(image, 'os_glance_importing_to_stores'), refused ? 'cheap' : '');
    assert.equal(at(image, 'size'), 8);
  });

  test('when stores may fail, and all of them do, the image is queued again and empty', async (t) => {
    const id = await createImage(t, demo, { disk_format: 'qcow2' });
    await stage(id, 'no qcow2');
    await startImport(id, {
      method: { name: 'glance-direct' },
      all_stores: true,
      all_stores_must_succeed: false,
    });
    const image = await settled(id);
    const refused = cloud.release.formatMismatchIsRefused;
    assert.equal(at(image, 'status'), refused ? 'queued' : 'active');
    assert.equal(at(image, 'os_glance_failed_import'), refused ? 'cheap,fast' : '');
    assert.equal(at(image, 'size'), refused ? null : 8);
  });

  test('tasks are shown to the project that began them, and to administrators', async (t) => {
    const id = await createActiveImage(t, demo, 'data');
    const json = { method: { name: 'copy-image' }, stores: ['cheap'] };
    assert.equal((await admin.image('POST', `/v2/images/${id}/import`, { json })).status, 202);
    assert.equal(at(await settled(id), 'stores'), 'fast,cheap');
    assert.equal(await lastTask(id), undefined);
    const { json: seen } = await admin.image('GET', `/v2/images/${id}/tasks`);
    assert.equal(at(seen, 'tasks', 0, 'message'), 'Copied 0 MiB');
    assert.equal(at(seen, 'tasks', 0, 'deleted'), false);
  });
});
