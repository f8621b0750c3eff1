import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as fc from 'fast-check';

import { isRecord } from '#src/json.js';
import { patchOf, type PatchOperation, pointerSegment, sameJson } from '#src/resource/json-patch.js';

type Members = Readonly<Record<string, unknown>>;

/** Applies operations on the members of an object, as RFC 6902 says: a wrong one is an error. */
function apply(current: Members, operations: readonly PatchOperation[]): Members {
  const result = new Map(Object.entries(current));
  for (const operation of operations) {
    assert(operation.path.startsWith('/') && !operation.path.slice(1).includes('/'));
    const name = operation.path.slice(1).replaceAll('~1', '/').replaceAll('~0', '~');
    if (operation.op !== 'add') assert(result.has(name), `${operation.op} of ${name}, which is not there`);
    if (operation.op === 'remove') result.delete(name);
    else result.set(name, operation.value);
  }
  return Object.fromEntries(result);
}

test('a member is added, replaced and removed', () => {
  assert.deepEqual(patchOf({ a: 1, b: 2, d: 4 }, { a: 5, b: null, c: 3 }), [
    { op: 'replace', path: '/a', value: 5 },
    { op: 'remove', path: '/b' },
    { op: 'add', path: '/c', value: 3 },
  ]);
});

test('what is the same already is left out', () => {
  assert.deepEqual(
    patchOf({ a: 1, tags: ['x'], o: { p: 1, q: 2 } }, { a: 1, tags: ['x'], o: { q: 2, p: 1 } }),
    [],
  );
});

test('undefined changes nothing', () => {
  assert.deepEqual(patchOf({ a: 1 }, { a: undefined, b: undefined }), []);
});

test('null removes nothing that is not there', () => {
  assert.deepEqual(patchOf({}, { a: null }), []);
});

test('a member that may hold null is set to null instead of removed', () => {
  assert.deepEqual(
    patchOf({ name: 'x' }, { name: null, other: null }, (name) => name === 'name'),
    [{ op: 'replace', path: '/name', value: null }],
  );
  assert.deepEqual(
    patchOf({}, { name: null }, () => true),
    [{ op: 'add', path: '/name', value: null }],
  );
  assert.deepEqual(
    patchOf({ name: null }, { name: null }, () => true),
    [],
  );
});

test('a member that holds null is removed by null', () => {
  assert.deepEqual(patchOf({ a: null }, { a: null }), []);
});

test('a change within a member replaces it: lists are compared in order', () => {
  assert.deepEqual(patchOf({ tags: ['a', 'b'] }, { tags: ['b', 'a'] }), [
    { op: 'replace', path: '/tags', value: ['b', 'a'] },
  ]);
});

test('names are escaped as RFC 6901 says', () => {
  assert.deepEqual(patchOf({ 'a/b': 1, 'm~n': 1 }, { 'a/b': 2, 'm~n': null, '~1': 3, '': 4 }), [
    { op: 'replace', path: '/a~1b', value: 2 },
    { op: 'remove', path: '/m~0n' },
    { op: 'add', path: '/~01', value: 3 },
    { op: 'add', path: '/', value: 4 },
  ]);
  assert.equal(pointerSegment('~/~1'), '~0~1~01');
});

test('names that every object inherits are members like others', () => {
  const changes: unknown = JSON.parse('{"__proto__": {}, "constructor": "x", "toString": null}');
  assert(isRecord(changes));
  assert.deepEqual(patchOf({}, changes), [
    { op: 'add', path: '/__proto__', value: {} },
    { op: 'add', path: '/constructor', value: 'x' },
  ]);
});

const members = fc.dictionary(
  fc.oneof(fc.constantFrom('a', 'b', 'c/d', 'e~f', '~1'), fc.string({ maxLength: 3 })),
  fc.oneof(fc.constantFrom<unknown>(1, 'x', true, null), fc.jsonValue({ maxDepth: 2 })),
  { maxKeys: 6, noNullPrototype: true },
);

/** What `changes` make of `current`, in words of their own. */
function wanted(current: Members, changes: Members): Members {
  const result = new Map(Object.entries(current));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null && current[name] !== null) result.delete(name);
    else if (value !== null) result.set(name, value);
  }
  return Object.fromEntries(result);
}

test('applying the patch gives what was wanted', () => {
  fc.assert(
    fc.property(members, members, (current, changes) => {
      assert(sameJson(apply(current, patchOf(current, changes)), wanted(current, changes)));
    }),
  );
});

test('no operation could be left out, and none is there twice', () => {
  fc.assert(
    fc.property(members, members, (current, changes) => {
      const operations = patchOf(current, changes);
      assert.equal(new Set(operations.map(({ path }) => path)).size, operations.length);
      const complete = apply(current, operations);
      for (const left of operations) {
        const others = operations.filter((operation) => operation !== left);
        assert(!sameJson(apply(current, others), complete), JSON.stringify(left));
      }
    }),
  );
});

test('once it is applied there is nothing more to do', () => {
  fc.assert(
    fc.property(members, members, (current, changes) => {
      assert.deepEqual(patchOf(apply(current, patchOf(current, changes)), changes), []);
    }),
  );
});

test('neither object is changed', () => {
  fc.assert(
    fc.property(members, members, (current, changes) => {
      const before = JSON.stringify([current, changes]);
      patchOf(current, changes);
      assert.equal(JSON.stringify([current, changes]), before);
    }),
  );
});

/** JSON with the members of all objects in one order. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}

test('two values are the same exactly if their JSON is, members in any order', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (a, b) => {
      assert.equal(sameJson(a, b), sorted(a) === sorted(b));
      assert(sameJson(a, JSON.parse(JSON.stringify(a))));
    }),
  );
});

test('a list is no object, null is none either, and zero has no sign', () => {
  assert(!sameJson([], {}));
  assert(!sameJson(null, {}));
  assert(!sameJson({ a: undefined }, { b: undefined }));
  assert(sameJson(0, -0));
});
