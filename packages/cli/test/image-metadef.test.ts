import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bench, parseObject, words } from './support/ostk.ts';

void test('namespaces are created, listed, changed and deleted', async (t) => {
  const { ok, ostk } = await bench(t);
  const first = parseObject(
    await ok(
      words('image metadef namespace create n --display-name Mine --description What --public -f json'),
    ),
  );
  assert.deepEqual(
    [
      first['namespace'],
      first['display_name'],
      first['description'],
      first['visibility'],
      first['protected'],
    ],
    ['n', 'Mine', 'What', 'public', false],
  );
  assert.ok((await ok(words('image metadef namespace list -f value'))).split('\n').includes('n'));
  await ok(words('image metadef namespace set n --private --display-name Other'));
  const shown = parseObject(await ok(words('image metadef namespace show n -f json')));
  assert.deepEqual(
    [shown['display_name'], shown['description'], shown['visibility']],
    ['Other', 'What', 'private'],
  );
  await ok(words('image metadef namespace set n --protected'));
  const refused = await ostk(words('image metadef namespace delete n'));
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /failed to delete n: .*403/);
  await ok(words('image metadef namespace set n --unprotected'));
  await ok(words('image metadef namespace delete n'));
  assert.equal((await ostk(words('image metadef namespace show n'))).code, 1);
});

void test('objects of a namespace', async (t) => {
  const { ok, ostk } = await bench(t);
  await ok(words('image metadef namespace create n'));
  await ok(words('image metadef object create a --namespace n'));
  await ok(words('image metadef object create b --namespace n'));
  assert.equal(await ok(words('image metadef object list n -f value -c name --sort-column name')), 'a\nb');
  await ok(words('image metadef object update n a --name c'));
  const shown = parseObject(await ok(words('image metadef object show n c -f json')));
  assert.deepEqual([shown['name'], shown['namespace_name']], ['c', 'n']);
  const missing = await ostk(words('image metadef object delete n c nothing'));
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /failed to delete nothing: .*\n.*failed to delete 1 of 2 /);
  await ok(words('image metadef object delete n --all'));
  assert.equal(await ok(words('image metadef object list n -f value')), '');
});

void test('properties of a namespace', async (t) => {
  const { ok, ostk } = await bench(t);
  await ok(words('image metadef namespace create n'));
  const create = words('image metadef property create n --name p --title P --type string --schema');
  const made = parseObject(await ok([...create, '{"minLength": 2}', '-f', 'json']));
  assert.deepEqual(made, { min_length: 2, name: 'p', title: 'P', type: 'string' });
  assert.equal(await ok(words('image metadef property list n -f value')), 'p P string');
  await ok(words('image metadef property set n p --title Q'));
  const changed = parseObject(await ok(words('image metadef property show n p -f json')));
  assert.deepEqual(changed, { ...made, title: 'Q' });
  assert.equal((await ostk([...create, '{}'])).code, 1);
  await ok(words('image metadef property delete n p'));
  assert.equal(await ok(words('image metadef property list n -f value')), '');
});

void test('what kinds of resource a namespace is for', async (t) => {
  const { ok } = await bench(t);
  await ok(words('image metadef namespace create n'));
  const kinds = (await ok(words('image metadef resource type list -f value'))).split('\n');
  assert.ok(kinds.includes('OS::Glance::Image'));
  const listed = words('image metadef resource type association list n -f value');
  assert.equal(await ok(listed), '');
  await ok(words('image metadef resource type association create n OS::Glance::Image'));
  assert.equal(await ok(listed), 'OS::Glance::Image');
  await ok(words('image metadef resource type association delete n OS::Glance::Image'));
  assert.equal(await ok(listed), '');
});

void test('tags of a namespace are removed', async (t) => {
  const { ok, ostk } = await bench(t);
  await ok(words('image metadef namespace create n'));
  await ok(words('image metadef namespace unset n --all-tags'));
  const { code, stderr } = await ostk(words('image metadef namespace unset n --tag none'));
  assert.equal(code, 1);
  assert.match(stderr, /^ostk image metadef namespace unset: .*404/);
});
