import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AuthError, Unauthorized } from '@ostk/sdk';

import { createImage, listImages, openSession, rejectionOf, startFakeCloud } from './support/cloud.ts';
import { type Handler, sendJson } from './support/server.ts';

/** Refuses the first `count` tokens. */
function refuseTokens(count: number): Handler {
  return ({ headers }, response) => {
    const number = Number(String(headers['x-auth-token']).split('-')[1]);
    if (number <= count) sendJson(response, { error: { message: 'token is dead' } }, 401);
    else sendJson(response, { images: [] });
  };
}

async function* data(): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode('once');
}

test('a GET with a refused token is sent again with a new one', async (t) => {
  const cloud = await startFakeCloud(t, { image: refuseTokens(1) });
  const session = await openSession(t, cloud.authUrl);
  assert.equal((await session.json(listImages)).status, 200);
  assert.deepEqual(
    cloud.calls.map(({ headers }) => headers['x-auth-token']),
    ['token-1', 'token-2'],
  );
});

test('so is a POST, since nothing came of the first one; its body is the same', async (t) => {
  const cloud = await startFakeCloud(t, { image: refuseTokens(1) });
  const session = await openSession(t, cloud.authUrl);
  await session.json(createImage);
  assert.deepEqual(
    cloud.calls.map(({ body }) => body),
    ['{"name":"x"}', '{"name":"x"}'],
  );
});

test('a second refusal is final', async (t) => {
  const cloud = await startFakeCloud(t, { image: refuseTokens(99) });
  const session = await openSession(t, cloud.authUrl);
  const error = await rejectionOf(session.json(listImages));
  assert(error instanceof Unauthorized);
  assert.equal(error.reason, 'token is dead');
  assert.equal(cloud.logins.length, 2);
  assert.equal(cloud.calls.length, 2);
});

test('the token of a second refusal is not used again by the next call', async (t) => {
  const cloud = await startFakeCloud(t, { image: refuseTokens(2) });
  const session = await openSession(t, cloud.authUrl);
  await rejectionOf(session.json(listImages));
  await session.json(listImages);
  assert.equal(cloud.calls.at(-1)?.headers['x-auth-token'], 'token-3');
});

test('many calls whose token is refused cause one new login', async (t) => {
  const cloud = await startFakeCloud(t, { image: refuseTokens(1) });
  const session = await openSession(t, cloud.authUrl);
  await session.token();
  await Promise.all(Array.from({ length: 20 }, () => session.json(listImages)));
  assert.equal(cloud.logins.length, 2);
});

test('a request with a stream is not sent again: the stream is gone', async (t) => {
  const cloud = await startFakeCloud(t, { image: refuseTokens(1) });
  const session = await openSession(t, cloud.authUrl);
  const upload = session.call({ service: 'image', method: 'PUT', path: '/images/1/file', stream: data() });
  assert((await rejectionOf(upload)) instanceof Unauthorized);
  assert.equal(cloud.calls.length, 1);
  await session.json(listImages);
  assert.equal(cloud.logins.length, 2);
});

test('a token that was given and is refused cannot be renewed: an AuthError says so', async (t) => {
  let first = true;
  const cloud = await startFakeCloud(t, {
    image: refuseTokens(99),
    keystone: (received, response, request) => {
      if (first) issue(received, response, request);
      else
        sendJson(response, { error: { message: 'The request you have made requires authentication.' } }, 401);
      first = false;
    },
  });
  const issue: Handler = (_received, response) =>
    sendJson(
      response,
      {
        token: {
          user: { id: 'u', name: 'n' },
          catalog: [{ type: 'image', endpoints: [{ interface: 'public', url: `${cloud.url}/image/v2` }] }],
        },
      },
      201,
      { 'X-Subject-Token': 'token-1' },
    );
  const session = await openSession(t, cloud.authUrl, { auth: { token: 'given', projectId: 'p' } });
  const error = await rejectionOf(session.json(listImages));
  assert(error instanceof AuthError);
  assert.match(error.message, /^cannot sign in with a token for project p: 401 /);
  assert.equal(cloud.logins.length, 2);
});

test('403 is no reason for a new login', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: (_received, response) => sendJson(response, { message: 'not yours' }, 403),
  });
  const session = await openSession(t, cloud.authUrl);
  await assert.rejects(session.json(listImages), { name: 'Forbidden', reason: 'not yours' });
  assert.equal(cloud.logins.length, 1);
});
