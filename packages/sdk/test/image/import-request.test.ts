import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { BadRequest } from '@ostk/sdk';

import type { Scope } from '../support/scope.ts';
import { failure } from './support/failure.ts';
import { imageJson, json, startFakeCloud } from './support/fake-cloud.ts';

async function bodyOf(scope: Scope, options: object): Promise<unknown> {
  const { connection, requests } = await startFakeCloud(scope, ({ method: asked, path }, response) => {
    if (asked === 'POST') response.writeHead(202).end();
    else if (path.endsWith('/tasks')) json(response, { tasks: [] });
    else json(response, imageJson('x', { status: 'importing' }));
  });
  const method = 'glance-direct';
  await connection.image.importImage('x', Object.assign({ method, wait: false } as const, options));
  const post = requests.find((request) => request.method === 'POST');
  assert.equal(post?.path, '/images/x/import');
  const body: unknown = JSON.parse(post.body);
  return body;
}

describe('the request for an import', () => {
  test('holds what was given, and nothing else', async (t) => {
    const direct = { name: 'glance-direct' };
    assert.deepEqual(await bodyOf(t, {}), { method: direct });
    assert.deepEqual(await bodyOf(t, { allStoresMustSucceed: false }), {
      method: direct,
      all_stores_must_succeed: false,
    });
    assert.deepEqual(await bodyOf(t, { allStores: true, allStoresMustSucceed: true }), {
      method: direct,
      all_stores: true,
      all_stores_must_succeed: true,
    });
    assert.deepEqual(await bodyOf(t, { stores: ['a', 'b'] }), { method: direct, stores: ['a', 'b'] });
  });

  test('names the other region and image, whether or not an interface is given', async (t) => {
    const remote = { method: 'glance-download', region: 'RegionTwo', imageId: 'y' };
    const onWire = { name: 'glance-download', glance_region: 'RegionTwo', glance_image_id: 'y' };
    assert.deepEqual(await bodyOf(t, remote), { method: onWire });
    assert.deepEqual(await bodyOf(t, { ...remote, serviceInterface: 'internal' }), {
      method: { ...onWire, glance_service_interface: 'internal' },
    });
  });

  test('that is refused is an error, and is not sent again', async (t) => {
    const { connection, requests } = await startFakeCloud(t, ({ method }, response) => {
      const refused = {
        message: 'All_stores_must_succeed can only be set with enabled_backends',
        code: '400',
      };
      if (method === 'POST') json(response, refused, 400);
      else json(response, { tasks: [] });
    });
    const work = connection.image.importImage('x', { method: 'glance-direct', allStoresMustSucceed: false });
    await failure(work, BadRequest);
    assert.equal(requests.filter(({ method }) => method === 'POST').length, 1);
  });
});
