import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { DiscoveryError } from '@ostk/sdk';
import type { Connection } from '@ostk/sdk';

import { failure } from './support/failure.ts';
import { imageJson, json, startFakeCloud } from './support/fake-cloud.ts';
import type { Answerer } from './support/fake-cloud.ts';

const pages: Readonly<Record<string, readonly string[]>> = {
  '': ['1', '2'],
  '2': ['3', '4'],
  '4': ['5'],
};

/** A list of three pages, with links as `link` makes them of a marker. */
function list(link: (marker: string) => string): Answerer {
  return (request, response) => {
    const ids = pages[request.query.get('marker') ?? ''] ?? [];
    const last = ids.at(-1);
    const next = ids.length === 2 && last !== undefined ? { next: link(last) } : {};
    json(response, { images: ids.map((id) => imageJson(id)), ...next });
  };
}

async function idsOf(connection: Connection): Promise<readonly string[]> {
  const images = await connection.image.images({ tag: ['a', 'b'], limit: 2 }).toArray();
  return images.map(({ id }) => id);
}

describe('links to the next page', () => {
  const links: readonly (readonly [string, (marker: string) => string])[] = [
    ['as Glance gives them', (marker) => `/v2/images?tag=b&limit=2&marker=${marker}`],
    ['with another host', (marker) => `http://glance.internal:9292/v2/images?limit=2&marker=${marker}`],
    ['with another prefix', (marker) => `/elsewhere/v2/images?limit=2&marker=${marker}`],
    ['with a query alone', (marker) => `?marker=${marker}`],
    ['with the marker first', (marker) => `/v2/images?marker=${marker}&limit=1000&visibility=public`],
  ];
  for (const [what, link] of links) {
    test(`${what} are followed at the place that was asked, with the query that was asked`, async (t) => {
      const cloud = await startFakeCloud(t, list(link), { prefix: '/proxy/image/v2' });
      assert.deepEqual(await idsOf(cloud.connection), ['1', '2', '3', '4', '5']);
      assert.deepEqual(
        cloud.requests.map(({ path }) => path),
        [
          '/images?tag=a&tag=b&limit=2',
          '/images?tag=a&tag=b&limit=2&marker=2',
          '/images?tag=a&tag=b&limit=2&marker=4',
        ],
      );
    });
  }

  test('no page is asked for before it is needed', async (t) => {
    const cloud = await startFakeCloud(
      t,
      list((marker) => `/v2/images?marker=${marker}`),
    );
    const list2 = cloud.connection.image.images({ limit: 2 });
    assert.equal((await list2.first())?.id, '1');
    assert.equal(cloud.requests.length, 1);
    assert.equal((await list2.toArray({ limit: 2 })).length, 2);
    assert.equal(cloud.requests.length, 2);
    assert.equal((await cloud.connection.image.images({ limit: 2, maxItems: 4 }).toArray()).length, 4);
    assert.equal(cloud.requests.length, 4);
  });

  test('a link without a marker ends the list', async (t) => {
    const cloud = await startFakeCloud(t, (_, response) => {
      json(response, { images: [imageJson('1')], next: '/v2/images?limit=2' });
    });
    assert.deepEqual(await idsOf(cloud.connection), ['1']);
  });

  test('a page that leads to itself: DiscoveryError, after what there was', async (t) => {
    const cloud = await startFakeCloud(t, (_, response) => {
      json(response, { images: [imageJson('1')], next: '/v2/images?marker=1' });
    });
    const seen: string[] = [];
    const walk = async (): Promise<void> => {
      for await (const { id } of cloud.connection.image.images()) seen.push(id);
    };
    const error = await failure(walk(), DiscoveryError);
    assert.equal(error.message, 'the image service goes round in circles: the page after 1 leads to itself');
    assert.deepEqual(seen, ['1']);
    assert.equal(cloud.requests.length, 2);
  });

  test('a circle of several pages', async (t) => {
    const following: Readonly<Record<string, string>> = { '': 'a', a: 'b', b: 'c', c: 'a' };
    const cloud = await startFakeCloud(t, (request, response) => {
      const marker = following[request.query.get('marker') ?? ''] ?? '';
      json(response, { images: [imageJson(marker)], next: `/v2/images?marker=${marker}` });
    });
    const error = await failure(idsOf(cloud.connection), DiscoveryError);
    assert.match(error.message, /goes round in circles/);
    assert.equal(cloud.requests.length, 4);
  });

  test('an empty page that has a next one is no end', async (t) => {
    const cloud = await startFakeCloud(t, (request, response) => {
      if (request.query.has('marker')) json(response, { images: [imageJson('2')] });
      else json(response, { images: [], next: '/v2/images?marker=1' });
    });
    assert.deepEqual(await idsOf(cloud.connection), ['2']);
  });
});
