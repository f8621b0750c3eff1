import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connect, DiscoveryError } from '@ostk/sdk';

import { createImage, listImages, openSession, rejectionOf, startFakeCloud, user } from './support/cloud.ts';
import { sendJson } from './support/server.ts';

async function* parts(): AsyncGenerator<Uint8Array> {
  for (const part of ['one', '', 'two', 'three']) yield new TextEncoder().encode(part);
}

test('every request has an id of its own in the form that OpenStack services take', async (t) => {
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl);
  await session.json(listImages);
  await session.json(listImages);
  const ids = cloud.received.map(({ headers }) => String(headers['x-openstack-request-id']));
  for (const id of ids) assert.match(id, /^req-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  assert.equal(new Set(ids).size, 3);
});

test('the id that the service gives is in the answer', async (t) => {
  for (const header of ['X-Openstack-Request-Id', 'X-Compute-Request-Id']) {
    const cloud = await startFakeCloud(t, {
      image: (_received, response) => sendJson(response, {}, 200, { [header]: 'req-42' }),
    });
    const session = await openSession(t, cloud.authUrl);
    assert.equal((await session.json(listImages)).requestId, 'req-42');
  }
});

test('User-Agent: the application first, then the library, then the runtime', async (t) => {
  const cloud = await startFakeCloud(t);
  const conn = await connect({ auth: { ...user, authUrl: cloud.authUrl }, userAgent: 'dashboard/1.2' });
  await conn.session.json(listImages);
  await conn.close();
  for (const { headers } of cloud.received) {
    assert.match(
      String(headers['user-agent']),
      /^dashboard\/1\.2 ostk-sdk\/\d+\.\d+\.\d+\S* node\/\d+\.\d+\.\d+$/,
    );
  }
});

test('User-Agent: without an application the library is first', async (t) => {
  const cloud = await startFakeCloud(t);
  const conn = await connect({ auth: { ...user, authUrl: cloud.authUrl } });
  await conn.session.token();
  await conn.close();
  assert.match(String(cloud.logins[0]?.headers['user-agent']), /^ostk-sdk\//);
});

test('a query keeps its order and names that stand twice', async (t) => {
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl);
  const query = [
    ['tag', 'a b'],
    ['tag', 'c&d'],
    ['name', 'ü'],
  ] as const;
  await session.json({ ...listImages, query });
  assert.equal(cloud.calls[0]?.path, '/image/v2/images?tag=a+b&tag=c%26d&name=%C3%BC');
});

test('JSON is sent with its length and type; the type may be another', async (t) => {
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl);
  await session.json({ ...createImage, json: { name: 'ü' } });
  const type = 'application/openstack-images-v2.1-json-patch';
  await session.json({ ...createImage, method: 'PATCH', headers: { 'Content-Type': type } });
  assert.equal(cloud.calls[0]?.body, '{"name":"ü"}');
  assert.equal(cloud.calls[0]?.headers['content-length'], '13');
  assert.equal(cloud.calls[0]?.headers['content-type'], 'application/json');
  assert.equal(cloud.calls[1]?.headers['content-type'], type);
});

test('a request without a body has no type of one', async (t) => {
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl);
  await session.call({ service: 'image', method: 'DELETE', path: '/images/1' });
  assert.equal(cloud.calls[0]?.headers['content-type'], undefined);
  assert.equal(cloud.calls[0]?.body, '');
});

test('a stream arrives as it was sent', async (t) => {
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl);
  let sent = false;
  await session.call({
    service: 'image',
    method: 'PUT',
    path: '/images/1/file',
    headers: { 'Content-Type': 'application/octet-stream', 'Content-Length': '11' },
    stream: parts(),
    onBodySent: () => {
      sent = true;
    },
  });
  assert.equal(cloud.calls[0]?.body, 'onetwothree');
  assert.equal(cloud.calls[0]?.headers['content-length'], '11');
  assert.equal(cloud.calls[0]?.headers['transfer-encoding'], undefined);
  assert(sent);
});

test('a stream that fails fails the call with its own error, and the request is cut', async (t) => {
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl);
  const broken = new Error('disk is gone');
  async function* data(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(10);
    throw broken;
  }
  const upload = session.call({ service: 'image', method: 'PUT', path: '/images/1/file', stream: data() });
  assert.equal(await rejectionOf(upload), broken);
  assert.equal(cloud.calls.length, 0);
});

for (const [what, type, body] of [
  ['HTML', 'text/html', '<html><body>Welcome to nginx!</body></html>'],
  ['nothing', 'application/json', ''],
  ['JSON that is cut', 'application/json', '{"images": ['],
] as const) {
  test(`200 with ${what} where JSON belongs is a DiscoveryError that names the endpoint`, async (t) => {
    const cloud = await startFakeCloud(t, {
      image: (_received, response) => response.writeHead(200, { 'Content-Type': type }).end(body),
    });
    const session = await openSession(t, cloud.authUrl);
    const error = await rejectionOf(session.json(listImages));
    assert(error instanceof DiscoveryError);
    assert.equal(
      error.message,
      `GET ${cloud.url}/image/v2/images answered 200 (${type}), not JSON: check the endpoint`,
    );
  });
}

test('any JSON is an answer, null as well', async (t) => {
  const cloud = await startFakeCloud(t, { image: (_received, response) => sendJson(response, null) });
  const session = await openSession(t, cloud.authUrl);
  assert.equal((await session.json(listImages)).value, null);
});

test('the token of a connection can be asked for', async (t) => {
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl);
  const token = await session.token();
  assert.equal(token.user?.name, 'demo');
  assert.equal(token.scope.kind, 'project');
});
