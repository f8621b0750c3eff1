import assert from 'node:assert/strict';
import { test } from 'node:test';

import { OptionError } from '@ostk/sdk';
import type { Image, ImageSort, ImageSortKey } from '@ostk/sdk';

import { file } from '../harness/cleanup.ts';
import { suite } from '../harness/cloud.ts';
import { uniqueName } from '../harness/images.ts';
import { connectAs, create, refusal, upload } from './support.ts';

const demo = await connectAs('demo');
const tag = uniqueName();
const common = { tags: [tag], visibility: 'private' } as const;
const images: readonly Image[] = [
  await upload(file, demo, { ...common, name: 'b', diskFormat: 'raw', data: Buffer.alloc(3) }),
  await upload(file, demo, { ...common, name: 'c', diskFormat: 'raw', data: Buffer.alloc(1) }),
  await upload(file, demo, { ...common, name: 'a', diskFormat: 'raw', data: Buffer.alloc(2) }),
  await create(file, demo, { ...common, name: 'b', diskFormat: 'vmdk', containerFormat: 'ova' }),
];

async function list(
  sort: ImageSort | readonly ImageSort[] | undefined,
  limit = 2,
): Promise<readonly Image[]> {
  return await demo.image.images({ tag, sort, limit }).toArray();
}

/** Glance on SQLite loses its place where a page ends with an image that has no size; on MySQL it does not. */
const pageFor = (key: ImageSortKey): number => (key === 'size' ? 3 : 2);

const keys: readonly ImageSortKey[] = [
  'name',
  'status',
  'containerFormat',
  'diskFormat',
  'size',
  'id',
  'createdAt',
  'updatedAt',
];

/** No size comes before every size. */
const rank = (value: string | number | null): string => (value === null ? '' : String(value));

async function names(...sort: readonly ImageSort[]): Promise<readonly string[]> {
  return (await list(sort, 4)).map(({ name, size }) => `${name} ${size ?? '-'}`);
}

suite('SDK: order of the list', () => {
  for (const key of keys) {
    test(`by ${key}, up and down, over several pages`, async () => {
      const values = (list: readonly Image[]): readonly unknown[] => list.map((image) => image[key]);
      const expected = images.map((image) => image[key]).toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
      assert.deepEqual(values(await list(key, pageFor(key))), expected);
      assert.deepEqual(values(await list(`${key}:asc`, pageFor(key))), expected);
      assert.deepEqual(values(await list(`${key}:desc`, pageFor(key))), expected.toReversed());
    });
  }

  test('by several keys', async () => {
    assert.deepEqual(await names('name', 'size:desc'), ['a 2', 'b 3', 'b -', 'c 1']);
    assert.deepEqual(await names('name:desc', 'size:asc'), ['c 1', 'b -', 'b 3', 'a 2']);
  });

  test('newest first when nothing is said', async () => {
    const ids = (await list(undefined)).map(({ id }) => id);
    assert.deepEqual(ids, images.map(({ id }) => id).toReversed());
  });

  test('a key that there is not is refused at once', () => {
    // @ts-expect-error: what JavaScript may pass
    const error = refusal(() => demo.image.images({ sort: 'created_at' }), OptionError);
    assert.match(error.message, /cannot sort by created_at/);
    // @ts-expect-error: what JavaScript may pass
    refusal(() => demo.image.images({ sort: 'name:up' }), OptionError);
  });
});
