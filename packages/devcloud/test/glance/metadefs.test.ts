import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';

import { login, messageOf } from '../support/client.ts';
import type { Client } from '../support/client.ts';
import { startCloud } from '../support/cloud.ts';
import type { WireAnswer } from '../support/wire.ts';

const namespaces = '/v2/metadefs/namespaces';
const form = {
  namespace: 'Test::One',
  visibility: 'public',
  protected: true,
  resource_type_associations: [{ name: 'OS::Glance::Image', prefix: 'my_' }],
  properties: { colour: { title: 'Colour', type: 'string' } },
  tags: [{ name: 'first' }, { name: 'second' }],
};

function post(client: Client, path: string, body: unknown): Promise<WireAnswer> {
  return client.call(path, { method: 'POST', body: JSON.stringify(body) });
}

function put(client: Client, path: string, body: unknown): Promise<WireAnswer> {
  return client.call(path, { method: 'PUT', body: JSON.stringify(body) });
}

async function folderWith(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ostk-devcloud-test-'));
  t.after(() => rm(folder, { recursive: true }));
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  return folder;
}

describe('metadata definitions', () => {
  test('a cloud comes with a few, and with what it is given: forms, files, folders', async (t) => {
    const folder = await folderWith(t, {
      'two.json': JSON.stringify({ ...form, namespace: 'Test::Two' }),
      'three.json': JSON.stringify({ ...form, namespace: 'Test::Three' }),
      'readme.txt': 'not JSON',
    });
    const alone = await folderWith(t, { 'four.json': JSON.stringify({ ...form, namespace: 'Test::Four' }) });
    const cloud = await startCloud(t, { metadefs: [form, folder, join(alone, 'four.json')] });
    const demo = await login(cloud, 'demo');
    const { namespaces: all } = JSON.parse((await demo.call(namespaces)).text);
    const names = new Set(all.map((each: { readonly namespace: string }) => each.namespace));
    for (const name of ['Test::One', 'Test::Two', 'Test::Three', 'Test::Four', 'Devcloud::Guest']) {
      assert.ok(names.has(name), name);
    }
  });

  test('what comes with a cloud belongs to "admin", and shows no time of change', async (t) => {
    const demo = await login(await startCloud(t, { metadefs: [form] }), 'demo');
    const shown = JSON.parse((await demo.call(`${namespaces}/Test::One`)).text);
    assert.equal(shown.owner, 'admin');
    assert.equal('updated_at' in shown, false);
    assert.deepEqual(shown.tags, [{ name: 'second' }, { name: 'first' }]);
  });

  test('what is no namespace is refused at the start', async (t) => {
    await assert.rejects(startCloud(t, { metadefs: [{ namespace: 5 }] }), /5 is not of type 'string'/);
    const folder = await folderWith(t, { 'bad.json': '[]' });
    await assert.rejects(startCloud(t, { metadefs: [folder] }), /bad\.json has no JSON object/);
  });

  test('the names of properties get the prefix of the resource type', async (t) => {
    const demo = await login(await startCloud(t, { metadefs: [form] }), 'demo');
    const answer = await demo.call(`${namespaces}/Test::One?resource_type=OS::Glance::Image`);
    assert.deepEqual(Object.keys(JSON.parse(answer.text).properties), ['my_colour']);
  });

  test('an update takes away what it does not name', async (t) => {
    const admin = await login(await startCloud(t), 'admin');
    await post(admin, namespaces, { namespace: 'n', visibility: 'public', description: 'What for' });
    const answer = await put(admin, `${namespaces}/n`, { namespace: 'n' });
    const { visibility, description } = JSON.parse(answer.text);
    assert.deepEqual([visibility, description], ['private', undefined]);
  });

  test('what is protected is not deleted, nor anything in it', async (t) => {
    const admin = await login(await startCloud(t, { metadefs: [form] }), 'admin');
    for (const path of ['', '/properties', '/properties/colour', '/tags', '/tags/first']) {
      const answer = await admin.call(`${namespaces}/Test::One${path}`, { method: 'DELETE' });
      assert.equal(answer.status, 403, path);
      assert.match(messageOf(answer), /is protected and cannot be deleted\.$/);
    }
  });

  test('tags in bulk take the place of the others, or stand besides them', async (t) => {
    const admin = await login(await startCloud(t, { metadefs: [{ ...form, protected: false }] }), 'admin');
    const tags = `${namespaces}/Test::One/tags`;
    const namesOf = async (): Promise<readonly string[]> =>
      JSON.parse((await admin.call(tags)).text).tags.map((tag: { readonly name: string }) => tag.name);
    const body = JSON.stringify({ tags: [{ name: 'third' }] });
    await admin.call(tags, { method: 'POST', body, headers: { 'X-Openstack-Append': 'true' } });
    assert.deepEqual(await namesOf(), ['third', 'second', 'first']);
    await admin.call(tags, { method: 'POST', body });
    assert.deepEqual(await namesOf(), ['third']);
  });

  for (const [release, status] of [
    ['zed', 409],
    ['epoxy', 500],
  ] as const) {
    test(`${release}: an object with the name of another: ${status}`, async (t) => {
      const admin = await login(await startCloud(t, { release }), 'admin');
      await post(admin, namespaces, { namespace: 'n', objects: [{ name: 'one' }, { name: 'two' }] });
      const answer = await put(admin, `${namespaces}/n/objects/two`, { name: 'one' });
      assert.equal(answer.status, status);
    });
  }

  test('plain members change nothing, and do not see what is private', async (t) => {
    const cloud = await startCloud(t, { metadefs: [form] });
    const [demo, admin] = [await login(cloud, 'demo'), await login(cloud, 'admin')];
    assert.equal((await post(demo, namespaces, { namespace: 'mine' })).status, 403);
    assert.equal((await put(demo, `${namespaces}/Test::One`, form)).status, 403);
    await post(admin, namespaces, { namespace: 'secret' });
    assert.equal((await demo.call(`${namespaces}/secret`)).status, 404);
    assert.equal((await demo.call(`${namespaces}/secret/objects`)).status, 404);
  });
});
