import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { test, type TestContext } from 'node:test';

import {
  AuthError,
  type AuthOptions,
  type AuthType,
  connect,
  type Connection,
  DiscoveryError,
  isHttpError,
  makeToken,
  readyToken,
} from '@ostk/sdk';

import { type FakeCloud, listImages, startFakeCloud } from '../http/support/cloud.ts';
import { sendJson } from '../http/support/server.ts';

async function open(t: TestContext, authType: AuthType, auth: AuthOptions): Promise<Connection> {
  const conn = await connect({ authType, auth });
  t.after(() => conn.close());
  return conn;
}

const image = (cloud: FakeCloud): string => `${cloud.url}/image/v2`;

test('none: nobody is asked for a token', async (t) => {
  const cloud = await startFakeCloud(t);
  const conn = await open(t, 'none', { endpoint: image(cloud) });
  await conn.session.json(listImages);
  assert.equal(cloud.logins.length, 0);
  assert.equal(cloud.calls[0]?.headers['x-auth-token'], 'notused');
  const { user, id } = await conn.session.token();
  assert.equal(user, undefined);
  assert.equal(id.reveal(), '');
});

test('none: an endpoint without a version is looked into', async (t) => {
  const versions = { versions: [{ id: 'v2.16', status: 'CURRENT', links: [] }] };
  const cloud = await startFakeCloud(t, {
    image: ({ path }, response) =>
      path === '/image/' ? sendJson(response, versions, 300) : sendJson(response, { images: [] }),
  });
  const conn = await open(t, 'none', { endpoint: `${cloud.url}/image` });
  await conn.session.json(listImages);
  assert.deepEqual(
    cloud.calls.map(({ path }) => path),
    ['/image/', '/image/v2/images'],
  );
});

test('http_basic: user and password with each request, in UTF-8', async (t) => {
  const cloud = await startFakeCloud(t);
  const conn = await open(t, 'http_basic', { endpoint: image(cloud), username: 'aïda', password: 'pä:ss' });
  await conn.session.json(listImages);
  const { authorization = '', 'x-auth-token': token } = cloud.calls[0]?.headers ?? {};
  assert.equal(Buffer.from(authorization.replace('Basic ', ''), 'base64').toString(), 'aïda:pä:ss');
  assert.equal(token, undefined);
});

test('http_basic: what is sent is masked when a service repeats it', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: ({ headers }, response) => sendJson(response, { message: headers.authorization }, 401),
  });
  const conn = await open(t, 'http_basic', { endpoint: image(cloud), username: 'u', password: 'canary-pw' });
  await assert.rejects(conn.session.json(listImages), (error) => {
    assert(isHttpError(error, 401));
    assert.equal(error.reason, 'Basic ***');
    assert(!inspect([error, conn], { depth: Infinity }).includes('canary-pw'));
    return true;
  });
});

test('http_basic: a user name with a colon would be another one', async (t) => {
  const auth = { endpoint: 'http://g', username: 'a:b', password: 'p' };
  await assert.rejects(open(t, 'http_basic', auth), {
    name: 'ConfigError',
    message: /a username with a colon/,
  });
  await assert.rejects(open(t, 'http_basic', { endpoint: 'http://g', username: 'u' }), /password is missing/);
});

for (const authType of ['admin_token', 'token_endpoint'] as const) {
  test(`${authType}: the token as it is, to every service`, async (t) => {
    const cloud = await startFakeCloud(t);
    const conn = await open(t, authType, { endpoint: image(cloud), token: 'secret-token' });
    await conn.session.json(listImages);
    assert.equal(cloud.logins.length, 0);
    assert.equal(cloud.calls[0]?.headers['x-auth-token'], 'secret-token');
  });
}

test('without an endpoint, the message says what to set', async (t) => {
  const conn = await open(t, 'none', { endpoint: '' });
  await assert.rejects(conn.session.json(listImages), (error) => {
    assert(error instanceof DiscoveryError);
    assert.equal(
      error.message,
      'auth_type none brings no service catalog: set endpoint, or image_endpoint_override',
    );
    return true;
  });
});

test('one service may be elsewhere', async (t) => {
  const cloud = await startFakeCloud(t);
  const conn = await connect({
    authType: 'none',
    auth: { endpoint: 'http://127.0.0.1:9' },
    endpointOverrides: { image: image(cloud) },
  });
  t.after(() => conn.close());
  await conn.session.json(listImages);
  assert.equal(cloud.calls.length, 1);
});

test('a ready token: used until it is refused, which is said', async (t) => {
  let status = 200;
  const cloud = await startFakeCloud(t, {
    image: (_received, response) => sendJson(response, { images: [] }, status),
  });
  const endpoints = [{ interface: 'public', region: 'R', url: image(cloud) }];
  const catalog = [{ type: 'image', name: 'glance', endpoints }];
  const conn = await connect({ auth: readyToken({ id: 'ready-made', catalog }) });
  t.after(() => conn.close());
  await conn.session.json(listImages);
  assert.equal(cloud.calls[0]?.headers['x-auth-token'], 'ready-made');
  status = 401;
  await assert.rejects(conn.session.json(listImages), (error) => {
    assert(error instanceof AuthError);
    assert.equal(error.message, 'the token was refused and cannot be renewed: give a new one');
    return true;
  });
});

test('a ready token that has ended is not sent at all', async (t) => {
  const cloud = await startFakeCloud(t);
  const conn = await connect({
    auth: readyToken({ id: 'ready-made', expiresAt: Date.now() - 1 }),
    endpointOverrides: { image: image(cloud) },
  });
  t.after(() => conn.close());
  await assert.rejects(conn.session.json(listImages), /the token has ended and cannot be renewed/);
  assert.equal(cloud.calls.length, 0);
});

test('a token that is made tells what it was given', () => {
  const token = makeToken({ id: 'x-token', user: { id: 'u', name: undefined }, roles: ['reader'] });
  assert.deepEqual(token.scope, { kind: 'unscoped' });
  assert.equal(token.expiresAt, Number.POSITIVE_INFINITY);
  assert(!inspect(token).includes('x-token'));
});
