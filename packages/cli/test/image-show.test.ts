import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { bench, parseObject, words } from './support/ostk.ts';

void test('image show by id and by name shows every attribute, sorted', async (t) => {
  const { ok, folder } = await bench(t);
  const file = join(folder, 'data');
  await writeFile(file, 'hello');
  const id = await ok([
    'image',
    'create',
    'two words',
    '--file',
    file,
    '--tag',
    'b',
    '--tag',
    'a',
    '--property',
    'os_distro=debian',
    ...words('-f value -c id'),
  ]);
  const shown = parseObject(await ok(['image', 'show', 'two words', '-f', 'json']));
  assert.deepEqual(Object.keys(shown), [
    'checksum',
    'container_format',
    'created_at',
    'disk_format',
    'file',
    'id',
    'min_disk',
    'min_ram',
    'name',
    'owner',
    'properties',
    'protected',
    'schema',
    'size',
    'status',
    'tags',
    'updated_at',
    'virtual_size',
    'visibility',
  ]);
  assert.equal(shown['id'], id);
  assert.equal(shown['size'], 5);
  assert.equal(shown['file'], `/v2/images/${id}/file`);
  assert.equal(shown['checksum'], '5d41402abc4b2a76b9719d911017c592');
  const table = await ok(['image', 'show', id, '-c', 'tags', '-c', 'properties', '--max-width', '60']);
  assert.match(table, /^\| properties \| os_distro='debian', os_hash_algo='sha512', +\|$/m);
  assert.match(table, /\| tags {7}\| a, b +\|/);
  assert.ok(table.split('\n').every((line) => line.length <= 60));
});

void test('what an image without data does not have is left out', async (t) => {
  const { ok } = await bench(t);
  await ok(['image', 'create', 'empty']);
  const keys = Object.keys(parseObject(await ok(['image', 'show', 'empty', '-f', 'json'])));
  for (const absent of ['size', 'checksum', 'virtual_size']) assert.ok(!keys.includes(absent));
});

void test('image show as value, shell, yaml and json on one line', async (t) => {
  const { ok } = await bench(t);
  await ok(['image', 'create', 'it "is"', '--property', 'k=v', '--tag', 't']);
  const show = [
    'image',
    'show',
    'it "is"',
    '-c',
    'name',
    '-c',
    'protected',
    '-c',
    'tags',
    '-c',
    'properties',
  ];
  assert.equal(await ok([...show, '-f', 'value']), `it "is"\n{'os_hidden': False, 'k': 'v'}\nFalse\n['t']`);
  assert.equal(
    await ok([...show, '-f', 'shell', '--prefix', 'image_']),
    'image_name="it \\"is\\""\n' +
      `image_properties="{'os_hidden': False, 'k': 'v'}"\n` +
      'image_protected="False"\n' +
      `image_tags="['t']"`,
  );
  assert.equal(
    await ok([...show, '-f', 'yaml']),
    'name: it "is"\nproperties:\n  k: v\n  os_hidden: false\nprotected: false\ntags:\n- t',
  );
  assert.equal(
    await ok([...show, '-f', 'json', '--noindent']),
    '{"name": "it \\"is\\"", "properties": {"os_hidden": false, "k": "v"}, "protected": false, "tags": ["t"]}',
  );
});

void test('--human-readable gives the size a unit', async (t) => {
  const { ok, folder } = await bench(t);
  const file = join(folder, 'data');
  await writeFile(file, Buffer.alloc(1_550_000));
  await ok(['image', 'create', 'x', '--file', file]);
  assert.equal(await ok(['image', 'show', 'x', '--human-readable', '-c', 'size', '-f', 'value']), '1.6M');
});

void test('no image, and two images of one name', async (t) => {
  const { ok, ostk } = await bench(t);
  const missing = await ostk(['image', 'show', 'nope']);
  assert.deepEqual(
    { code: missing.code, stdout: missing.stdout, stderr: missing.stderr },
    { code: 1, stdout: '', stderr: 'ostk image show: no image found for nope\n' },
  );
  const ids = [
    await ok(['image', 'create', 'twin', '-f', 'value', '-c', 'id']),
    await ok(['image', 'create', 'twin', '-f', 'value', '-c', 'id']),
  ];
  const { code, stderr } = await ostk(['image', 'show', 'twin']);
  assert.equal(code, 1);
  for (const id of ids) assert.ok(stderr.includes(id));
  assert.equal(stderr.split('\n').length, 2);
});
