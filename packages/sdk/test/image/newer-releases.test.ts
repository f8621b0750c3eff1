import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Conflict, DiscoveryError, NotFound } from '@ostk/sdk';
import type { ImageCapability } from '@ostk/sdk';

import type { Scope } from '../support/scope.ts';
import { failure } from './support/failure.ts';
import { imageJson, json, startFakeCloud } from './support/fake-cloud.ts';
import type { FakeCloud } from './support/fake-cloud.ts';

/** A cloud whose image service lists these versions, in this order, and has these routes. */
async function listing(
  scope: Scope,
  versions: readonly string[],
  routes: Readonly<Record<string, unknown>> = {},
): Promise<FakeCloud> {
  const links = [{ rel: 'self', href: 'http://elsewhere/v2/' }];
  return startFakeCloud(
    scope,
    ({ path }, response) => {
      if (path === '/') {
        json(response, { versions: versions.map((id) => ({ id, status: 'SUPPORTED', links })) }, 300);
        return;
      }
      const route = Object.entries(routes).find(([name]) => path === `/v2${name}`);
      if (route === undefined) json(response, { message: 'not here', code: '404 Not Found' }, 404);
      else json(response, route[1]);
    },
    { prefix: '/image' },
  );
}

const old = ['v2.7', 'v2.6', 'v2.5', 'v2.4', 'v2.3', 'v2.2', 'v2.1', 'v2.0'];

describe('what a cloud of another make can do', () => {
  const clouds: readonly (readonly [string, readonly string[], Partial<Record<ImageCapability, boolean>>])[] =
    [
      [
        'a single store, no cache: 2.12 is not listed, but the tasks of images are there',
        ['v2.15', 'v2.9', 'v2.17', ...old],
        { imageTasks: true, cache: false, cacheMaintenance: false, locations: true, stores: false },
      ],
      [
        'with a cache of the newest make',
        ['v2.18', 'v2.16', 'v2.15', 'v2.14', 'v2.17', ...old],
        { cache: true, cacheMaintenance: true, locations: true },
      ],
      [
        'a cache of an older make',
        ['v2.16', 'v2.15', 'v2.14', ...old],
        { cache: true, cacheMaintenance: false },
      ],
      [
        'an old one',
        old,
        { imageTasks: false, multihash: true, locations: false, import: false, usage: false },
      ],
      ['a very old one', ['v2.6', 'v2.5'], { multihash: false, imageTasks: false }],
    ];
  for (const [what, versions, expected] of clouds) {
    test(what, async (t) => {
      const { connection } = await listing(t, versions);
      const known = await connection.image.versions();
      assert.equal(known?.length, versions.length);
      for (const capability of [
        'cache',
        'cacheMaintenance',
        'imageTasks',
        'multihash',
        'locations',
      ] as const) {
        const answer = expected[capability];
        if (answer !== undefined)
          assert.equal(await connection.image.supports(capability), answer, capability);
      }
      for (const capability of ['stores', 'import', 'usage'] as const) {
        const answer = expected[capability];
        if (answer !== undefined)
          assert.equal(await connection.image.supports(capability), answer, capability);
      }
    });
  }

  test('methods and quotas are asked for themselves', async (t) => {
    const { connection } = await listing(t, old, {
      '/info/import': { 'import-methods': { type: 'array', value: ['glance-download'] } },
      '/info/usage': {
        usage: {
          image_size_total: { limit: 1000, usage: 12 },
          image_count_total: { limit: -1, usage: 3 },
          image_of_tomorrow: { limit: 5, usage: 0 },
        },
      },
    });
    assert.equal(await connection.image.supports('glanceDownload'), true);
    assert.equal(await connection.image.supports('webDownload'), false);
    assert.equal(await connection.image.supports('usage'), true);
    const usage = await connection.image.usage();
    assert.deepEqual(usage, {
      imageSizeTotal: { usage: 12, limit: 1000 },
      imageCountTotal: { usage: 3, limit: -1 },
      imageOfTomorrow: { usage: 0, limit: 5 },
    });
  });

  test('a service that hides its versions is not guessed at', async (t) => {
    const { connection } = await startFakeCloud(t, (_, response) =>
      json(response, { message: 'hidden', code: '403 Forbidden' }, 403),
    );
    assert.equal(await connection.image.versions(), undefined);
    await failure(connection.image.supports('cache'), DiscoveryError);
  });

  test('a cloud with a single store has no list of stores', async (t) => {
    const { connection } = await listing(t, old);
    assert.deepEqual(await connection.image.stores(), []);
    assert.deepEqual(await connection.image.importInfo(), { methods: [] });
  });

  test('stores of other kinds', async (t) => {
    const { connection } = await listing(t, old, {
      '/info/stores': {
        stores: [
          { id: 'ceph', description: 'fast', default: 'true' },
          { id: 'web', 'read-only': 'true' },
        ],
      },
      '/info/stores/detail': {
        stores: [{ id: 'ceph', type: 'rbd', weight: 10, properties: { pool: 'images' } }],
      },
    });
    const plain = { type: null, weight: null, properties: {} };
    assert.deepEqual(await connection.image.stores(), [
      { id: 'ceph', description: 'fast', isDefault: true, isReadOnly: false, ...plain },
      { id: 'web', description: null, isDefault: false, isReadOnly: true, ...plain },
    ]);
    const [ceph] = await connection.image.stores({ detail: true });
    assert.deepEqual([ceph?.type, ceph?.weight, ceph?.properties], ['rbd', 10, { pool: 'images' }]);
  });
});

describe('routes of newer releases', () => {
  test('the cache is cleaned and pruned, and tells which hosts have an image', async (t) => {
    const { connection, requests } = await startFakeCloud(t, ({ method, path }, response) => {
      if (path === '/cache/nodes/x') json(response, { cached_nodes: ['http://a:9292', 'http://b:9292'] });
      else if (method === 'POST') response.writeHead(202).end();
      else response.writeHead(500).end();
    });
    await connection.image.cache.clean();
    await connection.image.cache.prune();
    assert.deepEqual(await connection.image.cache.nodes('x'), ['http://a:9292', 'http://b:9292']);
    assert.deepEqual(
      requests.map(({ method, path }) => `${method} ${path}`),
      ['POST /cache/clean', 'POST /cache/prune', 'GET /cache/nodes/x'],
    );
  });

  test('caches that are not kept track of: Conflict', async (t) => {
    const { connection } = await startFakeCloud(t, (_, response) =>
      json(response, { message: 'centralized_db', code: '409 Conflict' }, 409),
    );
    await failure(connection.image.cache.nodes('x'), Conflict);
  });

  test('what is in the cache, times as dates', async (t) => {
    const { connection } = await startFakeCloud(t, (_, response) =>
      json(response, {
        cached_images: [
          {
            image_id: 'x',
            hits: 3,
            size: 12,
            checksum: 'ab',
            last_accessed: 1_795_430_160.5,
            last_modified: 0,
          },
        ],
        queued_images: ['y'],
      }),
    );
    assert.deepEqual(await connection.image.cache.list(), {
      cached: [
        {
          imageId: 'x',
          hits: 3,
          size: 12,
          checksum: 'ab',
          lastAccessed: '2026-11-23T10:36:00.500Z',
          lastModified: null,
        },
      ],
      queued: ['y'],
    });
  });

  test('what to empty goes into a header', async (t) => {
    const { connection, requests } = await startFakeCloud(t, (_, response) => response.writeHead(204).end());
    await connection.image.cache.clear();
    await connection.image.cache.clear({ target: 'queue' });
    assert.deepEqual(
      requests.map(({ headers }) => headers['x-image-cache-clear-target']),
      [undefined, 'queue'],
    );
  });

  test('a location is given with what its data are, and locations are got as a bare list', async (t) => {
    const locations = [{ url: 'rbd://a/b', metadata: { store: 'ceph' } }];
    const { connection, requests } = await startFakeCloud(t, ({ method }, response) =>
      method === 'POST' ? response.writeHead(202).end() : json(response, locations),
    );
    const validationData = { osHashAlgo: 'sha512', osHashValue: 'ab' };
    await connection.image.addImageLocation('x', { url: 'rbd://a/b', validationData });
    assert.deepEqual(await connection.image.imageLocations('x'), locations);
    assert.deepEqual(JSON.parse(requests[0]?.body ?? ''), {
      url: 'rbd://a/b',
      validation_data: { os_hash_algo: 'sha512', os_hash_value: 'ab' },
    });
  });

  test('an object where a list of locations should be is a DiscoveryError', async (t) => {
    const { connection } = await startFakeCloud(t, (_, response) => json(response, { servers: [] }));
    await failure(connection.image.imageLocations('x'), DiscoveryError);
  });

  test('a cloud that shows no locations says undefined, not none', async (t) => {
    const { connection } = await startFakeCloud(t, (_, response) => json(response, imageJson('x')));
    assert.equal(await connection.image.locations('x'), undefined);
  });

  test('routes that are not there: NotFound', async (t) => {
    const { connection } = await listing(t, old);
    await failure(connection.image.usage(), NotFound);
    await failure(connection.image.cache.list(), NotFound);
  });
});
