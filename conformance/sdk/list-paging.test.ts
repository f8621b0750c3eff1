import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { BadRequest, OptionError } from '@ostk/sdk';
import type { ImageQuery } from '@ostk/sdk';

import { file } from '../harness/cleanup.ts';
import { suite } from '../harness/cloud.ts';
import { uniqueName } from '../harness/images.ts';
import { connectAs, create, failure, refusal } from './support.ts';

const demo = await connectAs('demo');
const tag = uniqueName();
const total = 27;
const newest: string[] = [];
const odd: string[] = [];
for (let count = 0; count < total; count += 1) {
  const tags = count % 2 === 1 ? [tag, 'odd'] : [tag];
  const { id } = await create(file, demo, { tags, visibility: 'private' });
  newest.unshift(id);
  if (count % 2 === 1) odd.unshift(id);
}

async function ids(query: ImageQuery): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { id } of demo.image.images({ tag, ...query })) found.push(id);
  return found;
}

async function pageSizes(query: ImageQuery): Promise<readonly number[]> {
  const sizes: number[] = [];
  for await (const page of demo.image.images({ tag, ...query }).pages()) sizes.push(page.length);
  return sizes;
}

suite('SDK: pages of the list', () => {
  test('all images are listed when no limit is given, though a page has 25', async () => {
    assert.deepEqual(await ids({}), newest);
    assert.deepEqual(await pageSizes({}), [25, 2]);
  });

  test('limit is the size of a page, not of the list', async () => {
    assert.deepEqual(await ids({ limit: 2 }), newest);
    assert.deepEqual(await pageSizes({ limit: 10 }), [10, 10, 7]);
  });

  test('repeated tags hold on every page', async () => {
    assert.deepEqual(await ids({ tag: [tag, 'odd'], limit: 2 }), odd);
    assert.deepEqual(await ids({ tag: ['odd', tag], limit: 2 }), odd);
  });

  test('filters and order hold on every page', async () => {
    const query = { tag: [tag, 'odd'], sort: 'createdAt:asc', status: 'queued', limit: 3 } as const;
    assert.deepEqual(await ids(query), odd.toReversed());
  });

  test('a last page that is full is followed by nothing', async () => {
    assert.deepEqual(await ids({ limit: total }), newest);
    assert.deepEqual(await ids({ limit: 9 }), newest);
  });

  test('marker begins after the image that it names', async () => {
    assert.deepEqual(await ids({ limit: 2, marker: newest[3] }), newest.slice(4));
    assert.deepEqual(await ids({ marker: newest.at(-1) }), []);
  });

  test('a marker that is not there is a BadRequest with the reason', async () => {
    const nobody = randomUUID();
    const error = await failure(ids({ marker: nobody }), BadRequest);
    assert.equal(error.status, 400);
    assert.match(error.message, new RegExp(`No image found with ID ${nobody}`));
  });

  test('maxItems is the size of the list', async () => {
    assert.deepEqual(await ids({ maxItems: 3 }), newest.slice(0, 3));
    assert.deepEqual(await ids({ maxItems: 5, limit: 2 }), newest.slice(0, 5));
    assert.deepEqual(await pageSizes({ maxItems: 5, limit: 2 }), [2, 2, 1]);
    assert.deepEqual(await ids({ maxItems: 26 }), newest.slice(0, 26));
    assert.deepEqual(await ids({ maxItems: 100 }), newest);
    assert.deepEqual(await ids({ maxItems: 0 }), []);
  });

  test('first() and toArray()', async () => {
    const list = demo.image.images({ tag, limit: 2 });
    assert.equal((await list.first())?.id, newest[0]);
    assert.equal((await list.toArray()).length, total);
    assert.equal((await list.toArray({ limit: 3 })).length, 3);
    assert.deepEqual(await list.toArray({ limit: 0 }), []);
    assert.equal(await demo.image.images({ tag: uniqueName() }).first(), undefined);
  });

  test('a list can be left early and iterated again', async () => {
    const list = demo.image.images({ tag, limit: 2 });
    for (let round = 0; round < 2; round += 1) {
      const seen: string[] = [];
      for await (const { id } of list) {
        seen.push(id);
        if (seen.length === 3) break;
      }
      assert.deepEqual(seen, newest.slice(0, 3));
    }
  });

  test('an aborted list rejects with the reason of the abort', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const list = demo.image.images({ tag, limit: 2, signal: controller.signal });
    const seen: string[] = [];
    const walk = async (): Promise<void> => {
      for await (const { id } of list) {
        seen.push(id);
        if (seen.length === 2) controller.abort(reason);
      }
    };
    assert.equal(await failure(walk(), Error), reason);
    assert.deepEqual(seen, newest.slice(0, 2));
  });

  const refused: readonly (readonly [string, object, RegExp])[] = [
    ['an option that there is not', { visibilty: 'all' }, /no option visibilty; did you mean visibility\?/],
    [
      'the wire name of an option',
      { disk_format: 'raw' },
      /no option disk_format; did you mean diskFormat\?/,
    ],
    ['limit 0', { limit: 0 }, /limit/],
    ['a limit that is no number', { limit: Number.NaN }, /limit/],
    ['a negative maxItems', { maxItems: -1 }, /maxItems/],
    ['a negative size', { sizeMin: -1 }, /sizeMin/],
    ['an empty list of names', { name: [] }, /name is an empty list/],
    ['two times at once', { createdAt: { gt: '2020-01-01', lt: '2021-01-01' } }, /createdAt takes one of/],
    ['a time that is none', { updatedAt: { gt: 'yesterday' } }, /updatedAt: yesterday is not a date/],
    ['an attribute among the properties', { properties: { owner: 'x' } }, /owner is not a free property/],
    [
      'a parameter among the properties',
      { properties: { sort_key: 'x' } },
      /sort_key is not a free property/,
    ],
  ];
  for (const [what, query, message] of refused) {
    test(`${what} is refused before anything is sent`, () => {
      assert.match(refusal(() => demo.image.images(query), OptionError).message, message);
    });
  }
});
