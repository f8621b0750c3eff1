import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bench } from './support/ostk.ts';

void test('image delete takes names and ids, many at once, the same twice', async (t) => {
  const { ok } = await bench(t);
  const id = await ok(['image', 'create', 'a', '-f', 'value', '-c', 'id']);
  for (const name of ['b', 'c', 'd', 'e', 'f']) await ok(['image', 'create', name]);
  assert.equal(await ok(['image', 'delete', id, 'b', 'c', 'd', 'e', 'b']), '');
  assert.equal(await ok(['image', 'list', '-f', 'value', '-c', 'Name']), 'f');
});

void test('one that cannot be deleted does not keep the others', async (t) => {
  const { ok, ostk } = await bench(t);
  await ok(['image', 'create', 'a']);
  await ok(['image', 'create', 'b', '--protected']);
  await ok(['image', 'create', 'c']);
  const { code, stdout, stderr } = await ostk(['image', 'delete', 'a', 'nope', 'b', 'c']);
  assert.equal(code, 1);
  assert.equal(stdout, '');
  const lines = stderr.trimEnd().split('\n');
  assert.equal(lines.length, 3);
  assert.equal(lines[0], 'ostk image delete: failed to delete nope: no image found for nope');
  assert.match(
    lines[1] ?? '',
    /^ostk image delete: failed to delete b: .*403 .*protected.*; ostk image set --unprotected [\w ]+$/,
  );
  assert.equal(lines[2], 'ostk image delete: failed to delete 2 of 4 images');
  assert.equal(await ok(['image', 'list', '-f', 'value', '-c', 'Name']), 'b');
});

void test('a single failure is one line', async (t) => {
  const { ostk } = await bench(t);
  const { code, stderr } = await ostk(['image', 'delete', 'nope']);
  assert.equal(code, 1);
  assert.equal(stderr, 'ostk image delete: failed to delete nope: no image found for nope\n');
});

void test('-v counts what was deleted', async (t) => {
  const { ok, ostk } = await bench(t);
  await ok(['image', 'create', 'a']);
  await ok(['image', 'create', 'b']);
  assert.equal(
    (await ostk(['image', 'delete', '-v', 'a', 'b'])).stderr,
    'ostk image delete: deleted 2 images\n',
  );
});
