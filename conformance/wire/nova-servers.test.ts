import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { file } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { createActiveImage, uniqueName } from '../harness/images.ts';
import { at } from '../harness/json.ts';
import type { Json } from '../harness/json.ts';
import {
  assertFault,
  createServer,
  gone,
  lacksNova,
  nanoFlavor,
  noInstance,
  nova,
  novaTest,
  settled,
  showServer,
} from '../harness/servers.ts';

const demo = await cloud.session('demo');
const alt = await cloud.session('alt');
const admin = await cloud.session('admin');
const root = (demo.computeUrl ?? '').replace(/\/v2\.1$/, '');
const image = lacksNova === false ? await createActiveImage(file, demo, 'a disk') : '';
const name = uniqueName();
const id =
  lacksNova === false ? await createServer(file, demo, { name, imageRef: image, metadata: { a: 'b' } }) : '';

/** The keys that are new in each microversion, in their order. */
const news: readonly (readonly [string, readonly string[]])[] = [
  ['2.9', ['locked']],
  ['2.19', ['description']],
  ['2.26', ['tags']],
  ['2.63', ['trusted_image_certificates']],
  ['2.71', ['server_groups']],
  ['2.73', ['locked_reason']],
  ['2.90', ['OS-EXT-SRV-ATTR:hostname']],
];

function keysOf(server: Json): readonly string[] {
  return Object.keys(Object(server));
}

suite('Nova: servers', () => {
  novaTest('shown in 2.1', async () => {
    const server = await showServer(demo, id);
    const flavor = await nanoFlavor();
    const { created, updated, hostId, 'OS-SRV-USG:launched_at': launched, ...rest } = Object(server);
    assert.match(created, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.match(updated, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.match(launched, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000$/);
    assert.match(hostId, /^[0-9a-f]{56}$/);
    assert.deepEqual(rest, {
      id,
      name,
      status: 'ACTIVE',
      tenant_id: demo.projectId,
      user_id: demo.userId,
      metadata: { a: 'b' },
      image: { id: image, links: [{ rel: 'bookmark', href: `${root}/images/${image}` }] },
      flavor: { id: flavor, links: [{ rel: 'bookmark', href: `${root}/flavors/${flavor}` }] },
      addresses: {},
      accessIPv4: '',
      accessIPv6: '',
      links: [
        { rel: 'self', href: `${demo.computeUrl}/servers/${id}` },
        { rel: 'bookmark', href: `${root}/servers/${id}` },
      ],
      'OS-DCF:diskConfig': 'MANUAL',
      progress: 0,
      'OS-EXT-AZ:availability_zone': 'nova',
      config_drive: '',
      key_name: null,
      'OS-SRV-USG:terminated_at': null,
      'OS-EXT-STS:task_state': null,
      'OS-EXT-STS:vm_state': 'active',
      'OS-EXT-STS:power_state': 1,
      'os-extended-volumes:volumes_attached': [],
    });
  });

  novaTest('each microversion shows more, and none less', async () => {
    let before = new Set(keysOf(await showServer(demo, id)));
    for (const [version, added] of news) {
      const keys = keysOf(await showServer(demo, id, version));
      assert.deepEqual(
        keys.filter((key) => !before.has(key)),
        added,
        version,
      );
      before = new Set(keys);
    }
  });

  novaTest('from 2.47 on the flavor stands in the server, without its id', async () => {
    assert.deepEqual(at(await showServer(demo, id, '2.47'), 'flavor'), {
      vcpus: 1,
      ram: 64,
      disk: 1,
      ephemeral: 0,
      swap: 0,
      original_name: 'm1.nano',
      extra_specs: {},
    });
  });

  novaTest('admins see more', async () => {
    const own = new Set(keysOf(await showServer(demo, id, '2.93')));
    const more = keysOf(await showServer(admin, id, '2.93')).filter((key) => !own.has(key));
    const names = [
      'host',
      'instance_name',
      'hypervisor_hostname',
      'reservation_id',
      'launch_index',
      'kernel_id',
    ];
    const last = ['ramdisk_id', 'root_device_name', 'user_data'];
    const extended = [...names, ...last].map((key) => `OS-EXT-SRV-ATTR:${key}`);
    assert.deepEqual(more, [...extended, 'host_status']);
    const old = keysOf(await showServer(admin, id)).filter((key) => key.startsWith('OS-EXT-SRV-ATTR:'));
    assert.deepEqual(old, extended.slice(0, 3));
  });

  novaTest('others find nothing there, whatever they do', async () => {
    const calls = [
      ['GET', `/servers/${id}`, undefined],
      ['PUT', `/servers/${id}`, { server: { name: 'x' } }],
      ['DELETE', `/servers/${id}`, undefined],
      ['POST', `/servers/${id}/action`, { createImage: { name: 'x' } }],
      ['POST', `/servers/${id}/action`, { 'os-stop': null }],
    ] as const;
    for (const [method, path, json] of calls) {
      const answer = await nova(alt, method, path, json === undefined ? {} : { json });
      assertFault(answer, 404, noInstance(id));
    }
    const nobody = randomUUID();
    assertFault(await nova(demo, 'GET', `/servers/${nobody}`), 404, noInstance(nobody));
  });

  novaTest('a change shows less before 2.75, and as much as any answer since', async () => {
    const put = async (version: string): Promise<Json> => {
      const json = { server: { name, description: 'changed' } };
      const answer = await nova(demo, 'PUT', `/servers/${id}`, { json, version });
      assert.equal(answer.status, 200, answer.text);
      return Object(answer.json).server;
    };
    const old = await put('2.74');
    assert.equal(at(old, 'description'), 'changed');
    assert.equal(at(old, 'OS-EXT-STS:vm_state'), undefined);
    assert.deepEqual(keysOf(await put('2.75')), keysOf(await showServer(demo, id, '2.75')));
    const wrong = await nova(demo, 'PUT', `/servers/${id}`, { json: { server: { colour: 'red' } } });
    const message =
      "Invalid input for field/attribute server. Value: {'colour': 'red'}. Additional properties are not allowed ('colour' was unexpected)";
    assertFault(wrong, 400, message);
  });

  novaTest('metadata are shown and changed on their own', async () => {
    const path = `/servers/${id}/metadata`;
    assert.deepEqual((await nova(demo, 'GET', path)).json, { metadata: { a: 'b' } });
    const more = await nova(demo, 'POST', path, { json: { metadata: { c: 'd' } } });
    assert.deepEqual(more.json, { metadata: { a: 'b', c: 'd' } });
    assert.equal((await nova(demo, 'DELETE', `${path}/c`)).status, 204);
    assertFault(await nova(demo, 'DELETE', `${path}/c`), 404, 'Metadata item was not found');
    const all = await nova(demo, 'PUT', path, { json: { metadata: { a: 'b' } } });
    assert.deepEqual(all.json, { metadata: { a: 'b' } });
  });

  novaTest('metadata one by one', async () => {
    const path = `/servers/${id}/metadata`;
    const put = await nova(demo, 'PUT', `${path}/e`, { json: { meta: { e: 'f' } } });
    assert.deepEqual([put.status, put.json], [200, { meta: { e: 'f' } }]);
    assert.deepEqual((await nova(demo, 'GET', `${path}/e`)).json, { meta: { e: 'f' } });
    assert.equal((await nova(demo, 'DELETE', `${path}/e`)).status, 204);
    assertFault(await nova(demo, 'GET', `${path}/e`), 404, 'Metadata item was not found');
  });

  novaTest('tags came with 2.26', async () => {
    const path = `/servers/${id}/tags`;
    const call = async (method: string, more: string, version = '2.26', json?: Json) =>
      await nova(demo, method, path + more, { version, ...(json === undefined ? {} : { json }) });
    assertFault(await call('GET', '', '2.25'), 404, 'The resource could not be found.');
    const put = await call('PUT', '', '2.26', { tags: ['a', 'b', 'a'] });
    assert.deepEqual([put.status, put.json], [200, { tags: ['a', 'b'] }]);
    const added = await call('PUT', '/c');
    assert.equal(added.status, 201, added.text);
    assert.equal(added.headers['location'], `${demo.computeUrl}${path}/c`);
    assert.equal((await call('PUT', '/c')).status, 204);
    assert.equal((await call('GET', '/c')).status, 204);
    assert.equal((await call('DELETE', '/c')).status, 204);
    assertFault(await call('GET', '/c'), 404, `Server ${id} has no tag 'c'`);
    assertFault(await call('DELETE', '/c'), 404, `Instance ${id} has no tag 'c'`);
    const message = "Invalid input for field/attribute 0. Value: a,b. 'a,b' does not match '^[^,/]*$'";
    assertFault(await call('PUT', '', '2.26', { tags: ['a,b'] }), 400, message);
    assert.equal((await call('DELETE', '')).status, 204);
    assert.deepEqual((await call('GET', '')).json, { tags: [] });
  });

  novaTest('deleted: 204, and after a while it is not there any more', async (t) => {
    const server = await createServer(t, demo, { imageRef: image });
    assert.equal((await nova(demo, 'DELETE', `/servers/${server}`)).status, 204);
    await gone(demo, server);
    assertFault(await nova(demo, 'DELETE', `/servers/${server}`), 404, noInstance(server));
    const stop = await nova(demo, 'POST', `/servers/${server}/action`, { json: { 'os-stop': null } });
    assertFault(stop, 404, noInstance(server));
    const listed = await nova(admin, 'GET', `/servers?deleted=true&all_tenants=1&uuid=${server}`);
    assert.equal(at(listed.json, 'servers', 0, 'id'), server);
    assert.equal(at(await settled(demo, id), 'status'), 'ACTIVE');
  });
});
