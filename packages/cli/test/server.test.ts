import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test, type TestContext } from 'node:test';
import { type Bench, bench, parseObject, words } from './support/ostk.ts';

/** A cloud with an image `i`, and the name of its smallest flavor. */
async function withImage(
  t: TestContext,
): Promise<Bench & { readonly flavor: string; readonly image: string }> {
  const cloud = await bench(t, { serverStepTime: 1 });
  const stdin = Readable.from([Buffer.alloc(1000)]);
  const image = await cloud.ok(words('image create i --file - -f value -c id'), { stdin });
  const flavors = await cloud.ok(words('flavor list -f value -c Name --sort-column RAM'));
  return { ...cloud, image, flavor: flavors.split('\n')[0] ?? '' };
}

void test('server create, list, show and delete', async (t) => {
  const { ok, ostk, flavor, image } = await withImage(t);
  const create = words('server create s --image i --nic none --wait --property a=b -f json --flavor');
  const made = parseObject(await ok([...create, flavor]));
  assert.equal(made['status'], 'ACTIVE');
  assert.equal(made['image'], `i (${image})`);
  assert.deepEqual(made['properties'], { a: 'b' });
  assert.equal(typeof made['adminPass'], 'string');
  const id = String(made['id']);
  assert.equal(
    await ok(words('server list -f value -c ID -c Name -c Status -c Image -c Flavor')),
    `${id} s ACTIVE i ${flavor}`,
  );
  assert.equal(await ok(words('server list -f value --no-name-lookup -c ID --name other')), '');
  assert.match(await ok(words('server list --no-name-lookup -f csv')), new RegExp(`"Image".*\n.*"${image}"`));
  const { adminPass: _, ...rest } = made;
  assert.deepEqual(parseObject(await ok(words('server show s -f json'))), rest);
  await ok(words('server delete s --wait'));
  const gone = await ostk(words('server delete s'));
  assert.equal(gone.code, 1);
  assert.equal(gone.stderr, 'ostk server delete: failed to delete s: no server found for s\n');
});

void test('server show tells more by a newer microversion', async (t) => {
  const { ok, flavor } = await withImage(t);
  await ok([...words('server create s --image i --nic none --wait --flavor'), flavor]);
  const oldest = parseObject(await ok(words('server show s -f json')));
  assert.ok(!('tags' in oldest));
  assert.match(String(oldest['flavor']), new RegExp(`^${flavor} \\(`));
  const newer = parseObject(await ok(words('server show s -f json --os-compute-api-version 2.47')));
  assert.deepEqual(newer['tags'], []);
  assert.equal(Object.entries(newer['flavor'] ?? {}).find(([name]) => name === 'original_name')?.[1], flavor);
});

void test('server image create waits for the image, and rebuild makes the server anew from it', async (t) => {
  const { ok, flavor } = await withImage(t);
  await ok([...words('server create s --image i --nic none --wait --flavor'), flavor]);
  const image = parseObject(
    await ok(words('server image create s --name snap --property k=v --wait -f json')),
  );
  assert.deepEqual([image['name'], image['status']], ['snap', 'active']);
  assert.equal(Object.entries(image['properties'] ?? {}).find(([name]) => name === 'k')?.[1], 'v');
  const rebuilt = parseObject(await ok(words('server rebuild s --image snap --name r --wait -f json')));
  assert.deepEqual([rebuilt['name'], rebuilt['status']], ['r', 'ACTIVE']);
  assert.equal(rebuilt['image'], `snap (${String(image['id'])})`);
});

void test('server image create tells why it could not wait any longer', async (t) => {
  const { ok, ostk, cloud, flavor } = await withImage(t);
  await ok([...words('server create s --image i --nic none --wait --flavor'), flavor]);
  cloud.faults.add({ on: 'POST /v2.1/servers/:id/action', do: 'fail-snapshot' });
  const { code, stderr } = await ostk(words('server image create s --name snap --wait'));
  assert.equal(code, 1);
  assert.match(stderr, /^ostk server image create: .*image/);
  assert.equal(stderr.trimEnd().split('\n').length, 1);
});

void test('server backup create keeps the newest', async (t) => {
  const { ok, flavor } = await withImage(t);
  await ok([...words('server create s --image i --nic none --wait --flavor'), flavor]);
  for (const name of ['b1', 'b2', 'b3'])
    await ok([...words('server backup create s --type daily --rotate 2 --wait --name'), name]);
  const left = await ok(words('image list -f value -c Name'));
  assert.equal(left, 'b2\nb3\ni');
});

void test('an image that does not fit the flavor is told before there is a server', async (t) => {
  const { ok, ostk, flavor } = await withImage(t);
  await ok(words('image set i --min-ram 1000000'));
  const { code, stderr } = await ostk([...words('server create s --image i --nic none --flavor'), flavor]);
  assert.equal(code, 1);
  assert.match(stderr, /^ostk server create: .*1000000/);
  assert.equal(await ok(words('server list -f value')), '');
});

void test('server create takes user data from a file', async (t) => {
  const { ok, ostk, folder, flavor } = await withImage(t);
  const file = join(folder, 'cloud-config');
  await writeFile(file, '#cloud-config\n');
  const create = [...words('server create s --image i --nic none --flavor'), flavor, '--user-data'];
  const missing = await ostk([...create, `${file}-none`]);
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /^ostk server create: --user-data: .*ENOENT/);
  await ok([...create, file]);
  const shown = parseObject(await ok(words('server show s -f json --os-compute-api-version 2.3')));
  assert.equal(shown['OS-EXT-SRV-ATTR:user_data'], Buffer.from('#cloud-config\n').toString('base64'));
});

const wrong: readonly (readonly [argv: string, line: RegExp])[] = [
  ['server create s --image i', /--flavor is missing/],
  ['server create s --flavor f', /--image is missing, or --volume or --snapshot/],
  ['server create s --flavor f --image i --volume v', /exclude each other/],
  ['server create s --flavor f --image i --nic none --network n', /--nic none excludes other network cards/],
  ['server create s --flavor f --image i --nic net=n', /--nic: net=n is neither none nor auto/],
  ['server rebuild s --key-name k --no-key-name', /exclude each other/],
  ['server list --status active', /--status: active is none of ACTIVE, /],
];

for (const [argv, line] of wrong) {
  void test(`ostk ${argv}: exit code 2 and why`, async (t) => {
    const { ostk } = await bench(t);
    const { code, stderr } = await ostk(argv.split(' '));
    assert.equal(code, 2);
    assert.match(stderr, line);
  });
}

void test('keypair list', async (t) => {
  const { ok } = await bench(t);
  assert.equal(await ok(words('keypair list -f value')), '');
});
