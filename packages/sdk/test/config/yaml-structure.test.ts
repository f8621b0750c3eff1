import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ConfigError } from '@ostk/sdk';
import * as fc from 'fast-check';

import { parseTree } from '#src/config/yaml.js';

import { resolveIn } from './support/world.ts';

function assertFails(text: string, expected: RegExp): void {
  assert.throws(
    () => parseTree(text, '/etc/openstack/clouds.yaml'),
    (error) => {
      assert(error instanceof ConfigError);
      assert.match(error.message, expected);
      return true;
    },
  );
}

test('a merge key lays a mapping under another', () => {
  const tree = parseTree('base: &b {x: 1, y: 2}\nover:\n  <<: *b\n  y: 3\n', 'f');
  assert.deepEqual(tree['over'], { x: '1', y: '3' });
});

test('what stands in the mapping wins over a merge key that comes after it', () => {
  const tree = parseTree('base: &b {y: 2}\nover:\n  y: 3\n  <<: *b\n', 'f');
  assert.deepEqual(tree['over'], { y: '3' });
});

test('of several merged mappings the first wins', () => {
  const tree = parseTree('a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n', 'f');
  assert.deepEqual(tree['c'], { x: '1', y: '1', z: '2' });
});

test('a merge key may merge a mapping that merges another', () => {
  const tree = parseTree('a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, z: 3}\n', 'f');
  assert.deepEqual(tree['c'], { x: '1', y: '2', z: '3' });
});

test('a merge key is shallow: a nested mapping is replaced', () => {
  const tree = parseTree('a: &a {auth: {u: 1, p: 2}}\nc: {<<: *a, auth: {u: 3}}\n', 'f');
  assert.deepEqual(tree['c'], { auth: { u: '3' } });
});

test('clouds may share their auth by a merge key', async (t) => {
  const clouds = `clouds:
  one: &one
    auth: &auth {auth_url: http://keystone.example, username: u, password: p}
  two:
    <<: *one
    auth: {<<: *auth, project_id: p2}
`;
  const { auth } = await resolveIn(t, { files: { 'cwd/clouds.yaml': clouds }, options: { cloud: 'two' } });
  assert.equal(auth.username, 'u');
  assert.equal(auth.projectId, 'p2');
});

test('an alias stands for what it names', () => {
  assert.deepEqual(parseTree('a: &a [1, {b: 2}]\nc: *a\n', 'f')['c'], ['1', { b: '2' }]);
});

test('an alias without its anchor is an error with its place', () => {
  assertFails('a: 1\nb: *nowhere\n', /clouds\.yaml:2:4: .*nowhere/);
});

test('an alias inside of what it stands for is an error, not endless', () => {
  assertFails('a: &a\n  b: *a\n', /clouds\.yaml:2:6: /);
});

test('aliases of aliases do not grow: what they stand for is shared', () => {
  const levels = Array.from({ length: 40 }, (_, i) => `l${i + 1}: &l${i + 1} [*l${i}, *l${i}]`);
  const tree = parseTree(`l0: &l0 [x]\n${levels.join('\n')}\n`, 'f');
  let level = tree['l40'];
  for (let depth = 0; depth < 40; depth += 1) {
    assert(Array.isArray(level));
    assert.equal(level[0], level[1]);
    level = level[0];
  }
  assert.deepEqual(level, ['x']);
});

test('a syntax error names file, line and column', () => {
  assertFails('clouds:\n  a:\n    auth: {auth_url: http://x\n', /^\/etc\/openstack\/clouds\.yaml:\d+:\d+: /);
});

test('a tab as indentation is named with its line', () => {
  assertFails('clouds:\n\ta: 1\n', /clouds\.yaml:2:1: .*tab/i);
});

test('a key that stands twice is an error: one of the two values would be lost', () => {
  assertFails('clouds:\n  a: 1\n  b: 2\n  a: 3\n', /clouds\.yaml:4:3: .*unique/);
});

test('a second document in the file is an error', () => {
  assertFails('a: 1\n---\nb: 2\n', /clouds\.yaml:2:1: /);
});

test('a file that is a list or a scalar is refused', () => {
  assertFails('- a\n', /must hold a mapping/);
  assertFails('just words\n', /must hold a mapping/);
});

test('an empty file and one of comments only hold nothing', () => {
  assert.deepEqual(parseTree('', 'f'), {});
  assert.deepEqual(parseTree('# nothing\n', 'f'), {});
});

test('a byte order mark is no part of the first key', () => {
  assert.deepEqual(parseTree('\uFEFFclouds: {}\n', 'f'), { clouds: {} });
});

test('Windows line ends are line ends', () => {
  assert.deepEqual(parseTree('clouds:\r\n  a: 1\r\n', 'f'), { clouds: { a: '1' } });
});

test('JSON is read as it is', () => {
  assert.deepEqual(parseTree('{"clouds": {"a": {"verify": false, "n": 1.50, "l": ["x"]}}}', 'f'), {
    clouds: { a: { verify: 'false', n: '1.50', l: ['x'] } },
  });
});

test('keys such as __proto__ are keys like others', () => {
  const tree = parseTree('__proto__: {polluted: 1}\nconstructor: 2\n', 'f');
  assert.deepEqual(Object.keys(tree), ['__proto__', 'constructor']);
  assert.equal(Reflect.get({}, 'polluted'), undefined);
});

test('any JSON of strings, lists and mappings is read as the same tree', () => {
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.array(tie('tree')),
      fc.dictionary(fc.string(), tie('tree')),
    ),
  }));
  const key = fc.string().filter((name) => name !== '<<');
  fc.assert(
    fc.property(fc.dictionary(key, tree), (value) => {
      const text = JSON.stringify(value);
      fc.pre(!text.includes('"<<":'));
      assert.equal(JSON.stringify(parseTree(text, 'f')), text);
    }),
  );
});
