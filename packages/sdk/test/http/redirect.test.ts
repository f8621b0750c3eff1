import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DiscoveryError } from '@ostk/sdk';

import { createImage, listImages, openSession, rejectionOf, startFakeCloud } from './support/cloud.ts';
import { type Handler, sendJson, startServer } from './support/server.ts';

function redirect(status: number, location: string): Handler {
  return (_received, response) => response.writeHead(status, { Location: location }).end();
}

for (const status of [301, 302, 303, 307, 308]) {
  test(`a GET follows ${status} within its origin, with the token`, async (t) => {
    const cloud = await startFakeCloud(t, {
      image: (received, response, request) => {
        if (received.path === '/image/v2/images')
          redirect(status, '/image/v2/images/')(received, response, request);
        else sendJson(response, { images: ['moved'] });
      },
    });
    const session = await openSession(t, cloud.authUrl);
    assert.deepEqual((await session.json(listImages)).value, { images: ['moved'] });
    assert.equal(cloud.calls[1]?.path, '/image/v2/images/');
    assert.equal(cloud.calls[1]?.headers['x-auth-token'], 'token-1');
  });
}

test('a location is relative to where it was', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: (received, response, request) => {
      if (received.path.endsWith('/images')) redirect(302, 'elsewhere?x=1')(received, response, request);
      else sendJson(response, { path: received.path });
    },
  });
  const session = await openSession(t, cloud.authUrl);
  assert.deepEqual((await session.json(listImages)).value, { path: '/image/v2/elsewhere?x=1' });
});

test('another origin is refused, and nothing is sent there', async (t) => {
  const other = await startServer(t, (_received, response) => sendJson(response, { images: [] }));
  for (const location of [`${other.url}/image/v2/images`, `//${new URL(other.url).host}/x`]) {
    const cloud = await startFakeCloud(t, { image: redirect(302, location) });
    const session = await openSession(t, cloud.authUrl);
    const error = await rejectionOf(session.json(listImages));
    assert(error instanceof DiscoveryError);
    assert.match(
      error.message,
      /GET .*\/image\/v2\/images was redirected to http:\/\/127\.0\.0\.1:\d+\/.*token must not leave/,
    );
  }
  assert.equal(other.received.length, 0);
});

test('another scheme is another origin', async (t) => {
  const cloud = await startFakeCloud(t, { image: redirect(301, 'https://127.0.0.1/images') });
  const session = await openSession(t, cloud.authUrl);
  await assert.rejects(session.json(listImages), DiscoveryError);
});

test('a write is not followed, not even within its origin', async (t) => {
  const cloud = await startFakeCloud(t, { image: redirect(307, '/image/v2/other') });
  const session = await openSession(t, cloud.authUrl);
  await assert.rejects(session.json(createImage), DiscoveryError);
  assert.equal(cloud.calls.length, 1);
});

test('a circle is left', async (t) => {
  const cloud = await startFakeCloud(t, { image: redirect(302, '/image/v2/images') });
  const session = await openSession(t, cloud.authUrl);
  const error = await rejectionOf(session.json(listImages));
  assert(error instanceof DiscoveryError);
  assert.match(error.message, /it is redirect number 6/);
  assert.equal(cloud.calls.length, 6);
});

test('a location that is no URL is refused with its text', async (t) => {
  const cloud = await startFakeCloud(t, { image: redirect(302, 'http://[broken') });
  const session = await openSession(t, cloud.authUrl);
  const error = await rejectionOf(session.json(listImages));
  assert(error instanceof DiscoveryError);
  assert.match(error.message, /redirected to http:\/\/\[broken;/);
});
