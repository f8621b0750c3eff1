import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bench, parseObject } from './support/ostk.ts';

void test('image unset removes properties and tags', async (t) => {
  const { ok } = await bench(t);
  await ok(['image', 'create', 'x', '--property', 'a=1', '--property', 'b=2', '--tag', 't', '--tag', 'u']);
  assert.equal(await ok(['image', 'unset', 'x', '--property', 'a', '--tag', 't']), '');
  const image = parseObject(await ok(['image', 'show', 'x', '-f', 'json']));
  assert.deepEqual(image['properties'], { os_hidden: false, b: '2' });
  assert.deepEqual(image['tags'], ['u']);
});

void test('what the image does not have is told, and the rest is unset', async (t) => {
  const { ok, ostk } = await bench(t);
  await ok(['image', 'create', 'x', '--property', 'a=1', '--tag', 't']);
  const argv = ['image', 'unset', 'x', '--property', 'a', '--property', 'no', '--tag', 't', '--tag', 'nor'];
  const { code, stderr } = await ostk(argv);
  assert.equal(code, 1);
  assert.deepEqual(stderr.trimEnd().split('\n'), [
    'ostk image unset: the image has no tag nor',
    'ostk image unset: the image has no property no',
    'ostk image unset: failed to unset 1 of 2 tags and 1 of 2 properties',
  ]);
  const image = parseObject(await ok(['image', 'show', 'x', '-f', 'json']));
  assert.deepEqual(image['properties'], { os_hidden: false });
  assert.deepEqual(image['tags'], []);
});
