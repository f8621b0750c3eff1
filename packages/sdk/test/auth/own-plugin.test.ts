import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { test, type TestContext } from 'node:test';

import { type AuthPlugin, connect, type Connection, isHttpError, makeToken, Secret } from '@ostk/sdk';

import { startFakeCloud } from '../http/support/cloud.ts';
import { sendJson } from '../http/support/server.ts';

async function open(t: TestContext, auth: AuthPlugin, image?: string): Promise<Connection> {
  const conn = await connect({ auth, ...(image !== undefined && { endpointOverrides: { image } }) });
  t.after(() => conn.close());
  return conn;
}

const listImages = { service: 'image', method: 'GET', path: '/images' } as const;

test('a plugin sends what it likes, by the connection, and gives a token with a catalog', async (t) => {
  const cloud = await startFakeCloud(t, {
    keystone: (received, response) => sendJson(response, { ticket: received.body }, 201),
  });
  const plugin: AuthPlugin = {
    async authenticate({ send }) {
      const { status, text } = await send({ url: `${cloud.authUrl}/auth/tokens`, form: { user: 'a b' } });
      assert.equal(status, 201);
      const { ticket }: { ticket: string } = JSON.parse(text);
      const endpoints = [{ interface: 'public', region: undefined, url: `${cloud.url}/image/v2` }];
      return makeToken({ id: ticket, catalog: [{ type: 'image', name: 'glance', endpoints }] });
    },
  };
  const conn = await open(t, plugin);
  await conn.session.json(listImages);
  assert.equal(cloud.logins[0]?.headers['content-type'], 'application/x-www-form-urlencoded');
  assert.equal(cloud.calls[0]?.headers['x-auth-token'], 'user=a+b');
  assert.equal(conn.config.authType, 'plugin');
});

test('a plugin may take the place of X-Auth-Token, for each request anew', async (t) => {
  const cloud = await startFakeCloud(t);
  let count = 0;
  const plugin: AuthPlugin = {
    authenticate: async () => makeToken({ id: 'unused' }),
    headers({ method, url }) {
      count += 1;
      return { Authorization: `Signed ${count} ${method} ${new URL(url).pathname}` };
    },
  };
  const conn = await open(t, plugin, `${cloud.url}/image/v2`);
  await conn.session.json(listImages);
  await conn.session.json(listImages);
  const [first, second] = cloud.calls;
  assert.equal(first?.headers.authorization, 'Signed 1 GET /image/v2/images');
  assert.equal(second?.headers.authorization, 'Signed 2 GET /image/v2/images');
  assert.equal(first.headers['x-auth-token'], undefined);
});

test('a refused token is asked for once more', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: (received, response) =>
      sendJson(response, { images: [] }, received.headers['x-auth-token'] === 'old-token' ? 401 : 200),
  });
  const names = ['old-token', 'new-token'];
  const plugin: AuthPlugin = { authenticate: async () => makeToken({ id: names.shift() ?? 'none-left' }) };
  const conn = await open(t, plugin, `${cloud.url}/image/v2`);
  await conn.session.json(listImages);
  assert.equal(cloud.calls.length, 2);
});

test('an answer that is refused can be taken for an answer, headers and all', async (t) => {
  const cloud = await startFakeCloud(t, {
    keystone: (_received, response) => sendJson(response, { error: {} }, 401, { 'X-Next': 'go on' }),
  });
  const url = `${cloud.authUrl}/auth/tokens`;
  const plugin: AuthPlugin = {
    async authenticate({ send }) {
      await assert.rejects(send({ url, json: {} }), (error) => isHttpError(error, 401));
      const { status, headers } = await send({ url, json: {}, accept: [401] });
      assert.equal(status, 401);
      return makeToken({ id: headers['x-next'] ?? 'nothing' });
    },
  };
  const conn = await open(t, plugin);
  assert.equal((await conn.session.token()).id.reveal(), 'go on');
});

test('what cannot be repeated is sent once', async (t) => {
  const cloud = await startFakeCloud(t, { keystone: (_received, response) => response.writeHead(503).end() });
  const url = `${cloud.authUrl}/auth/tokens`;
  const plugin: AuthPlugin = {
    async authenticate({ send }) {
      await send({ url, json: {}, repeatable: false });
      return makeToken({ id: 'never' });
    },
  };
  const conn = await open(t, plugin);
  await assert.rejects(conn.session.token(), (error) => isHttpError(error, 503));
  assert.equal(cloud.logins.length, 1);
});

test('what a plugin conceals is in no error and no inspection', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: (received, response) => sendJson(response, { message: String(received.headers['x-proof']) }, 400),
  });
  const plugin: AuthPlugin = {
    secrets: [new Secret('canary-one')],
    async authenticate({ conceal }) {
      conceal(new Secret('canary-two'));
      return makeToken({ id: 'canary-three' });
    },
    headers: () => ({ 'X-Proof': 'canary-one canary-two canary-three' }),
  };
  const conn = await open(t, plugin, `${cloud.url}/image/v2`);
  await assert.rejects(conn.session.json(listImages), (error) => {
    assert(isHttpError(error, 400));
    assert.equal(error.reason, '*** *** ***');
    assert(!inspect([error, conn], { depth: Infinity }).includes('canary'));
    return true;
  });
});

test('auth_type plugin without a plugin says what it stands for', async () => {
  await assert.rejects(connect({ auth: { authUrl: 'http://k' }, authType: 'plugin' }), {
    name: 'ConfigError',
    message: 'auth_type plugin stands for an object that is given to connect() as auth',
  });
});
