import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bench } from './support/ostk.ts';

void test('image list shows id, name and status, sorted by name', async (t) => {
  const { ok } = await bench(t);
  const b = await ok(['image', 'create', 'b', '-f', 'value', '-c', 'id']);
  const a = await ok(['image', 'create', 'a', '-f', 'value', '-c', 'id']);
  assert.equal(
    await ok(['image', 'list']),
    [
      '+--------------------------------------+------+--------+',
      '| ID                                   | Name | Status |',
      '+--------------------------------------+------+--------+',
      `| ${a} | a    | queued |`,
      `| ${b} | b    | queued |`,
      '+--------------------------------------+------+--------+',
    ].join('\n'),
  );
});

void test('image list without images prints an empty line, and the header with --print-empty', async (t) => {
  const { ostk } = await bench(t);
  assert.equal((await ostk(['image', 'list'])).stdout, '\n');
  assert.equal(
    (await ostk(['image', 'list', '--print-empty'])).stdout,
    '+----+------+--------+\n| ID | Name | Status |\n+----+------+--------+\n+----+------+--------+\n',
  );
});

void test('image list --long in every format', async (t) => {
  const { ok, as } = await bench(t);
  const id = await ok([
    'image',
    'create',
    'one',
    '--tag',
    't',
    '--disk-format',
    'qcow2',
    '-f',
    'value',
    '-c',
    'id',
  ]);
  const { stdout: project } = await as('admin', ['token', 'issue', '-f', 'value', '-c', 'project_id']);
  const owner = project.trim();
  const header =
    'ID,Name,Disk Format,Container Format,Size,Checksum,Status,Visibility,Protected,Project,Tags';
  const names = header.split(',');
  const values = [id, 'one', 'qcow2', 'bare', null, null, 'queued', 'shared', false, owner, ['t']];
  const object = Object.fromEntries(names.map((name, index) => [name, values[index]]));
  const long = ['image', 'list', '--long', '-f'];
  assert.equal(await ok([...long, 'json']), JSON.stringify([object], null, 2));
  assert.equal(
    await ok([...long, 'csv']),
    `${names.map((name) => `"${name}"`).join(',')}\n` +
      `"${id}","one","qcow2","bare","","","queued","shared",False,"${owner}","['t']"`,
  );
  assert.equal(
    await ok([...long, 'value']),
    `${id} one qcow2 bare None None queued shared False ${owner} ['t']`,
  );
  assert.deepEqual((await ok([...long, 'yaml'])).split('\n'), [
    '- Checksum: null',
    '  Container Format: bare',
    '  Disk Format: qcow2',
    `  ID: ${id}`,
    '  Name: one',
    `  Project: ${owner}`,
    '  Protected: false',
    '  Size: null',
    '  Status: queued',
    '  Tags:',
    '  - t',
    '  Visibility: shared',
  ]);
  const table = await ok([...long, 'table']);
  assert.match(table, /\| one {2}\| qcow2 {7}\| bare {13}\| None \| None {5}\| queued \|/);
});

void test('every filter is applied', async (t) => {
  const { ok } = await bench(t);
  await ok(['image', 'create', 'plain']);
  await ok(['image', 'create', 'a:b', '--property', 'os_distro=debian', '--tag', 'x', '--tag', 'y']);
  await ok(['image', 'create', 'open', '--public', '--tag', 'x']);
  await ok(['image', 'create', 'away', '--hidden']);
  await ok(['image', 'create', 'theirs', '--community', '--project', 'demo']);
  const names = (...argv: string[]): Promise<string> =>
    ok(['image', 'list', ...argv, '-c', 'Name', '-f', 'value']);
  assert.equal(await names(), 'a:b\nopen\nplain');
  assert.equal(await names('--name', 'a:b'), 'a:b');
  assert.equal(await names('--property', 'os_distro=debian'), 'a:b');
  assert.equal(await names('--tag', 'x'), 'a:b\nopen');
  assert.equal(await names('--tag', 'x', '--tag', 'y'), 'a:b');
  assert.equal(await names('--public'), 'open');
  assert.equal(await names('--hidden'), 'away');
  assert.equal(await names('--community'), 'theirs');
  assert.equal(await names('--status', 'active'), '');
  assert.equal(await names('--all', '--project', 'demo'), 'theirs');
});

void test('of images with the same name, the newest comes first', async (t) => {
  const { ok } = await bench(t);
  const create = ['image', 'create', 'same', '-f', 'value', '-c', 'id'];
  const [first, second, third] = [await ok(create), await ok(create), await ok(create)];
  const ids = (...argv: string[]): Promise<string> =>
    ok(['image', 'list', ...argv, '-c', 'ID', '-f', 'value']);
  assert.equal(await ids(), `${third}\n${second}\n${first}`);
  assert.equal(await ids('--sort', 'name:desc'), `${third}\n${second}\n${first}`);
  assert.equal(await ids('--sort', 'name,created_at:asc'), `${first}\n${second}\n${third}`);
});

void test('--sort, --limit and --marker go together', async (t) => {
  const { ok } = await bench(t);
  for (const name of ['c', 'a', 'd', 'b']) await ok(['image', 'create', name]);
  const names = (...argv: string[]): Promise<string> =>
    ok(['image', 'list', ...argv, '-c', 'Name', '-f', 'value']);
  assert.equal(await names('--sort', 'name:desc'), 'd\nc\nb\na');
  assert.equal(await names('--sort', 'created_at'), 'c\na\nd\nb');
  assert.equal(await names('--limit', '2'), 'a\nb');
  assert.equal(await names('--limit', '2', '--marker', 'b'), 'c\nd');
  assert.equal(await names('--limit', '3', '--page-size', '1'), 'a\nb\nc');
  assert.equal(await names('--sort-column', 'Name', '--sort-descending'), 'd\nc\nb\na');
});

void test('-c chooses columns, in their own order', async (t) => {
  const { ok, ostk } = await bench(t);
  await ok(['image', 'create', 'x']);
  assert.equal(await ok(['image', 'list', '-c', 'Status', '-c', 'Name', '-f', 'value']), 'x queued');
  const { code, stderr } = await ostk(['image', 'list', '-c', 'name']);
  assert.equal(code, 1);
  assert.equal(
    stderr,
    'ostk image list: there is no column name; there are ID, Name, Status; did you mean Name?\n',
  );
});
