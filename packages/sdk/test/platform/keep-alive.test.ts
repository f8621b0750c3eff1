import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { test, type TestContext } from 'node:test';

import { NetworkError, type Session } from '@ostk/sdk';

import {
  createImage,
  type FakeCloud,
  listImages,
  openSession,
  rejectionOf,
  startFakeCloud,
} from '../http/support/cloud.ts';
import { type Handler, happening, sendJson } from '../http/support/server.ts';

interface Watched {
  readonly cloud: FakeCloud;
  readonly session: Session;
  readonly connections: () => number;
}

async function open(t: TestContext, image?: Handler): Promise<Watched> {
  const cloud = await startFakeCloud(t, image === undefined ? {} : { image });
  let connections = 0;
  cloud.server.on('connection', () => {
    connections += 1;
  });
  return { cloud, session: await openSession(t, cloud.authUrl), connections: () => connections };
}

test('calls one after the other use one connection, the login as well', async (t) => {
  const { session, connections } = await open(t);
  for (let call = 0; call < 5; call += 1) await session.json(listImages);
  assert.equal(connections(), 1);
});

test('so do writes, calls without JSON, and refusals', async (t) => {
  const { session, connections } = await open(t, (_received, response) =>
    sendJson(response, { message: 'no' }, 409),
  );
  await rejectionOf(session.json(listImages));
  await rejectionOf(session.json(createImage));
  await rejectionOf(session.call({ service: 'image', method: 'DELETE', path: '/images/1' }));
  assert.equal(connections(), 1);
});

test('an answer whose body is cancelled closes its connection', async (t) => {
  const { session, connections } = await open(t, (_received, response) => {
    response.writeHead(200).write('x');
  });
  const { body } = await session.send(listImages);
  body.cancel();
  body.cancel();
  await session.send(listImages).then((answer) => answer.body.cancel());
  assert.equal(connections(), 2);
});

test('connections that the service closed while they were idle are not used again, not even for a POST', async (t) => {
  const { cloud, session, connections } = await open(t);
  const sockets: Socket[] = [];
  cloud.server.on('connection', (socket) => sockets.push(socket));
  await session.json(listImages);
  const [socket] = sockets;
  assert(socket !== undefined);
  socket.end();
  // It is closed when the client has ended its side as well.
  await once(socket, 'close');
  await session.json(createImage);
  assert.equal(connections(), 2);
});

async function* data(): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode('data');
}

/** Cuts a connection when a second call comes over it: the service was about to close it. */
function cutSecondCall(): Handler {
  const used = new Set<unknown>();
  return (_received, response, request) => {
    if (used.has(request.socket)) request.socket.destroy();
    else sendJson(response, {});
    used.add(request.socket);
  };
}

test('a connection that is closed under a GET: it is sent again on another', async (t) => {
  const { session } = await open(t, cutSecondCall());
  await session.json(listImages);
  assert.equal((await session.json(listImages)).attempts, 2);
});

test('a connection that is closed under a POST: nobody knows what became of it', async (t) => {
  const { cloud, session } = await open(t, cutSecondCall());
  await session.json(listImages);
  const error = await rejectionOf(session.json(createImage));
  assert(error instanceof NetworkError);
  assert.equal(error.beforeSending, false);
  assert.equal(cloud.calls.length, 2);
});

test('a stream does not go over a connection that is in use already: it could not be sent again', async (t) => {
  const { session, connections } = await open(t, cutSecondCall());
  await session.json(listImages);
  await session.call({ service: 'image', method: 'PUT', path: '/images/1/file', stream: data() });
  assert.equal(connections(), 2);
});

test('close ends idle connections', async (t) => {
  const { cloud, session } = await open(t);
  const ended = happening();
  cloud.server.once('connection', (socket) => {
    socket.on('end', () => ended.resolve());
  });
  await session.json(listImages);
  session.close();
  await ended.promise;
});

test('close does not cancel what is under way; its connection is closed afterwards', async (t) => {
  const reached = happening();
  const go = happening();
  const { cloud, session } = await open(t, (_received, response) => {
    reached.resolve();
    void go.promise.then(() => sendJson(response, { images: ['whole'] }));
  });
  const ended = happening();
  cloud.server.once('connection', (socket) => {
    socket.on('end', () => ended.resolve());
  });
  const call = session.json(listImages);
  await reached.promise;
  session.close();
  go.resolve();
  assert.deepEqual((await call).value, { images: ['whole'] });
  await ended.promise;
});

test('a session can be used after close, and closed twice', async (t) => {
  const { session } = await open(t);
  await session.json(listImages);
  session.close();
  session.close();
  assert.equal((await session.json(listImages)).status, 200);
});

test('an idle connection does not keep the process alive', async (t) => {
  const { cloud } = await open(t);
  const { spawn } = await import('node:child_process');
  const program = `
    import { connect } from ${JSON.stringify(import.meta.resolve('@ostk/sdk'))};
    const conn = await connect({ auth: { authUrl: ${JSON.stringify(cloud.authUrl)}, userId: 'u', password: 'p' } });
    await conn.session.json({ service: 'image', method: 'GET', path: '/images' });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: 'inherit',
    timeout: 20_000,
  });
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
});
