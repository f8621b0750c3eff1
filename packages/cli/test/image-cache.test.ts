import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { bench, words } from './support/ostk.ts';

void test('cached image queue, list, delete and clear', async (t) => {
  const { ok, ostk } = await bench(t);
  const stdin = Readable.from([Buffer.alloc(5000)]);
  const id = await ok(words('image create x --file - -f value -c id'), { stdin });
  const cached = words('cached image list -f value -c ID -c State -c Size -c Hits');
  assert.equal(await ok(cached), '');
  await ok(words('cached image queue x'));
  assert.equal(await ok(cached), `${id} cached 5000 0`);
  await ok(words('cached image delete x'));
  assert.equal(await ok(cached), '');
  await ok(['cached', 'image', 'queue', id]);
  await ok(words('cached image clear --queue'));
  assert.equal(await ok(cached), `${id} cached 5000 0`);
  await ok(words('cached image clear'));
  assert.equal(await ok(cached), '');
  const { code, stderr } = await ostk(words('cached image queue x none'));
  assert.equal(code, 1);
  assert.match(stderr, /failed to queue none: no image found for none\n.*failed to queue 1 of 2 images\n$/);
});

void test('the cache is for administrators', async (t) => {
  const { as } = await bench(t);
  const { code, stderr } = await as('demo', words('cached image list'));
  assert.equal(code, 1);
  assert.match(stderr, /^ostk cached image list: .*403/);
});

void test('image cache clean and prune say what to do where Glance does not know them', async (t) => {
  const { ostk } = await bench(t);
  for (const verb of ['clean', 'prune']) {
    const { code, stderr } = await ostk(['image', 'cache', verb]);
    assert.equal(code, 1);
    assert.match(stderr, /does not do that before OpenStack 2026\.1: run glance-cache-cleaner/);
  }
});
