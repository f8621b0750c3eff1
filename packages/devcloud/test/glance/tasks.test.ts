import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { login, messageOf } from '../support/client.ts';
import type { Client } from '../support/client.ts';
import { startCloud } from '../support/cloud.ts';
import { eventually } from '../support/raw.ts';
import type { WireAnswer } from '../support/wire.ts';
import { serveWeb } from '../support/web-source.ts';

function createTask(client: Client, from: string): Promise<WireAnswer> {
  const input = {
    import_from: from,
    import_from_format: 'raw',
    image_properties: { name: 'by-task', disk_format: 'raw', container_format: 'bare', colour: 'red' },
  };
  return client.call('/v2/tasks', { method: 'POST', body: JSON.stringify({ type: 'import', input }) });
}

async function finished(client: Client, id: string): Promise<Readonly<Record<string, unknown>>> {
  return await eventually(
    async () => JSON.parse((await client.call(`/v2/tasks/${id}`)).text),
    ({ status }) => status === 'success' || status === 'failure',
  );
}

describe('tasks', () => {
  for (const release of ['zed', 'epoxy'] as const) {
    test(`${release}: an import the old way makes an image of nobody`, async (t) => {
      const source = await serveWeb(t, (_, response) => response.end('data'));
      const cloud = await startCloud(t, { release, webDownload: { allow: [source.host] } });
      const admin = await login(cloud, 'admin');
      const answer = await createTask(admin, `${source.url}/image`);
      assert.equal(answer.status, 201, answer.text);
      const { result } = await finished(admin, JSON.parse(answer.text).id);
      assert.ok(typeof result === 'object' && result !== null && 'image_id' in result);
      const image = await admin.getImage(String(result.image_id));
      assert.deepEqual([image['status'], image['owner'], image['colour']], ['active', null, 'red']);
    });
  }

  test('zed: a source that cannot be is refused at once', async (t) => {
    const admin = await login(await startCloud(t, { release: 'zed' }), 'admin');
    for (const [from, words] of [
      ['file:///etc/passwd', /^File based imports are not allowed/],
      ['http://127.0.0.1/', /^URI for legacy import task does not pass filtering/],
    ] as const) {
      const answer = await createTask(admin, from);
      assert.equal(answer.status, 400);
      assert.match(messageOf(answer), words);
    }
  });

  test('epoxy: the task tells what is wrong with its source', async (t) => {
    const admin = await login(await startCloud(t), 'admin');
    const answer = await createTask(admin, 'file:///etc/passwd');
    assert.equal(answer.status, 201);
    const { status, message } = await finished(admin, JSON.parse(answer.text).id);
    assert.equal(status, 'failure');
    assert.match(String(message), /^File based imports are not allowed/);
  });

  test('they are listed newest first, page by page, for admins', async (t) => {
    const cloud = await startCloud(t);
    const [demo, admin] = [await login(cloud, 'demo'), await login(cloud, 'admin')];
    const made: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      made.push(JSON.parse((await createTask(admin, 'ftp://x')).text).id);
    }
    const listed: string[] = [];
    for (let path = '/v2/tasks?limit=2'; path !== '';) {
      const { tasks, next } = JSON.parse((await admin.call(path)).text);
      listed.push(...tasks.map((task: { readonly id: string }) => task.id));
      path = next ?? '';
    }
    assert.deepEqual(listed, made.toReversed());
    assert.equal((await demo.call('/v2/tasks')).status, 403);
  });

  test('they are not deleted', async (t) => {
    const admin = await login(await startCloud(t), 'admin');
    const answer = await admin.call('/v2/tasks/any', { method: 'DELETE' });
    assert.equal(answer.status, 405);
    assert.equal(answer.headers.allow, 'GET');
  });
});
