import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { PayloadTooLarge, StateError } from '@ostk/sdk';

import { failure } from './support/failure.ts';
import { imageJson, json, startFakeCloud } from './support/fake-cloud.ts';
import type { Received } from './support/fake-cloud.ts';

const asked = ({ method, path }: Received): string => `${method} ${path}`;

describe('where other clients go wrong, seen from the service', () => {
  test('finding: a name is asked for, also among hidden images; not all of them are fetched', async (t) => {
    const { connection, requests } = await startFakeCloud(t, ({ path }, response) => {
      if (path.startsWith('/images/')) json(response, {}, 404);
      else json(response, { images: [] });
    });
    assert.equal(await connection.image.findImage('debian'), undefined);
    const lists = requests.filter(({ path }) => path.startsWith('/images?'));
    assert.ok(lists.length > 0);
    for (const { query } of lists) assert.match(query.get('name') ?? '', /debian/);
    assert.ok(lists.some(({ query }) => query.get('os_hidden') === 'true'));
  });

  test('listing: a list that is done needs no request to see that it is', async (t) => {
    const { connection, requests } = await startFakeCloud(t, (_, response) =>
      json(response, { images: [imageJson('1'), imageJson('2')] }),
    );
    assert.equal((await connection.image.images({ limit: 2 }).toArray()).length, 2);
    assert.equal(requests.length, 1);
  });

  test('listing: what a cap counts are the images that are given', async (t) => {
    const { connection } = await startFakeCloud(t, ({ query }, response) => {
      const after = Number(query.get('marker') ?? 0);
      const images = [imageJson(String(after + 1)), imageJson(String(after + 2))];
      json(response, { images, next: `/v2/images?marker=${after + 2}` });
    });
    const images = await connection.image.images({ name: 'x', maxItems: 3 }).toArray();
    assert.deepEqual(
      images.map(({ id }) => id),
      ['1', '2', '3'],
    );
  });

  test('creating: it is one request, without a schema or a list before it', async (t) => {
    const { connection, requests } = await startFakeCloud(t, ({ body }, response) => {
      const { id }: { id: string } = JSON.parse(body);
      json(response, imageJson(id), 201);
    });
    await connection.image.createImage({ name: 'debian' });
    assert.deepEqual(requests.map(asked), ['POST /images']);
  });

  test('importing: what is not given is not sent, so that a cloud with a single store takes it', async (t) => {
    const { connection, requests } = await startFakeCloud(t, ({ method }, response) => {
      if (method === 'POST') response.writeHead(202).end();
      else json(response, imageJson('x', { disk_format: 'raw', container_format: 'bare' }));
    });
    await connection.image.importImage('x', { method: 'web-download', uri: 'http://a/b', wait: false });
    const post = requests.find(({ method }) => method === 'POST');
    assert.deepEqual(JSON.parse(post?.body ?? ''), { method: { name: 'web-download', uri: 'http://a/b' } });
  });

  test('importing: whether all stores must succeed goes by the name that the service reads', async (t) => {
    const { connection, requests } = await startFakeCloud(t, ({ method }, response) => {
      if (method === 'POST') response.writeHead(202).end();
      else json(response, imageJson('x', { disk_format: 'raw', container_format: 'bare' }));
    });
    const stores = { allStores: true, allStoresMustSucceed: false } as const;
    await connection.image.importImage('x', { method: 'glance-direct', ...stores, wait: false });
    const post = requests.find(({ method }) => method === 'POST');
    assert.deepEqual(JSON.parse(post?.body ?? ''), {
      method: { name: 'glance-direct' },
      all_stores: true,
      all_stores_must_succeed: false,
    });
  });

  for (const status of ['killed', 'deleted', 'pending_delete']) {
    test(`waiting: an image that is ${status} ends it, though no state is called error`, async (t) => {
      const { connection } = await startFakeCloud(t, (_, response) =>
        json(response, imageJson('x', { status })),
      );
      const error = await failure(connection.image.waitForImage('x', { interval: 1 }), StateError);
      assert.equal(error.actual, status);
    });
  }

  test('errors: a reason in plain text is told, too', async (t) => {
    const reason = 'The quota of the project is used up';
    const { connection } = await startFakeCloud(t, (_, response) => {
      response.writeHead(413, { 'Content-Type': 'text/plain' }).end(reason);
    });
    const error = await failure(connection.image.getImage('x'), PayloadTooLarge);
    assert.match(error.message, new RegExp(reason));
  });

  test('changing: what is not told is not wiped, even if the service is told of every attribute', async (t) => {
    const { connection, requests } = await startFakeCloud(t, (_, response) =>
      json(response, imageJson('x', { min_disk: 3, os_distro: 'debian' })),
    );
    await connection.image.updateImage('x', { name: 'new' });
    const patch = requests.find(({ method }) => method === 'PATCH');
    assert.deepEqual(JSON.parse(patch?.body ?? ''), [{ op: 'replace', path: '/name', value: 'new' }]);
  });
});
