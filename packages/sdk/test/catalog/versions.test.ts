import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseVersions, versionInUrl, versionUrl } from '#src/catalog/versions.js';

function entry(id: string, status: string, href = 'http://internal:9292/v2/'): object {
  return { id, status, links: [{ rel: 'self', href }] };
}

function ids(document: unknown): readonly string[] | undefined {
  return parseVersions(document)?.map(({ id }) => id);
}

test('the list of Glance, newest first, as numbers and not as text', () => {
  const versions = [entry('v2.9', 'SUPPORTED'), entry('v2.16', 'CURRENT'), entry('v2.2', 'SUPPORTED')];
  assert.deepEqual(ids({ versions }), ['v2.16', 'v2.9', 'v2.2']);
});

test('the list of Keystone', () => {
  assert.deepEqual(ids({ versions: { values: [entry('v3.14', 'stable')] } }), ['v3.14']);
});

test('one version by itself', () => {
  assert.deepEqual(ids({ version: entry('v3.14', 'stable') }), ['v3.14']);
});

test('the parts of an entry', () => {
  assert.deepEqual(parseVersions({ versions: [entry('v2.16', 'Current')] }), [
    { id: 'v2.16', major: 2, minor: 16, status: 'CURRENT', link: 'http://internal:9292/v2/' },
  ]);
  assert.deepEqual(parseVersions({ versions: [{ id: '3' }] }), [
    { id: '3', major: 3, minor: 0, status: '', link: undefined },
  ]);
});

test('entries that are no versions are left out', () => {
  const versions = [null, 'v1', { status: 'CURRENT' }, { id: 'latest' }, { id: 7 }, entry('v2.0', 'CURRENT')];
  assert.deepEqual(ids({ versions }), ['v2.0']);
});

for (const [what, document] of [
  ['a list', [entry('v2', 'CURRENT')]],
  ['an object of another kind', { hello: 'world' }],
  ['no versions', { versions: [] }],
  ['nothing', undefined],
  ['text', 'v2'],
] as const) {
  test(`${what} is no version document`, () => {
    assert.equal(parseVersions(document), undefined);
  });
}

for (const [url, expected] of [
  ['http://h:9292/v2', 2],
  ['http://h:9292/v2/', 2],
  ['http://h/image/v2.1', 2],
  ['http://h:5000/v3', 3],
  ['http://h:9292', undefined],
  ['http://h/image', undefined],
  ['http://h/v2/project', undefined],
  ['http://v2/', undefined],
  ['http://h/tv2', undefined],
] as const) {
  test(`the version in ${url} is ${expected}`, () => {
    assert.equal(versionInUrl(url), expected);
  });
}

test('scheme, host and prefix are those the document was read from; of the link only the end counts', () => {
  const [version] =
    parseVersions({ versions: [entry('v2.16', 'CURRENT', 'http://internal:9292/v2/')] }) ?? [];
  assert(version !== undefined);
  assert.equal(versionUrl('https://public.example/image/', version), 'https://public.example/image/v2');
  assert.equal(versionUrl('https://public.example', version), 'https://public.example/v2');
});

test('without a link, or with one that names no version, the place is the major version', () => {
  for (const link of [undefined, 'http://internal/', 'http://internal/images', 'nonsense']) {
    const version = { id: 'v2.16', major: 2, minor: 16, status: 'CURRENT', link };
    assert.equal(versionUrl('http://h/', version), 'http://h/v2');
  }
});
