import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { DiscoveryError, ServerError } from '@ostk/sdk';

import type { Scope } from '../support/scope.ts';
import { failure } from './support/failure.ts';
import { json, startFakeCloud } from './support/fake-cloud.ts';
import type { FakeCloud } from './support/fake-cloud.ts';

/** A cloud that has this resource, and answers to a change what it was sent. */
async function holding(scope: Scope, resource: object): Promise<FakeCloud> {
  return startFakeCloud(scope, ({ method, body }, response) =>
    json(response, method === 'GET' ? resource : JSON.parse(body)),
  );
}

function sent({ requests }: FakeCloud): unknown {
  const put = requests.find(({ method }) => method === 'PUT');
  const body: unknown = JSON.parse(put?.body ?? 'null');
  return body;
}

const times = { created_at: '2026-11-23T10:00:00Z', updated_at: '2026-11-23T10:00:00Z' };
const links = { self: '/v2/x', schema: '/v2/schemas/x' };

describe('a change of metadata definitions', () => {
  test('sends a namespace as a whole, without what is read only or has routes of its own', async (t) => {
    const cloud = await holding(t, {
      namespace: 'N',
      display_name: 'old',
      description: 'd',
      visibility: 'public',
      protected: true,
      owner: 'p',
      resource_type_associations: [{ name: 'OS::Glance::Image' }],
      properties: { a: { title: 'A', type: 'string' } },
      ...times,
      ...links,
    });
    await cloud.connection.image.metadefs.namespaces.update('N', { displayName: 'new', description: null });
    assert.deepEqual(sent(cloud), {
      namespace: 'N',
      display_name: 'new',
      visibility: 'public',
      protected: true,
      owner: 'p',
    });
  });

  test('sends an object as a whole; properties may be called like what is read only', async (t) => {
    const schema = { title: 'S', type: 'string' };
    const cloud = await holding(t, {
      name: 'o',
      description: 'd',
      required: ['schema'],
      properties: { schema, self: schema, gone: schema },
      ...times,
      ...links,
    });
    const { objects } = cloud.connection.image.metadefs;
    await objects.update('N', 'o', { name: 'p', properties: { gone: null, created_at: schema } });
    assert.deepEqual(sent(cloud), {
      name: 'p',
      description: 'd',
      required: ['schema'],
      properties: { schema, self: schema, created_at: schema },
    });
  });

  test('sends a property as a whole, with members that this library does not know', async (t) => {
    const cloud = await holding(t, { name: 'p', title: 'P', type: 'string', enum: ['a'], tomorrow: 1 });
    await cloud.connection.image.metadefs.properties.update('N', 'p', { title: 'Q', enum: null });
    assert.deepEqual(sent(cloud), { name: 'p', title: 'Q', type: 'string', tomorrow: 1 });
  });

  test('that makes no difference is asked for all the same: only the service can tell', async (t) => {
    const cloud = await holding(t, { name: 'p', title: 'P', type: 'string' });
    await cloud.connection.image.metadefs.properties.update('N', 'p', {});
    assert.deepEqual(sent(cloud), { name: 'p', title: 'P', type: 'string' });
  });
});

describe('names in URLs of metadata definitions', () => {
  test('are escaped', async (t) => {
    const cloud = await holding(t, { name: 'a?b', title: 'P', type: 'string' });
    await cloud.connection.image.metadefs.properties.get('OS::X Y', 'a?b#c%d');
    assert.equal(cloud.requests[0]?.path, '/metadefs/namespaces/OS%3A%3AX%20Y/properties/a%3Fb%23c%25d');
  });
});

describe('answers that are none', () => {
  test('are a DiscoveryError, not an empty list', async (t) => {
    const { connection } = await startFakeCloud(t, (_, response) => json(response, { servers: [] }));
    const { metadefs, tasks, cache, schemas } = connection.image;
    await failure(metadefs.namespaces.list().toArray(), DiscoveryError);
    await failure(metadefs.namespaces.get('N'), DiscoveryError);
    await failure(metadefs.objects.list('N'), DiscoveryError);
    await failure(metadefs.properties.list('N'), DiscoveryError);
    await failure(metadefs.tags.list('N'), DiscoveryError);
    await failure(metadefs.resourceTypes.list(), DiscoveryError);
    await failure(metadefs.resourceTypes.associations('N'), DiscoveryError);
    await failure(tasks.list().toArray(), DiscoveryError);
    await failure(tasks.get('t'), DiscoveryError);
    await failure(cache.list(), DiscoveryError);
    await failure(schemas.get('image'), DiscoveryError);
    await failure(connection.image.members('x'), DiscoveryError);
    await failure(connection.image.imageTasks('x'), DiscoveryError);
    await failure(connection.image.stores(), DiscoveryError);
    await failure(connection.image.importInfo(), DiscoveryError);
    await failure(connection.image.usage(), DiscoveryError);
  });
});

describe('a request whose answer was lost', () => {
  test('a member that is there after another attempt was added by the first', async (t) => {
    const member = { image_id: 'x', member_id: 'p2', status: 'pending', ...times };
    let posts = 0;
    const { connection } = await startFakeCloud(t, ({ method }, response) => {
      if (method === 'POST') posts += 1;
      if (method === 'GET') json(response, member);
      else if (posts === 1) json(response, { message: 'later', code: '503' }, 503);
      else json(response, { message: 'duplicated', code: '409 Conflict' }, 409);
    });
    assert.equal((await connection.image.addMember('x', 'p2')).status, 'pending');
    assert.equal(posts, 2);
  });

  test('what is gone after another attempt was taken away by the first', async (t) => {
    let deletes = 0;
    const { connection } = await startFakeCloud(t, (_, response) => {
      deletes += 1;
      if (deletes % 2 === 1) json(response, { message: 'later', code: '503' }, 503);
      else json(response, { message: 'gone', code: '404 Not Found' }, 404);
    });
    await connection.image.removeMember('x', 'p2');
    await connection.image.removeTag('x', 'tag');
    await connection.image.cache.delete('x');
    await connection.image.metadefs.tags.delete('N', 't');
    assert.equal(deletes, 8);
  });

  test('a namespace is not asked for twice: it may have been made', async (t) => {
    const cloud = await startFakeCloud(t, (_, response) =>
      json(response, { message: 'x', code: '503' }, 503),
    );
    await failure(cloud.connection.image.metadefs.namespaces.create({ namespace: 'N' }), ServerError);
    assert.equal(cloud.requests.length, 1);
  });

  test('an import is not asked for twice: it may have begun', async (t) => {
    const cloud = await startFakeCloud(t, ({ method }, response) =>
      method === 'POST' ? json(response, { message: 'x', code: '503' }, 503) : json(response, { tasks: [] }),
    );
    await failure(cloud.connection.image.importImage('x', { method: 'glance-direct' }), ServerError);
    assert.equal(cloud.requests.filter(({ method }) => method === 'POST').length, 1);
  });
});

describe('cleaning up where some images cannot be deleted', () => {
  test('goes on with the others, and tells of each', async (t) => {
    const images = ['a', 'b', 'c'].map((id) => ({ id, status: 'active', owner: 'p', protected: id === 'c' }));
    const foreign = { id: 'd', status: 'active', owner: 'somebody else' };
    const cloud = await startFakeCloud(t, ({ method, path }, response) => {
      if (method === 'GET') json(response, { images: [...images, foreign] });
      else if (path === '/images/a') json(response, { message: 'in use', code: '409 Conflict' }, 409);
      else response.writeHead(204).end();
    });
    const report = await cloud.connection.image.cleanupImages({ filter: () => true });
    assert.deepEqual(
      report.failed.map(({ image, error }) => [image.id, error.code]),
      [['a', 'ERR_HTTP']],
    );
    assert.deepEqual(
      report.deleted.map(({ id }) => id),
      ['b'],
    );
    assert.deepEqual(
      report.skipped.map(({ id }) => id),
      ['c'],
    );
    assert.equal(
      cloud.requests.some(({ path }) => path === '/images/d'),
      false,
      'others keep their images',
    );
  });
});
