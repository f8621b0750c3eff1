import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bench, parseObject } from './support/ostk.ts';

void test('image add project, member get, member list, remove project', async (t) => {
  const { ok, as, ostk } = await bench(t);
  const id = await ok(['image', 'create', 'x', '--shared', '-f', 'value', '-c', 'id']);
  const demo = (await as('demo', ['token', 'issue', '-f', 'value', '-c', 'project_id'])).stdout.trim();
  const added = parseObject(await ok(['image', 'add', 'project', 'x', 'demo', '-f', 'json']));
  assert.deepEqual(Object.keys(added), [
    'created_at',
    'image_id',
    'member_id',
    'schema',
    'status',
    'updated_at',
  ]);
  assert.equal(added['image_id'], id);
  assert.equal(added['member_id'], demo);
  assert.equal(added['status'], 'pending');
  assert.deepEqual(parseObject(await ok(['image', 'member', 'get', 'x', 'demo', '-f', 'json'])), added);
  assert.equal(await ok(['image', 'member', 'list', 'x', '-f', 'value']), `${id} ${demo} pending`);
  const twice = await ostk(['image', 'add', 'project', 'x', 'demo']);
  assert.equal(twice.code, 1);
  assert.match(twice.stderr, /^ostk image add project: .*409 /);
  await ok(['image', 'remove', 'project', 'x', demo]);
  assert.equal(await ok(['image', 'member', 'list', 'x', '-f', 'value']), '');
  assert.equal((await ostk(['image', 'member', 'get', 'x', 'demo'])).code, 1);
});

void test('image share makes a private image shared, and is the same when it is done twice', async (t) => {
  const { ok, ostk } = await bench(t);
  await ok(['image', 'create', 'x', '--private']);
  const first = await ok(['image', 'share', 'x', 'demo', '-f', 'csv']);
  assert.match(first, /^"Image ID","Member ID","Status"\n/);
  assert.equal(await ok(['image', 'share', 'x', 'demo', '-f', 'csv']), first);
  assert.equal(await ok(['image', 'show', 'x', '-f', 'value', '-c', 'visibility']), 'shared');
  await ok(['image', 'create', 'open', '--community']);
  const { code, stderr } = await ostk(['image', 'share', 'open', 'demo']);
  assert.equal(code, 1);
  assert.match(stderr, /^ostk image share: image .* is community: everybody has it already/);
});
