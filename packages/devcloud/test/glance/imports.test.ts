import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';

import { manualClock } from '@ostk/devcloud';
import type { DevCloudOptions } from '@ostk/devcloud';

import { login, messageOf } from '../support/client.ts';
import type { Client } from '../support/client.ts';
import { startCloud } from '../support/cloud.ts';
import {
  copyImage,
  glanceDirect,
  settled,
  stage,
  startImport,
  tasksOf,
  webDownload,
} from '../support/imports.ts';
import { eventually } from '../support/raw.ts';
import { serveWeb } from '../support/web-source.ts';

async function demoOf(t: TestContext, options: DevCloudOptions = {}): Promise<Client> {
  return await login(await startCloud(t, options), 'demo');
}

describe('imports', () => {
  test('staged data become the data of the image, and the task tells how much', async (t) => {
    const demo = await demoOf(t);
    const { id } = await demo.createImage();
    assert.equal((await stage(demo, id, 'staged')).status, 204);
    assert.equal((await demo.getImage(id))['status'], 'uploading');
    assert.equal((await startImport(demo, id, glanceDirect)).status, 202);
    const image = await settled(demo, id);
    assert.deepEqual([image['status'], image['size'], image['stores']], ['active', 6, 'fast']);
    assert.equal((await demo.download(id)).text, 'staged');
    const [task] = await tasksOf(demo, id);
    assert.deepEqual([task?.status, task?.message], ['success', 'Copied 0 MiB']);
  });

  test('web-download fetches, over redirects too', async (t) => {
    const source = await serveWeb(t, (request, response) => {
      if (request.url === '/here') response.end('fetched');
      else response.writeHead(302, { Location: '/here' }).end();
    });
    const demo = await demoOf(t, { webDownload: { allow: [source.host] } });
    const { id } = await demo.createImage();
    await startImport(demo, id, webDownload(`${source.url}/there`));
    assert.equal((await settled(demo, id))['status'], 'active');
    assert.equal((await demo.download(id)).text, 'fetched');
  });

  const unusable: readonly (readonly [string, (response: ServerResponse) => void])[] = [
    ['is not there', (response) => response.writeHead(404).end()],
    [
      'does not tell its length',
      (response) => response.writeHead(200, { 'Transfer-Encoding': 'chunked' }).end('x'),
    ],
    [
      'breaks off',
      (response) => response.writeHead(200, { 'Content-Length': '9' }).write('x', () => response.destroy()),
    ],
    [
      'leads to where nobody may go',
      (response) => response.writeHead(302, { Location: 'http://127.0.0.1:1/' }).end(),
    ],
    ['leads in circles', (response) => response.writeHead(302, { Location: '/' }).end()],
  ];
  for (const [what, serve] of unusable) {
    test(`a source that ${what} leaves the image queued, and the store in the list of the failed`, async (t) => {
      const source = await serveWeb(t, (_, response) => serve(response));
      const demo = await demoOf(t, { webDownload: { allow: [source.host] } });
      const { id } = await demo.createImage();
      assert.equal((await startImport(demo, id, webDownload(source.url))).status, 202);
      const image = await settled(demo, id);
      assert.deepEqual(
        [image['status'], image['os_glance_failed_import'], image['os_glance_importing_to_stores']],
        ['queued', 'fast', ''],
      );
      const [task] = await tasksOf(demo, id);
      assert.deepEqual([task?.status, task?.message], ['failure', 'Task failed due to Internal Error']);
    });
  }

  for (const uri of [
    'http://127.0.0.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://169.254.169.254/latest',
    'http://localhost/',
    'http://2130706433/',
    'http://127.1/',
    'http://0x7f000001/',
    'http://user@127.0.0.1/',
    'http://203.0.113.1:22/',
    'ftp://203.0.113.1/',
    'file:///etc/passwd',
  ]) {
    test(`${uri} is not fetched`, async (t) => {
      const demo = await demoOf(t);
      const { id } = await demo.createImage();
      const answer = await startImport(demo, id, webDownload(uri));
      assert.equal(answer.status, 400);
      assert.equal(messageOf(answer), `URI for web-download does not pass filtering: ${uri}`);
      assert.equal((await demo.getImage(id))['os_glance_import_task'], undefined);
    });
  }

  test('data that are not what they claim leave a staged image in importing, as in the real one', async (t) => {
    const demo = await demoOf(t);
    const { id } = await demo.createImage({ disk_format: 'qcow2' });
    await stage(demo, id, 'no qcow2');
    await startImport(demo, id, { ...glanceDirect, all_stores: true });
    const image = await settled(demo, id);
    assert.deepEqual(
      [image['status'], image['os_glance_failed_import'], image['os_glance_importing_to_stores']],
      ['importing', 'fast', 'cheap'],
    );
  });

  test('a copy goes to the stores where the image is not yet, by admins only', async (t) => {
    const cloud = await startCloud(t);
    const [demo, admin] = [await login(cloud, 'demo'), await login(cloud, 'admin')];
    const { id } = await demo.createImage();
    await demo.upload(id, Buffer.from('data'));
    assert.equal((await startImport(demo, id, copyImage)).status, 403);
    assert.equal((await startImport(admin, id, { ...copyImage, all_stores: true })).status, 202);
    assert.equal((await settled(demo, id))['stores'], 'fast,cheap');
    const again = await startImport(admin, id, { ...copyImage, stores: ['cheap'] });
    assert.equal(messageOf(again), "Image is already present at store 'cheap'");
  });

  test('a lock that has been silent for an hour is broken', async (t) => {
    const clock = manualClock();
    const cloud = await startCloud(t, {
      clock,
      tokenLifetime: 86_400,
      faults: [{ on: 'POST /v2/images/:id/import', do: 'hang-import', times: 1 }],
    });
    const [demo, admin] = [await login(cloud, 'demo'), await login(cloud, 'admin')];
    const { id } = await demo.createImage();
    await demo.upload(id, Buffer.from('data'));
    const request = { ...copyImage, stores: ['cheap'] };
    await startImport(admin, id, request);
    clock.advance(3_599_000);
    const early = await startImport(admin, id, request);
    assert.deepEqual([early.status, messageOf(early)], [409, 'Image has active task']);
    clock.advance(2000);
    assert.equal((await startImport(admin, id, request)).status, 202);
    assert.equal((await settled(demo, id))['stores'], 'fast,cheap');
    const tasks = await tasksOf(admin, id);
    assert.deepEqual(
      tasks.map(({ status, message }) => [status, message]),
      [
        ['failure', 'Expired lock preempted'],
        ['success', 'Copied 0 MiB'],
      ],
    );
  });

  test('tasks are forgotten two days after their end', async (t) => {
    const clock = manualClock();
    const demo = await demoOf(t, { clock, tokenLifetime: 10 * 86_400 });
    const { id } = await demo.createImage();
    await stage(demo, id, 'x');
    await startImport(demo, id, glanceDirect);
    await settled(demo, id);
    clock.advance(2 * 86_400_000 - 1000);
    assert.equal((await tasksOf(demo, id)).length, 1);
    clock.advance(2000);
    assert.equal((await tasksOf(demo, id)).length, 0);
  });

  test('an image that is deleted while it is imported stays deleted', async (t) => {
    const cloud = await startCloud(t, {
      faults: [{ on: 'POST /v2/images/:id/import', do: 'slow-import', bytesPerSecond: 100 }],
    });
    const [demo, admin] = [await login(cloud, 'demo'), await login(cloud, 'admin')];
    const { id } = await demo.createImage();
    await stage(demo, id, 'some data');
    await startImport(demo, id, glanceDirect);
    assert.equal((await demo.call(`/v2/images/${id}`, { method: 'DELETE' })).status, 204);
    assert.equal((await demo.call(`/v2/images/${id}`)).status, 404);
    const task = await eventually(
      async () => JSON.parse((await admin.call(`/v2/tasks?image_id=${id}`)).text).tasks[0],
      ({ status }: { readonly status: string }) => status === 'success' || status === 'failure',
    );
    assert.equal(task.status, 'failure');
    assert.equal((await demo.call(`/v2/images/${id}`)).status, 404);
  });
});
