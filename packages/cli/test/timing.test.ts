import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bench } from './support/ostk.ts';

void test('--timing shows every request, in csv unless the output is a table', async (t) => {
  const { ok } = await bench(t);
  const table = await ok(['image', 'list', '--timing']);
  assert.match(table, /^\| URL +\| +Seconds \|$/m);
  assert.match(table, /^\| POST http:\/\/127\.0\.0\.1:\d+\/identity\/v3\/auth\/tokens +\| +[\d.e-]+ \|$/m);
  assert.match(table, /^\| GET http:\/\/127\.0\.0\.1:\d+\/image\/v2\/images\?[^ ]+ +\| +[\d.e-]+ \|$/m);
  assert.match(table, /^\| Total +\| +[\d.e-]+ \|$/m);
  assert.match(await ok(['image', 'list', '--timing', '-f', 'json']), /^\[\]\n\n"URL","Seconds"\n"POST /);
});
