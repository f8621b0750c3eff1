import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import { file } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { assertImageError, explained } from '../harness/errors.ts';
import { createActiveImage, createImage, showImage, uniqueName } from '../harness/images.ts';
import { at, listAt, stringAt } from '../harness/json.ts';

const admin = await cloud.session('admin');
const demo = await cloud.session('demo');
const alt = await cloud.session('alt');

// A family of images that only its tag tells from others on the cloud, named by letters in the order of creation.
const tag = uniqueName();
const attributes = (name: string): { readonly name: string; readonly tags: readonly string[] } => ({
  name,
  tags: [tag],
});
const a = await createActiveImage(file, demo, '12345', {
  ...attributes('a:b'),
  flavour: 'sweet',
  min_disk: 3,
});
const b = await createImage(file, demo, { ...attributes('b'), disk_format: 'qcow2', tags: [tag, 'second'] });
const c = await createActiveImage(file, demo, '1234567890', { ...attributes('c'), visibility: 'private' });
const d = await createImage(file, demo, {
  ...attributes('d "q", e'),
  visibility: 'community',
  flavour: 'in:sour',
});
const hidden = await createImage(file, demo, { ...attributes('hidden'), os_hidden: true });
const guarded = await createImage(file, demo, { ...attributes('guarded'), protected: true });
const letters: Readonly<Record<string, string>> = {
  [a]: 'a',
  [b]: 'b',
  [c]: 'c',
  [d]: 'd',
  [hidden]: 'h',
  [guarded]: 'g',
};

/** The letters of those of the family that a query finds, sorted. */
async function find(query: string, session: typeof demo = demo): Promise<string> {
  const answer = await session.image('GET', `/v2/images?tag=${tag}${query && `&${query}`}`);
  assert.equal(answer.status, 200, answer.text);
  const found = listAt(answer.json, 'images').map((image) => letters[stringAt(image, 'id')] ?? '?');
  return found.toSorted().join('');
}

const imageC = await showImage(demo, c);
const sha512 = createHash('sha512').update('1234567890').digest('hex');
const encoded = (value: string): string => encodeURIComponent(value);

const operator = (name: string): string => `Unable to filter by unknown operator '${name}'.`;
const boolean = (value: string, name: string): string =>
  `Invalid value '${value}' for '${name}' filter. Valid values are 'true' or 'false'.`;

suite('Glance: filters of the list', () => {
  const filters: readonly (readonly [string, string])[] = [
    ['', 'abcdg'],
    ['name=b', 'b'],
    ['name=B', ''],
    ['name=', ''],
    [`name=${encoded('eq:a:b')}`, 'a'],
    [`name=${encoded('eq:d "q", e')}`, 'd'],
    ['name=in:b,c,hidden', 'bc'],
    [`name=${encoded('in:"a:b",b')}`, 'ab'],
    ['name=in:', ''],
    [`id=${a}`, 'a'],
    [`id=eq:${a}`, 'a'],
    [`id=in:${a},${c}`, 'ac'],
    ['status=active', 'ac'],
    ['status=in:active,queued', 'abcdg'],
    ['status=nonsense', ''],
    ['disk_format=qcow2', 'b'],
    ['disk_format=in:raw,qcow2', 'abcdg'],
    ['container_format=bare', 'abcdg'],
    ['container_format=ovf', ''],
    ['size_min=6', 'c'],
    ['size_min=5', 'ac'],
    ['size_max=5', 'a'],
    ['size_min=6&size_max=9', ''],
    ['min_disk=3', 'a'],
    ['min_disk=x', ''],
    ['min_ram=0', 'abcdg'],
    ['flavour=sweet', 'a'],
    [`flavour=${encoded('in:sour')}`, 'd'],
    ['nothing=1', ''],
    ['is_public=true', ''],
    ['tag=second', 'b'],
    ['tag=third', ''],
    ['tag=', ''],
    ['visibility=private', 'c'],
    ['visibility=shared', 'abg'],
    ['visibility=community', 'd'],
    ['visibility=public', ''],
    ['visibility=all', 'abcdg'],
    [`owner=${demo.projectId}`, 'abcdg'],
    ['owner=nobody', ''],
    ['os_hidden=true', 'h'],
    ['os_hidden=True', 'h'],
    ['os_hidden=false', 'abcdg'],
    ['protected=true', 'g'],
    ['protected=false', 'abcd'],
    [`checksum=${stringAt(imageC, 'checksum')}`, 'c'],
    [`os_hash_value=${sha512}`, 'c'],
    ['os_hash_algo=sha512', 'ac'],
    ['created_at=gt:2020-01-01T00:00:00Z', 'abcdg'],
    ['created_at=gt:2020-01-01', 'abcdg'],
    ['created_at=lt:2020-01-01T00:00:00Z', ''],
    ['created_at=lte:2020-01-01T00:00:00Z', ''],
    ['created_at=neq:2020-01-01T00:00:00Z', 'abcdg'],
    ['created_at=eq:2020-01-01T00:00:00Z', ''],
    ['created_at=2020-01-01T00:00:00Z', ''],
    ['member_status=all', 'abcdg'],
    ['member_status=accepted', 'abcdg'],
  ];
  for (const [query, expected] of filters) {
    test(`${query || 'no filter'} finds ${expected || 'nothing'}`, async () => {
      assert.equal(await find(query), expected);
    });
  }

  test('a moment as the image itself tells it is a bound', async () => {
    const since = await find(`updated_at=gte:${stringAt(imageC, 'created_at')}`);
    for (const letter of 'cdg') assert.ok(since.includes(letter), since);
    assert.equal(await find(`id=${c}&created_at=gte:${stringAt(imageC, 'created_at')}`), 'c');
    assert.equal(await find(`id=${c}&created_at=lt:${stringAt(imageC, 'created_at')}`), '');
  });

  test('of two owners, who asks sees her own, and community images when she asks for them', async () => {
    assert.equal(await find('', alt), '');
    assert.equal(await find('visibility=community', alt), 'd');
    assert.equal(await find('visibility=all', alt), 'd');
    assert.equal(await find(`owner=${demo.projectId}`, alt), '');
    assert.equal(await find(`id=${d}`, alt), '');
  });

  test('an administrator sees the images of all, community images when she asks for them', async () => {
    assert.equal(await find('', admin), 'abcg');
    assert.equal(await find('visibility=all', admin), 'abcdg');
    assert.equal(await find(`owner=${demo.projectId}`, admin), 'abcg');
  });

  test('each entry is the image as a GET gives it', async () => {
    const answer = await demo.image('GET', `/v2/images?id=${c}`);
    assert.deepEqual(listAt(answer.json, 'images'), [await showImage(demo, c)]);
    assert.equal(at(answer.json, 'schema'), '/v2/schemas/images');
    assert.equal(at(answer.json, 'first'), `/v2/images?id=${c}`);
    assert.equal(at(answer.json, 'next'), undefined);
  });

  const refused: readonly (readonly [string, string])[] = [
    ['name=a:b', operator('a')],
    ['name=gt:a', operator('gt')],
    ['name=neq:a', operator('neq')],
    ['status=not:active', operator('not')],
    [`name=${encoded('in:"b')}`, 'Invalid filter value "b. The quote is not closed.'],
    ['size_min=x', 'Unable to filter on a range with a non-numeric value.'],
    ['size_max=x', 'Unable to filter on a range with a non-numeric value.'],
    ['visibility=nonsense', 'Invalid visibility value: nonsense'],
    ['os_hidden=x', boolean('x', 'os_hidden')],
    ['os_hidden=', boolean('', 'os_hidden')],
    ['protected=x', boolean('x', 'protected')],
    ['protected=True', boolean('True', 'protected')],
    ['created_at=gt:x', 'Bad "created_at" query filter format. Use ISO 8601 DateTime notation.'],
    ['created_at=in:2020-01-01T00:00:00Z', 'Unable to filter on a unknown operator.'],
    ['member_status=nonsense', 'Invalid status: nonsense'],
    ['changes-since=2020', 'The "changes-since" filter is no longer available on v2.'],
  ];
  for (const [query, reason] of refused) {
    test(`${query} is a 400`, async () => {
      assertImageError(await demo.image('GET', `/v2/images?${query}`), 400, explained(reason));
    });
  }
});
