import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ConfigError } from '@ostk/sdk';
import * as fc from 'fast-check';

import { parseText } from '#src/config/yaml.js';

import { resolveIn } from './support/world.ts';

function parseTree(text: string, file: string): ReturnType<typeof parseText>['tree'] {
  return parseText(text, file).tree;
}

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

function laughs(depth: number): string {
  const levels = Array.from({ length: depth }, (_, i) => `l${i + 1}: &l${i + 1} [*l${i}, *l${i}]`);
  return `l0: &l0 [x]\n${levels.join('\n')}\n`;
}

test('aliases of aliases share what they stand for', () => {
  let level = parseTree(laughs(10), 'f')['l10'];
  for (let depth = 0; depth < 10; depth += 1) {
    assert(Array.isArray(level));
    assert.equal(level[0], level[1]);
    level = level[0];
  }
  assert.deepEqual(level, ['x']);
});

test('aliases of aliases that stand for millions of values are an error with its place', () => {
  assertFails(laughs(40), /clouds\.yaml:\d+:\d+: more than 500000 values, aliases counted/);
});

test('aliases that nest what they stand for ever deeper are an error with its place', () => {
  const levels = Array.from({ length: 100 }, (_, i) => `l${i + 1}: &l${i + 1} {x: *l${i}}`);
  assertFails(`l0: &l0 {}\n${levels.join('\n')}\n`, /clouds\.yaml:\d+:\d+: nested more than 64 levels deep/);
});

for (const [what, text] of [
  ['brackets', '['.repeat(100_000)],
  ['dashes', '- '.repeat(100_000)],
  ['question marks', '? '.repeat(100_000)],
  ['mappings', Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
] as const) {
  test(`${what} nested without end are an error with its place`, () => {
    assertFails(text, /clouds\.yaml:\d+:\d+: nested more than 64 levels deep/);
  });
}

test('more text than any configuration needs is an error', () => {
  assertFails('# comment\n'.repeat(200_000), /clouds\.yaml:\d+:\d+: the file is larger/);
});

test('a key that is no text is an error with its place', () => {
  assertFails('clouds:\n  ? [a]\n  : b\n', /clouds\.yaml:2:5: a key must be text/);
});

test('a key that is given twice is found among very many', () => {
  const keys = Array.from({ length: 20_000 }, (_, i) => `k${i}: v`).join('\n');
  assertFails(`${keys}\nk0: w\n`, /clouds\.yaml:20001:1: the key k0 is there twice/);
});

test('an alias stands for the last anchor before it', () => {
  assert.deepEqual(parseTree('a: &x 1\nb: *x\nc: &x 2\nd: *x\n', 'f'), { a: '1', b: '1', c: '2', d: '2' });
});

test('a syntax error names file, line and column', () => {
  assertFails('clouds:\n  a:\n    auth: {auth_url: http://x\n', /^\/etc\/openstack\/clouds\.yaml:\d+:\d+: /);
});

test('a tab as indentation is named with its line', () => {
  assertFails('clouds:\n\ta: 1\n', /clouds\.yaml:2:1: .*tab/i);
});

test('a key that stands twice is an error: one of the two values would be lost', () => {
  assertFails('clouds:\n  a: 1\n  b: 2\n  a: 3\n', /clouds\.yaml:4:3: the key a is there twice/);
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
