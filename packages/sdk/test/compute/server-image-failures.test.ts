import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Conflict, StateError, TimeoutError } from '@ostk/sdk';

import { failure } from '../image/support/failure.ts';
import { action, patience, startWorld, until } from './support/world.ts';

const name = 'snapshot';

test('a snapshot whose server goes to ERROR ends with the reason that Nova gives', async (t) => {
  const { devcloud, connection, makeServer } = await startWorld(t);
  const server = await makeServer();
  devcloud.faults.add({ on: action, do: 'fail-server', message: 'the disk is on fire' });
  const taking = connection.compute.createServerImage(server, { name, wait: true, ...patience });
  const error = await failure(taking, StateError);
  assert.equal(error.expected, 'active');
  assert.match(error.message, /will not become active: .*it is in ERROR: the disk is on fire/);
});

const ends = [
  ['deleted', /will not become active: the image was deleted$/],
  [
    'queued',
    /will not become active: the server is done with it \(its task is none\), but there are no data$/,
  ],
  ['killed', /will not become active: the image was killed: its upload has failed$/],
] as const;

for (const [image, reason] of ends) {
  test(`a snapshot that comes to nothing and leaves its image ${image}`, async (t) => {
    const { devcloud, connection, makeServer } = await startWorld(t);
    const server = await makeServer();
    devcloud.faults.add({ on: action, do: 'fail-snapshot', image });
    const taking = connection.compute.createServerImage(server, { name, wait: true, ...patience });
    const error = await failure(taking, StateError);
    assert.equal(error.actual, image);
    assert.match(error.message, reason);
  });
}

for (const what of ['image', 'server'] as const) {
  test(`the ${what} is deleted while the snapshot stands still`, async (t) => {
    const { devcloud, connection, makeServer, snapshots } = await startWorld(t);
    const server = await makeServer();
    devcloud.faults.add({ on: action, do: 'hang-server', state: 'image_uploading' });
    const image = await connection.compute.createServerImage(server, { name });
    const waiting = failure(connection.compute.waitForServerImage(server, image, patience), StateError);
    if (what === 'image') await connection.image.deleteImage(image);
    else await connection.compute.deleteServer(server, { force: true });
    const { message } = await waiting;
    assert.match(message, what === 'image' ? /the image was deleted/ : /the (server|image) was deleted/);
    if (what === 'image') assert.deepEqual(await snapshots(), []);
  });
}

test('a snapshot that stands still is given up when the time is up, and told where it stood', async (t) => {
  const { devcloud, connection, makeServer } = await startWorld(t);
  const server = await makeServer();
  devcloud.faults.add({ on: action, do: 'hang-server', state: 'image_pending_upload' });
  const image = await connection.compute.createServerImage(server, { name });
  // Where it stands still may be a step away.
  await until(async () => (await connection.compute.getServer(server)).taskState === 'image_pending_upload');
  const waiting = connection.compute.waitForServerImage(server, image, { interval: 5, timeout: 50 });
  const { message } = await failure(waiting, TimeoutError);
  assert.match(message, /is queued, not active \(the server has image_pending_upload\) \(waited 0\.05 s\)$/);
  // Nova does one thing at a time.
  await failure(connection.compute.createServerImage(server, { name }), Conflict);
});

test('an abort ends the wait with its own reason', async (t) => {
  const { devcloud, connection, makeServer } = await startWorld(t);
  const server = await makeServer();
  devcloud.faults.add({ on: action, do: 'hang-server' });
  const controller = new AbortController();
  const image = await connection.compute.createServerImage(server, { name });
  const { signal } = controller;
  const waiting = connection.compute.waitForServerImage(server, image, { ...patience, signal });
  const reason = new Error('never mind');
  controller.abort(reason);
  assert.equal(await failure(waiting, Error), reason);
});

test('a server that cannot be built says why', async (t) => {
  const { devcloud, connection, image, flavor } = await startWorld(t);
  devcloud.faults.add({ on: 'POST /v2.1/servers', do: 'fail-server', message: 'No valid host was found.' });
  const creating = connection.compute.createServer({
    name: 'web',
    image,
    flavor,
    networks: 'none',
    wait: true,
    ...patience,
  });
  const error = await failure(creating, StateError);
  assert.equal(error.actual, 'ERROR');
  assert.match(error.message, /will not become ACTIVE: it is in ERROR: No valid host was found\.$/);
  assert.equal((await connection.compute.findServer('web'))?.fault?.message, 'No valid host was found.');
});

test('a rebuild that fails says why', async (t) => {
  const { devcloud, connection, image, makeServer } = await startWorld(t);
  const server = await makeServer();
  devcloud.faults.add({ on: action, do: 'fail-server', message: 'the image is not readable' });
  const rebuilding = connection.compute.rebuildServer(server, { image, wait: true, ...patience });
  assert.match((await failure(rebuilding, StateError)).message, /it is in ERROR: the image is not readable$/);
});
