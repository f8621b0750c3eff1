import assert from 'node:assert/strict';
import { test } from 'node:test';

import { listImages, openSession, startFakeCloud } from '../http/support/cloud.ts';
import { happening } from '../http/support/server.ts';

test('keepAlive: an idle connection is closed after it', async (t) => {
  const cloud = await startFakeCloud(t);
  const ended = happening();
  cloud.server.once('connection', (socket) => socket.on('end', () => ended.resolve()));
  const session = await openSession(t, cloud.authUrl, { timeouts: { keepAlive: 50 } });
  await session.json(listImages);
  await ended.promise;
  assert.equal((await session.json(listImages)).status, 200);
});

test('keepAlive is no limit on a call that takes longer', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: (_received, response) => {
      setTimeout(() => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}'), 200);
    },
  });
  const session = await openSession(t, cloud.authUrl, { timeouts: { keepAlive: 20 } });
  const answer = await session.json(listImages);
  assert.equal(answer.attempts, 1);
});

test('keepAlive: Infinity keeps them', async (t) => {
  const cloud = await startFakeCloud(t);
  let connections = 0;
  cloud.server.on('connection', () => {
    connections += 1;
  });
  const session = await openSession(t, cloud.authUrl, { timeouts: { keepAlive: Number.POSITIVE_INFINITY } });
  await session.json(listImages);
  await session.json(listImages);
  assert.equal(connections, 1);
});
