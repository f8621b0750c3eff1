import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DiscoveryError, isNotFound, MicroversionError, StateError } from '@ostk/sdk';

import type { Scope } from '../support/scope.ts';
import { failure } from '../image/support/failure.ts';
import { type Answerer, imageJson, json } from '../image/support/fake-cloud.ts';
import { type FakeNova, startFakeNova } from './support/fake-nova.ts';

const location = 'http://glance.example/images/image-1';
const server = { id: 'server-1', name: 'web', status: 'ACTIVE', image: { id: 'base' }, flavor: { id: 'f' } };

/** A Nova of a range, whose image never gets data. */
async function startNova(scope: Scope, max: string, more: Answerer = () => undefined): Promise<FakeNova> {
  return startFakeNova(scope, max, (request, response) => {
    more(request, response);
    if (response.writableEnded) return;
    const { method, path, headers } = request;
    if (path === '/images/image-1') json(response, imageJson('image-1'));
    else if (method === 'GET') json(response, { server, servers: [], flavors: [], keypairs: [] });
    else if (headers['openstack-api-version'] === 'compute 2.45')
      json(response, { image_id: 'image-1' }, 202);
    else response.writeHead(202, { Location: location }).end();
  });
}

test('before microversion 2.45 the id of the image is in Location', async (t) => {
  const { connection, requests } = await startNova(t, '2.44');
  assert.equal((await connection.compute.createServerImage('server-1', { name: 'x' })).id, 'image-1');
  const post = requests.find(({ method }) => method === 'POST');
  assert.equal(post?.headers['openstack-api-version'], undefined);
  assert.equal(post?.headers['x-openstack-nova-api-version'], undefined);
});

test('from microversion 2.45 on it is in the body', async (t) => {
  const { connection, requests } = await startNova(t, '2.45');
  assert.equal((await connection.compute.createServerImage('server-1', { name: 'x' })).id, 'image-1');
  const post = requests.find(({ method }) => method === 'POST');
  assert.equal(post?.headers['openstack-api-version'], 'compute 2.45');
  assert.equal(post?.headers['x-openstack-nova-api-version'], '2.45');
});

test('an answer that names no image', async (t) => {
  const { connection } = await startNova(t, '2.1', ({ method }, response) => {
    if (method === 'POST') response.writeHead(202).end();
  });
  await failure(connection.compute.createServerImage('server-1', { name: 'x' }), DiscoveryError);
});

test('a call that needs more than the cloud speaks says so, and asks nothing of it', async (t) => {
  const { connection, requests } = await startNova(t, '2.36');
  const { compute } = connection;
  const creating = compute.createServer({ name: 'x', image: 'i', flavor: 'f', networks: 'none' });
  const error = await failure(creating, MicroversionError);
  assert.equal(error.code, 'ERR_MICROVERSION');
  assert.equal(error.needed, '2.37');
  assert.equal(
    error.message,
    'createServer: networks "none" needs microversion 2.37 of the Compute API; this cloud speaks 2.1 to 2.36',
  );
  const tagged = await failure(compute.servers({ tags: 'a', isLocked: true }).first(), MicroversionError);
  assert.match(tagged.message, /^servers: the filter isLocked needs microversion 2\.73 /);
  assert.deepEqual(
    requests.filter(({ path }) => path !== '/'),
    [],
  );
});

test('what needs no microversion does not ask for the range', async (t) => {
  const { connection, requests } = await startNova(t, '2.36');
  await connection.compute.getServer('server-1');
  await connection.compute.servers({ name: 'x' }).toArray();
  await connection.compute.flavors().toArray();
  assert.deepEqual(
    requests.map(({ path, headers }) => [path, headers['openstack-api-version']]),
    [
      ['/servers/server-1', undefined],
      ['/servers/detail?name=x', undefined],
      ['/flavors/detail', undefined],
    ],
  );
});

test('the wait ends at the second look without a task and without data', async (t) => {
  const { connection, requests } = await startNova(t, '2.1');
  const waiting = connection.compute.waitForServerImage('server-1', 'image-1', { interval: 1 });
  const error = await failure(waiting, StateError);
  assert.equal(error.actual, 'queued');
  assert.equal(requests.filter(({ path }) => path === '/images/image-1').length, 2);
});

test('a task that the server goes on with starts the count again', async (t) => {
  const tasks = [null, 'image_uploading', null, null];
  const { connection, requests } = await startNova(t, '2.1', ({ path }, response) => {
    if (path !== '/servers/server-1') return;
    json(response, { server: { ...server, 'OS-EXT-STS:task_state': tasks.shift() ?? null } });
  });
  const waiting = connection.compute.waitForServerImage('server-1', 'image-1', { interval: 1 });
  await failure(waiting, StateError);
  assert.equal(requests.filter(({ path }) => path === '/images/image-1').length, 4);
});

test('an active image is answered when the task is over, and not waited for without end', async (t) => {
  const busy = { ...server, 'OS-EXT-STS:task_state': 'image_uploading' };
  const { connection, requests } = await startNova(t, '2.1', ({ path }, response) => {
    if (path === '/servers/server-1') json(response, { server: busy });
    else if (path === '/images/image-1') json(response, imageJson('image-1', { status: 'active' }));
  });
  const image = await connection.compute.waitForServerImage('server-1', 'image-1', { interval: 1 });
  assert.equal(image.status, 'active');
  const looks = requests.filter(({ path }) => path === '/images/image-1').length;
  assert.ok(looks > 1 && looks < 20, String(looks));
});

test('a list that goes round in circles, and answers of another service', async (t) => {
  const links = [{ rel: 'next', href: 'http://nova.example/servers/detail?marker=server-1' }];
  const { connection } = await startNova(t, '2.1', ({ path }, response) => {
    if (path.startsWith('/servers/detail')) json(response, { servers: [server], servers_links: links });
    else if (path === '/servers/gone') json(response, { itemNotFound: { message: 'no', code: 404 } }, 404);
    else if (path.startsWith('/flavors')) json(response, { hello: 'world' });
  });
  const { compute } = connection;
  assert.match((await failure(compute.servers().toArray(), DiscoveryError)).message, /round in circles/);
  assert.match((await failure(compute.flavors().first(), DiscoveryError)).message, /not a list of flavors/);
  await failure(compute.getFlavor('x'), DiscoveryError);
  assert.ok(isNotFound(await failure(compute.getServer('gone'), Error)));
});
