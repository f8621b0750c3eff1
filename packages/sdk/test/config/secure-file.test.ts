import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as fc from 'fast-check';

import { isTreeMap, mergeTrees, type Tree, type TreeMap } from '#src/config/tree.js';

import { resolveIn } from './support/world.ts';

const open = 'clouds: {here: {region_name: R, auth: {auth_url: "http://k", username: u, password: old}}}\n';

test('secure.yaml is laid over clouds.yaml, member by member', async (t) => {
  const config = await resolveIn(t, {
    files: { 'cwd/clouds.yaml': open, 'cwd/secure.yaml': 'clouds: {here: {auth: {password: new}}}\n' },
  });
  assert.equal(config.auth.password?.reveal(), 'new');
  assert.equal(config.auth.username, 'u');
  assert.equal(config.regionName, 'R');
});

test('secure.yaml is searched for by itself: it need not lie beside clouds.yaml', async (t) => {
  const config = await resolveIn(t, {
    files: { 'etc/clouds.yaml': open, 'user/secure.yaml': 'clouds: {here: {auth: {password: new}}}\n' },
  });
  assert.equal(config.auth.password?.reveal(), 'new');
});

test('OS_CLIENT_SECURE_FILE names the secure file', async (t) => {
  const config = await resolveIn(t, {
    files: {
      'cwd/clouds.yaml': open,
      'cwd/secure.yaml': 'clouds: {here: {auth: {password: near}}}\n',
      'vault/s.yaml': 'clouds: {here: {auth: {password: vault}}}\n',
    },
    variables: { OS_CLIENT_SECURE_FILE: '{root}/vault/s.yaml' },
  });
  assert.equal(config.auth.password?.reveal(), 'vault');
});

test('OS_CLIENT_SECURE_FILE that names no file is an error', async (t) => {
  const world = { files: { 'cwd/clouds.yaml': open }, variables: { OS_CLIENT_SECURE_FILE: '/no/such/file' } };
  await assert.rejects(resolveIn(t, world), {
    name: 'ConfigError',
    message: 'OS_CLIENT_SECURE_FILE names /no/such/file, but there is no such file',
  });
});

test('an error in secure.yaml names secure.yaml', async (t) => {
  const files = { 'cwd/clouds.yaml': open, 'cwd/secure.yaml': 'clouds: [\n' };
  await assert.rejects(resolveIn(t, { files }), {
    name: 'ConfigError',
    message: /cwd\/secure\.yaml:\d+:\d+: /,
  });
});

test('a cloud may be in secure.yaml only', async (t) => {
  const files = { 'cwd/secure.yaml': 'clouds: {hidden: {auth: {auth_url: "http://k"}}}\n' };
  assert.equal((await resolveIn(t, { files, options: { cloud: 'hidden' } })).name, 'hidden');
});

test('an application credential may have its secret in secure.yaml', async (t) => {
  const config = await resolveIn(t, {
    files: {
      'cwd/clouds.yaml': 'clouds: {here: {auth: {auth_url: "http://k", application_credential_id: 0123}}}\n',
      'cwd/secure.yaml': 'clouds: {here: {auth: {application_credential_secret: 1e5}}}\n',
    },
  });
  assert.equal(config.authType, 'v3applicationcredential');
  assert.equal(config.auth.applicationCredentialId, '0123');
  assert.equal(config.auth.applicationCredentialSecret?.reveal(), '1e5');
});

const key = fc.constantFrom('a', 'b', 'c', 'd');
const trees = fc.letrec<{ tree: Tree; map: TreeMap }>((tie) => ({
  map: fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.string({ maxLength: 3 }),
    fc.array(fc.string(), { maxLength: 2 }),
    tie('map'),
  ),
}));

/** Every path to something that is not a mapping, with what is there. */
function leaves(tree: Tree, path = ''): readonly (readonly [string, Tree])[] {
  if (!isTreeMap(tree)) return [[path, tree]];
  return Object.entries(tree).flatMap(([name, value]) => leaves(value, `${path}/${name}`));
}

test('merge: everything in the upper tree is in the result', () => {
  fc.assert(
    fc.property(trees.map, trees.map, (base, over) => {
      const merged = new Map(leaves(mergeTrees(base, over)));
      for (const [path, value] of leaves(over)) assert.deepEqual(merged.get(path), value);
    }),
  );
});

test('merge: nothing is in the result that is in neither tree', () => {
  fc.assert(
    fc.property(trees.map, trees.map, (base, over) => {
      const known = new Set([...leaves(base), ...leaves(over)].map(([path]) => path));
      for (const [path] of leaves(mergeTrees(base, over))) assert(known.has(path), path);
    }),
  );
});

test('merge: it is idempotent, and an empty mapping changes nothing', () => {
  fc.assert(
    fc.property(trees.map, trees.map, (a, b) => {
      assert.deepEqual(mergeTrees(a, a), a);
      assert.deepEqual(mergeTrees(a, {}), a);
      assert.deepEqual(mergeTrees({}, a), a);
      assert.deepEqual(mergeTrees(mergeTrees(a, b), b), mergeTrees(a, b));
    }),
  );
});

test('merge: the trees that go in are not changed', () => {
  fc.assert(
    fc.property(trees.map, trees.map, (base, over) => {
      const before = JSON.stringify([base, over]);
      mergeTrees(base, over);
      assert.equal(JSON.stringify([base, over]), before);
    }),
  );
});
