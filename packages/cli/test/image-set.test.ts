import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bench, parseObject, words } from './support/ostk.ts';

void test('image set changes attributes and properties, and adds tags', async (t) => {
  const { ok } = await bench(t);
  await ok(['image', 'create', 'old', '--tag', 'kept', '--property', 'kept=1']);
  const silent = await ok([
    ...words('image set old --name new --min-disk 3 --min-ram 64 --protected'),
    ...words('--community --hidden --disk-format qcow2 --container-format ovf'),
    ...words('--property a=b --tag one --tag two'),
    ...words('--architecture x86_64 --os-distro debian --os-version 13'),
    ...words(
      '--kernel-id 9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb61 --ramdisk-id 9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb62 --instance-id 9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb63',
    ),
  ]);
  assert.equal(silent, '');
  const image = parseObject(await ok(['image', 'show', 'new', '-f', 'json']));
  assert.equal(image['min_disk'], 3);
  assert.equal(image['min_ram'], 64);
  assert.equal(image['protected'], true);
  assert.equal(image['visibility'], 'community');
  assert.equal(image['disk_format'], 'qcow2');
  assert.equal(image['container_format'], 'ovf');
  assert.deepEqual(image['properties'], {
    os_hidden: true,
    kept: '1',
    a: 'b',
    architecture: 'x86_64',
    os_distro: 'debian',
    os_version: '13',
    kernel_id: '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb61',
    ramdisk_id: '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb62',
    instance_uuid: '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb63',
  });
  assert.deepEqual(new Set(Object.values(image['tags'] ?? {})), new Set(['kept', 'one', 'two']));
  await ok(['image', 'set', 'new', '--unprotected', '--unhidden', '--private']);
  const again = parseObject(await ok(['image', 'show', 'new', '-f', 'json']));
  assert.equal(again['protected'], false);
  assert.equal(again['visibility'], 'private');
});

void test('image set --deactivate and --activate', async (t) => {
  const { ok, folder } = await bench(t);
  const { writeFile } = await import('node:fs/promises');
  await writeFile(`${folder}/data`, 'data');
  await ok(['image', 'create', 'x', '--file', `${folder}/data`]);
  const status = (): Promise<string> => ok(['image', 'show', 'x', '-f', 'value', '-c', 'status']);
  await ok(['image', 'set', 'x', '--deactivate']);
  assert.equal(await status(), 'deactivated');
  await ok(['image', 'set', 'x', '--activate']);
  assert.equal(await status(), 'active');
});

void test('image set --accept answers a share and leaves the owner alone', async (t) => {
  const { ok, as, cloud } = await bench(t);
  const id = await ok(['image', 'create', 'x', '--shared', '-f', 'value', '-c', 'id']);
  const owner = await ok(['image', 'show', id, '-f', 'value', '-c', 'owner']);
  const token = await ok(['token', 'issue', '-f', 'value', '-c', 'id']);
  const member = (await as('demo', ['token', 'issue', '-f', 'value', '-c', 'project_id'])).stdout.trim();
  const answer = await fetch(`${cloud.url('image')}/v2/images/${id}/members`, {
    method: 'POST',
    headers: { 'X-Auth-Token': token, 'Content-Type': 'application/json' },
    body: JSON.stringify({ member }),
  });
  assert.equal(answer.status, 200);
  const listed = async (): Promise<string> =>
    (await as('demo', ['image', 'list', '-f', 'value', '-c', 'ID'])).stdout.trim();
  assert.equal(await listed(), '');
  assert.equal((await as('demo', ['image', 'set', id, '--accept'])).code, 0);
  assert.equal(await listed(), id);
  assert.equal((await as('demo', ['image', 'set', id, '--project', 'demo', '--reject'])).code, 0);
  assert.equal(await listed(), '');
  assert.equal(await ok(['image', 'show', id, '-f', 'value', '-c', 'owner']), owner);
});

void test('a change that fails half-way says what was done', async (t) => {
  const { ok, ostk, cloud } = await bench(t);
  await ok(['image', 'create', 'x']);
  cloud.faults.add({ on: 'PUT /v2/images/:id/tags/:tag', do: 'status', status: 403, skip: 1 });
  const { code, stderr } = await ostk(['image', 'set', 'x', '--min-ram', '1', '--tag', 'a', '--tag', 'b']);
  assert.equal(code, 1);
  const [first = '', second = ''] = stderr.split('\n');
  assert.equal(first, 'ostk image set: already set before the failure: attributes and properties, tag a');
  assert.match(second, /^ostk image set: .*403/);
});

void test('image set of nothing sends nothing, but the image must be there', async (t) => {
  const { ok, ostk } = await bench(t);
  await ok(['image', 'create', 'x']);
  assert.equal(await ok(['image', 'set', 'x']), '');
  assert.equal((await ostk(['image', 'set', 'y'])).code, 1);
});
