import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bench, ostk, parseObject, words } from './support/ostk.ts';

void test('token issue shows a token that works', async (t) => {
  const { ok, cloud } = await bench(t);
  const shown = parseObject(await ok(['token', 'issue', '-f', 'json']));
  assert.deepEqual(Object.keys(shown), ['expires', 'id', 'project_id', 'user_id']);
  assert.match(String(shown['expires']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/);
  const withToken = [`--os-auth-url=${cloud.authUrl}`, `--os-token=${String(shown['id'])}`];
  const project = ['--os-project-name=admin', '--os-project-domain-name=Default'];
  const { code, stderr } = await ostk([...withToken, ...project, 'image', 'list']);
  assert.equal(stderr, '');
  assert.equal(code, 0);
});

void test('token issue for the system has no project', async (t) => {
  const { cloud } = await bench(t);
  const { stdout } = await ostk([
    `--os-auth-url=${cloud.authUrl}`,
    '--os-username=admin',
    '--os-password=secret',
    ...words('--os-user-domain-name=Default --os-system-scope=all token issue -f json'),
  ]);
  assert.deepEqual(Object.keys(parseObject(stdout)), ['expires', 'id', 'system', 'user_id']);
});

void test('catalog list shows services and endpoints', async (t) => {
  const { ok, cloud } = await bench(t);
  const list: unknown = JSON.parse(await ok(['catalog', 'list', '-f', 'json']));
  assert.ok(Array.isArray(list));
  const image: unknown = list.find((entry: unknown) => JSON.stringify(entry).includes('"Type":"image"'));
  assert.ok(typeof image === 'object' && image !== null && 'Endpoints' in image);
  assert.ok(JSON.stringify(image.Endpoints).includes(cloud.url('image')));
  const table = await ok(['catalog', 'list', '-c', 'Endpoints']);
  assert.match(table, /^\| RegionOne +\|$/m);
  assert.ok(table.includes(`|   public: ${cloud.url('image')}`));
});
