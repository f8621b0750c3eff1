import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { bench, words } from './support/ostk.ts';

void test('image location list shows where the data of an image are', async (t) => {
  const { ok } = await bench(t);
  const stdin = Readable.from([Buffer.alloc(10)]);
  const id = await ok(words('image create x --file - -f value -c id'), { stdin });
  assert.match(
    await ok(words('image location list x -f value -c URL')),
    new RegExp(`^file://.*/fast/${id}$`),
  );
  assert.equal(
    await ok(words('image location list x -f json --noindent -c Metadata')),
    '[{"Metadata": {"store": "fast"}}]',
  );
});

void test('image location remove names a place that an image does not have', async (t) => {
  const { ok, ostk } = await bench(t);
  await ok(words('image create x'));
  assert.equal(await ok(words('image location list x -f value')), '');
  const { code, stderr } = await ostk(words('image location remove x http://127.0.0.1/y'));
  assert.equal(code, 1);
  assert.match(stderr, /^ostk image location remove: .* has no such location/);
});
