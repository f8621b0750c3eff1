import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { file } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { assertImageError, explained, noImage } from '../harness/errors.ts';
import { createImage, uniqueName } from '../harness/images.ts';
import { at, listAt, stringAt } from '../harness/json.ts';
import type { Json } from '../harness/json.ts';

const demo = await cloud.session('demo');
const alt = await cloud.session('alt');
const tag = uniqueName();
const total = 27;
const newest: string[] = [];
for (let count = 0; count < total; count += 1) {
  newest.unshift(await createImage(file, demo, { tags: [tag, 'b'], visibility: 'private' }));
}

async function page(path: string): Promise<Json> {
  const answer = await demo.image('GET', path);
  assert.equal(answer.status, 200, answer.text);
  assert.ok(answer.json !== undefined);
  return answer.json;
}

const ids = (list: Json): readonly string[] => listAt(list, 'images').map((image) => stringAt(image, 'id'));

suite('Glance: pages of the list', () => {
  test('a page has 25 images when nothing is said', async () => {
    const first = await page(`/v2/images?tag=${tag}`);
    assert.deepEqual(ids(first), newest.slice(0, 25));
    assert.equal(at(first, 'first'), `/v2/images?tag=${tag}`);
    assert.equal(at(first, 'next'), `/v2/images?tag=${tag}&marker=${newest[24]}`);
  });

  test('the links lead through all images, each once, and stop', async () => {
    const seen: string[] = [];
    let path: Json | undefined = `/v2/images?tag=${tag}&limit=10`;
    let pages = 0;
    while (typeof path === 'string') {
      const current: Json = await page(path);
      seen.push(...ids(current));
      path = at(current, 'next');
      pages += 1;
      assert.ok(pages < 10);
    }
    assert.equal(pages, 3);
    assert.deepEqual(seen, newest);
  });

  test('links are relative and begin with /v2, whatever stands before it in the URL', async () => {
    const first = await page('/v2/images?limit=1');
    assert.match(stringAt(first, 'next'), /^\/v2\/images\?limit=1&marker=/);
    assert.equal(at(first, 'first'), '/v2/images?limit=1');
  });

  test('a full last page has a next link to an empty page', async () => {
    const full = await page(`/v2/images?tag=${tag}&limit=${total}`);
    assert.equal(ids(full).length, total);
    const next = stringAt(full, 'next');
    assert.equal(next, `/v2/images?tag=${tag}&limit=${total}&marker=${newest[total - 1]}`);
    const empty = await page(next);
    assert.deepEqual(ids(empty), []);
    assert.equal(at(empty, 'next'), undefined);
  });

  test('limit=0 is an empty page without a next link', async () => {
    const empty = await page(`/v2/images?tag=${tag}&limit=0`);
    assert.deepEqual(ids(empty), []);
    assert.equal(at(empty, 'next'), undefined);
  });

  test('a limit over the maximum of 1000 is no error', async () => {
    assert.equal(ids(await page(`/v2/images?tag=${tag}&limit=1001`)).length, total);
  });

  test('marker begins after the image it names, and is not in `first`', async () => {
    const second = await page(`/v2/images?tag=${tag}&limit=2&marker=${newest[3]}`);
    assert.deepEqual(ids(second), newest.slice(4, 6));
    assert.equal(at(second, 'first'), `/v2/images?tag=${tag}&limit=2`);
  });

  test('marker follows the order that was asked for', async () => {
    const oldest = newest.toReversed();
    const second = await page(`/v2/images?tag=${tag}&limit=2&sort=created_at:asc&marker=${oldest[3]}`);
    assert.deepEqual(ids(second), oldest.slice(4, 6));
  });

  test('a key that is given twice stands once in the links: the last value wins', async () => {
    const first = await page(`/v2/images?tag=${tag}&tag=b&limit=1`);
    assert.deepEqual(ids(first), newest.slice(0, 1));
    assert.equal(at(first, 'first'), '/v2/images?tag=b&limit=1');
    assert.equal(at(first, 'next'), `/v2/images?tag=b&limit=1&marker=${newest[0]}`);
    const classic = `sort_key=name&sort_key=created_at&sort_dir=asc&sort_dir=desc`;
    const sorted = await page(`/v2/images?tag=${tag}&${classic}&limit=1`);
    assert.equal(at(sorted, 'first'), `/v2/images?tag=${tag}&sort_key=created_at&sort_dir=desc&limit=1`);
  });

  test('links are encoded as a form, spaces as plus signs', async () => {
    const first = await page(`/v2/images?name=eq:a%20%22b%22,c%2Fd&limit=1`);
    assert.equal(at(first, 'first'), '/v2/images?name=eq%3Aa+%22b%22%2Cc%2Fd&limit=1');
  });

  test('unknown keys stay in the links', async () => {
    const first = await page(`/v2/images?tag=${tag}&limit=1&unknown=x%20y`);
    assert.equal(at(first, 'first'), `/v2/images?tag=${tag}&limit=1&unknown=x+y`);
  });

  const limits: readonly (readonly [string, string])[] = [
    ['-1', 'limit param must be positive'],
    ['x', 'limit param must be an integer'],
    ['', 'limit param must be an integer'],
  ];
  for (const [limit, reason] of limits) {
    test(`limit=${limit} is a 400`, async () => {
      assertImageError(await demo.image('GET', `/v2/images?limit=${limit}`), 400, explained(reason));
    });
  }

  test('a marker that is not there is a 400', async () => {
    const nobody = randomUUID();
    assertImageError(await demo.image('GET', `/v2/images?marker=${nobody}`), 400, noImage(nobody));
  });

  test('a marker that is not visible is a 403', async () => {
    const answer = await alt.image('GET', `/v2/images?marker=${newest[0]}`);
    assertImageError(answer, 403, explained(`Forbidding request, image ${newest[0]} not visible`));
  });
});
