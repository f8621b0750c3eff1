import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';

import { startDevCloud } from '@ostk/devcloud';
import type { DevCloudOptions } from '@ostk/devcloud';

import { startCloud } from '../support/cloud.ts';
import { faultOf, loginCompute } from '../support/compute.ts';
import type { ComputeClient } from '../support/compute.ts';
import type { WireAnswer } from '../support/wire.ts';

async function demoOf(t: TestContext, options: DevCloudOptions = {}): Promise<ComputeClient> {
  return await loginCompute(await startCloud(t, { serverStepTime: 1, ...options }), 'demo');
}

function namesIn({ text }: WireAnswer): readonly string[] {
  return JSON.parse(text).servers.map(({ name }: { name: string }) => name);
}

describe('servers', () => {
  test('lists are filtered, sorted and paged', async (t) => {
    const demo = await demoOf(t);
    const image = await demo.bootable();
    for (const name of ['web-1', 'web-2', 'db']) {
      await demo.settled(await demo.createServer({ name, imageRef: image.id, tags: [name.slice(0, 2)] }, 52));
    }
    const list = async (query: string, minor = 26): Promise<readonly string[]> =>
      namesIn(await demo.compute('GET', `/servers${query}`, undefined, minor));
    assert.deepEqual(await list(''), ['db', 'web-2', 'web-1']);
    assert.deepEqual(await list('?name=WEB'), ['web-2', 'web-1']);
    assert.deepEqual(await list('?tags=we&sort_key=display_name&sort_dir=asc'), ['web-1', 'web-2']);
    assert.deepEqual(await list('?not-tags-any=we'), ['db']);
    assert.deepEqual(await list('?status=SHUTOFF'), []);
    assert.deepEqual(await list(`?image=${image.id}&flavor=nano&limit=1`), ['db']);
    const first = await demo.compute('GET', '/servers/detail?limit=2');
    const [next] = JSON.parse(first.text).servers_links;
    assert.match(next.href, /\/compute\/v2\.1\/servers\/detail\?limit=2&marker=/);
    const path = next.href.slice(next.href.indexOf('/servers'));
    assert.deepEqual(namesIn(await demo.compute('GET', path)), ['web-1']);
    assert.equal(JSON.parse((await demo.compute('GET', path)).text).servers_links, undefined);
  });

  test('auto finds a network, and the address is shown when the server is up', async (t) => {
    const demo = await demoOf(t);
    const { id } = await demo.running({ networks: 'auto' });
    const { addresses, security_groups: groups } = await demo.getServer(id);
    const [address] = Object(addresses).auto_allocated_network;
    assert.match(address.addr, /^10\.0\.\d+\.\d+$/);
    assert.deepEqual(groups, [{ name: 'default' }]);
  });

  test('several at once have numbers behind their name', async (t) => {
    const demo = await demoOf(t);
    const image = await demo.bootable();
    await demo.createServer({ name: 'many', imageRef: image.id, min_count: 2 });
    assert.deepEqual(namesIn(await demo.compute('GET', '/servers')).toSorted(), ['many-1', 'many-2']);
  });

  test('a project may have ten', async (t) => {
    const demo = await demoOf(t);
    const image = await demo.bootable();
    const wanted = { imageRef: image.id, flavorRef: 'nano', networks: 'none', name: 'a', min_count: 11 };
    const answer = await demo.compute('POST', '/servers', { server: wanted });
    assert.deepEqual(
      [answer.status, faultOf(answer)],
      [403, 'Quota exceeded for instances: Requested 11, but already used 0 of 10 instances'],
    );
  });

  test('what is locked is only for admins', async (t) => {
    const cloud = await startCloud(t, { serverStepTime: 1 });
    const demo = await loginCompute(cloud, 'demo');
    const admin = await loginCompute(cloud, 'admin');
    const { id } = await demo.running();
    await demo.act(id, { lock: { locked_reason: 'mine' } }, 73);
    const { locked, locked_reason: reason } = await demo.getServer(id, 73);
    assert.deepEqual([locked, reason], [true, 'mine']);
    const refused = await demo.compute('POST', `/servers/${id}/action`, { 'os-stop': null });
    assert.deepEqual([refused.status, faultOf(refused)], [409, `Instance ${id} is locked`]);
    await admin.act(id, { 'os-stop': null });
    await demo.settled(id);
    await demo.act(id, { unlock: null });
    await demo.act(id, { 'os-start': null });
  });

  test('metadata and tags are changed on their own routes', async (t) => {
    const demo = await demoOf(t);
    const { id } = await demo.running({ metadata: { a: '1' } });
    await demo.compute('POST', `/servers/${id}/metadata`, { metadata: { b: '2' } });
    assert.equal((await demo.compute('DELETE', `/servers/${id}/metadata/a`)).status, 204);
    assert.deepEqual((await demo.getServer(id))['metadata'], { b: '2' });
    assert.equal((await demo.compute('PUT', `/servers/${id}/tags/x`, undefined, 26)).status, 201);
    assert.equal((await demo.compute('PUT', `/servers/${id}/tags/x`, undefined, 26)).status, 204);
    assert.deepEqual((await demo.getServer(id, 26))['tags'], ['x']);
  });

  test('a reader reads only, where secure RBAC is', async (t) => {
    const users = [{ name: 'guest', roles: [{ role: 'reader', project: 'demo' }] }];
    const cloud = await startCloud(t, { users, serverStepTime: 1 });
    const demo = await loginCompute(cloud, 'demo');
    const { id } = await demo.running();
    const scope = { project: { name: 'demo', domain: { id: 'default' } } };
    const guest = await loginCompute(cloud, 'guest', scope);
    assert.equal((await guest.getServer(id)).status, 'ACTIVE');
    const refused = await guest.compute('DELETE', `/servers/${id}`);
    assert.deepEqual(
      [refused.status, faultOf(refused)],
      [403, "Policy doesn't allow os_compute_api:servers:delete to be performed."],
    );
  });

  test('each release has its own newest microversion', async (t) => {
    for (const [release, version] of [
      ['zed', '2.93'],
      ['epoxy', '2.100'],
    ] as const) {
      const demo = await demoOf(t, { release });
      const { text } = await demo.compute('GET', '/');
      assert.equal(JSON.parse(text).version.version, version);
    }
  });

  test('the newest microversion of Epoxy shows what came since Zed', async (t) => {
    const demo = await demoOf(t);
    const { id } = await demo.running();
    const server = await demo.getServer(id, 100);
    assert.deepEqual(server['scheduler_hints'], {});
    assert.equal(server['pinned_availability_zone'], null);
    assert.equal(typeof Object(server['image']).properties, 'object');
  });

  test('a wrong step time is refused', async () => {
    await assert.rejects(startDevCloud({ serverStepTime: -1 }), /Option "serverStepTime" is -1/);
  });
});
