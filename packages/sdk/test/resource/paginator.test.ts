import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type Page, OptionError } from '@ostk/sdk';
import * as fc from 'fast-check';

import { Paginator } from '#src/resource/paginator.js';

/** Pages of which it is known how many were asked for. */
function pagesOf<T>(
  pages: readonly (readonly T[])[],
  maxItems?: number,
): { list: Paginator<T>; fetched: () => number } {
  let count = 0;
  const page = (index: number) => async (): Promise<Page<T>> => {
    count += 1;
    return { items: pages[index] ?? [], ...(index + 1 < pages.length && { next: page(index + 1) }) };
  };
  return { list: new Paginator(page(0), maxItems), fetched: () => count };
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

test('the items of all pages, one after the other', async () => {
  assert.deepEqual(await all(pagesOf([[1, 2], [3], [4, 5]]).list), [1, 2, 3, 4, 5]);
});

test('nothing is fetched before somebody asks', () => {
  assert.equal(pagesOf([[1]]).fetched(), 0);
});

test('a page is fetched when the one before it is used up', async () => {
  const { list, fetched } = pagesOf([[1, 2], [3]]);
  const seen: (readonly [item: number, fetched: number])[] = [];
  for await (const item of list) seen.push([item, fetched()]);
  assert.deepEqual(seen, [
    [1, 1],
    [2, 1],
    [3, 2],
  ]);
});

test('one who stops early causes no further request', async () => {
  const { list, fetched } = pagesOf([[1, 2], [3]]);
  for await (const item of list) if (item === 2) break;
  assert.equal(fetched(), 1);
});

test('an empty page in the middle is not the end', async () => {
  assert.deepEqual(await all(pagesOf([[1], [], [2]]).list), [1, 2]);
});

test('a list without items', async () => {
  assert.deepEqual(await all(pagesOf([[]]).list), []);
  assert.equal(await pagesOf([[]]).list.first(), undefined);
});

test('iterated again it is fetched again', async () => {
  const { list, fetched } = pagesOf([[1], [2]]);
  assert.deepEqual(await all(list), await all(list));
  assert.equal(fetched(), 4);
});

test('first fetches one page', async () => {
  const { list, fetched } = pagesOf([[1, 2], [3]]);
  assert.equal(await list.first(), 1);
  assert.equal(fetched(), 1);
});

test('first looks beyond an empty page', async () => {
  assert.equal(await pagesOf([[], [7]]).list.first(), 7);
});

test('pages are those of the service', async () => {
  assert.deepEqual(await all(pagesOf([[1, 2], [3]]).list.pages()), [[1, 2], [3]]);
});

test('toArray: all, or the first few', async () => {
  const pages = [[1, 2], [3, 4], [5]];
  assert.deepEqual(await pagesOf(pages).list.toArray(), [1, 2, 3, 4, 5]);
  assert.deepEqual(await pagesOf(pages).list.toArray({ limit: 3 }), [1, 2, 3]);
  assert.deepEqual(await pagesOf(pages).list.toArray({ limit: 99 }), [1, 2, 3, 4, 5]);
});

test('toArray fetches no page that it does not need', async () => {
  const exact = pagesOf([
    [1, 2],
    [3, 4],
  ]);
  await exact.list.toArray({ limit: 2 });
  assert.equal(exact.fetched(), 1);
  const none = pagesOf([[1]]);
  assert.deepEqual(await none.list.toArray({ limit: 0 }), []);
  assert.equal(none.fetched(), 0);
});

test('toArray refuses a limit that is none', async () => {
  for (const limit of [-1, Number.NaN]) {
    await assert.rejects(pagesOf([[1]]).list.toArray({ limit }), OptionError);
  }
});

test('a cap of the list ends it, in the middle of a page as well', async () => {
  const pages = [[1, 2], [3, 4], [5]];
  assert.deepEqual(await all(pagesOf(pages, 3).list), [1, 2, 3]);
  assert.deepEqual(await all(pagesOf(pages, 3).list.pages()), [[1, 2], [3]]);
  const { list, fetched } = pagesOf(pages, 2);
  assert.deepEqual(await all(list), [1, 2]);
  assert.equal(fetched(), 1);
  assert.deepEqual(await all(pagesOf(pages, 0).list), []);
});

test('a page that fails fails the iteration, after the items before it', async () => {
  const failure = new Error('gone');
  const list = new Paginator<number>(async () => ({ items: [1], next: () => Promise.reject(failure) }));
  const seen: number[] = [];
  await assert.rejects(
    async () => {
      for await (const item of list) seen.push(item);
    },
    (error) => error === failure,
  );
  assert.deepEqual(seen, [1]);
});

test('any pages, any cap, any limit', async () => {
  const pages = fc.array(fc.array(fc.integer(), { maxLength: 5 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(pages, fc.nat({ max: 20 }), fc.nat({ max: 20 }), async (given, cap, limit) => {
      const items = given.flat().slice(0, cap);
      assert.deepEqual(await all(pagesOf(given, cap).list), items);
      assert.deepEqual(await pagesOf(given, cap).list.toArray({ limit }), items.slice(0, limit));
      assert.equal(await pagesOf(given, cap).list.first(), items[0]);
    }),
  );
});
