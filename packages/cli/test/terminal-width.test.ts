import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bench, ostk, words } from './support/ostk.ts';

function widest(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length));
}

void test('on a terminal, tables are fitted to it, and ids stay whole', async (t) => {
  const { ok } = await bench(t);
  const name = 'a-name-that-is-far-too-long-for-a-terminal-of-eighty-columns';
  const id = await ok(['image', 'create', name, '-f', 'value', '-c', 'id']);
  const terminal = { terminal: true, columns: 80 };
  const list = words('image list');
  const fitted = await ok(list, terminal);
  assert.ok(widest(fitted) <= 80, fitted);
  assert.ok(fitted.includes(id));
  const wide = await ok(list);
  assert.ok(wide.includes(name));
  assert.equal(await ok([...list, '--max-width', '0'], terminal), wide);
  assert.equal(await ok(list, { ...terminal, env: { CLIFF_FIT_WIDTH: '0' } }), wide);
  assert.ok(widest(await ok(['image', 'show', id], terminal)) <= 80);
});

void test('what cannot be fitted to a terminal is as wide as it is', async (t) => {
  const { ok } = await bench(t);
  await ok(words('image create x'));
  const argv = words('image list --long');
  assert.equal(await ok(argv, { terminal: true, columns: 80 }), await ok(argv));
});

void test('without a command, the first steps are shown; of a group, its commands', async () => {
  const nothing = await ostk([]);
  assert.equal(nothing.code, 2);
  assert.equal(nothing.stdout, '');
  assert.match(nothing.stderr, /ostk image list .*\n(.*\n)*.*ostk --help/);
  const group = await ostk(words('image member'));
  assert.equal(group.code, 2);
  assert.match(group.stderr, /image member list +List the projects/);
});

void test('a command that does not exist leads to the nearest', async () => {
  for (const [argv, near] of [
    ['imgae list', 'image'],
    ['image lst', 'image list'],
    ['image metdef', 'image metadef'],
    ['serer list', 'server'],
  ] as const) {
    const { code, stderr } = await ostk(words(argv));
    assert.equal(code, 2);
    assert.ok(stderr.includes(`did you mean ${near}?`), stderr);
  }
});
