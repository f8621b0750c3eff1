import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bench } from './support/ostk.ts';

void test('image cleanup deletes what its options choose, and nothing with --dry-run', async (t) => {
  const { ok, ostk } = await bench(t);
  for (const name of ['ci-1', 'ci-2', 'ci-3', 'other']) await ok(['image', 'create', name]);
  await ok(['image', 'set', 'ci-1', '--protected']);
  const names = async (): Promise<string> => ok(['image', 'list', '-f', 'value', '-c', 'Name']);
  const dry = await ostk([
    'image',
    'cleanup',
    '--name',
    'ci-*',
    '--dry-run',
    '-f',
    'csv',
    '-c',
    'Name',
    '-c',
    'Result',
  ]);
  assert.equal(dry.code, 0);
  assert.match(dry.stderr, /^ostk image cleanup: .* \(ci-1\) is protected and stays$/m);
  assert.deepEqual(
    new Set(dry.stdout.trimEnd().split('\n').slice(1)),
    new Set(['"ci-2","would be deleted"', '"ci-3","would be deleted"']),
  );
  assert.equal(await names(), 'ci-1\nci-2\nci-3\nother');
  await ok(['image', 'cleanup', '--name', 'ci-*', '--yes']);
  assert.equal(await names(), 'ci-1\nother');
});

void test('image cleanup --keep leaves the latest', async (t) => {
  const { ok } = await bench(t);
  for (const name of ['a', 'b', 'c']) await ok(['image', 'create', name, '--tag', 'nightly']);
  await ok(['image', 'create', 'd']);
  await ok(['image', 'cleanup', '--tag', 'nightly', '--keep', '2', '--yes']);
  const left = (await ok(['image', 'list', '-f', 'value', '-c', 'Name'])).split('\n');
  assert.equal(left.length, 3);
  assert.ok(left.includes('d'));
});

void test('image cleanup deletes nothing that was not chosen', async (t) => {
  const { ok, ostk } = await bench(t);
  await ok(['image', 'create', 'a']);
  assert.equal((await ostk(['image', 'cleanup', '--yes'])).code, 2);
  assert.equal((await ostk(['image', 'cleanup', '--name', '*'])).code, 2);
  assert.equal((await ostk(['image', 'cleanup', '--name', '.', '--yes'])).code, 0);
  assert.equal((await ostk(['image', 'cleanup', '--older-than', '1', '--yes'])).code, 0);
  assert.equal(await ok(['image', 'list', '-f', 'value', '-c', 'Name']), 'a');
});
