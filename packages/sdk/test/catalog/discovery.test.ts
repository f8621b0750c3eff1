import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { startDevCloud } from '@ostk/devcloud';
import { connect, DiscoveryError, ServerError } from '@ostk/sdk';

import { demoAuth } from '../support/demo.ts';
import {
  type FakeCloud,
  listImages,
  openSession,
  rejectionOf,
  type SessionOptions,
  startFakeCloud,
} from '../http/support/cloud.ts';
import { type Handler, sendJson } from '../http/support/server.ts';

const versions = {
  versions: [
    { id: 'v2.16', status: 'CURRENT', links: [{ rel: 'self', href: 'http://internal:9292/v2/' }] },
    { id: 'v2.0', status: 'SUPPORTED', links: [{ rel: 'self', href: 'http://internal:9292/v2/' }] },
  ],
};

/** A Glance whose root is at `/image`, with a prefix that its own links do not know. */
function glance(root: Handler = (_received, response) => sendJson(response, versions, 300)): Handler {
  return (received, response, request) => {
    if (received.path === '/image/') root(received, response, request);
    else if (received.path.startsWith('/image/v2/')) sendJson(response, { images: [] });
    else sendJson(response, { message: `nothing at ${received.path}` }, 404);
  };
}

async function callsOf(
  t: TestContext,
  endpoint: string,
  root?: Handler,
  options: SessionOptions = {},
): Promise<FakeCloud> {
  const cloud = await startFakeCloud(t, {
    image: glance(root),
    catalog: (url) => [{ type: 'image', url: url + endpoint }],
  });
  const session = await openSession(t, cloud.authUrl, options);
  await session.json(listImages);
  await session.json(listImages);
  return cloud;
}

function paths(cloud: FakeCloud): readonly string[] {
  return cloud.calls.map(({ path }) => path);
}

test('a URL with its version needs no request', async (t) => {
  assert.deepEqual(paths(await callsOf(t, '/image/v2')), ['/image/v2/images', '/image/v2/images']);
});

test('nor does one with a slash behind it', async (t) => {
  assert.deepEqual(paths(await callsOf(t, '/image/v2/')), ['/image/v2/images', '/image/v2/images']);
});

for (const endpoint of ['/image', '/image/']) {
  test(`${endpoint}: 300 is an answer, it is asked for once, and the prefix is kept`, async (t) => {
    const cloud = await callsOf(t, endpoint);
    assert.deepEqual(paths(cloud), ['/image/', '/image/v2/images', '/image/v2/images']);
  });
}

test('a version document is read without the token', async (t) => {
  const cloud = await callsOf(t, '/image');
  assert.equal(cloud.calls[0]?.headers['x-auth-token'], undefined);
  assert.equal(cloud.calls[0]?.headers.accept, 'application/json');
});

test('200 is an answer as well', async (t) => {
  const cloud = await callsOf(t, '/image', (_received, response) => sendJson(response, versions, 200));
  assert.equal(cloud.calls.length, 3);
});

for (const status of [401, 403, 404]) {
  test(`a front end that hides the document with ${status} does not hide the service`, async (t) => {
    const cloud = await callsOf(t, '/image', (_received, response) => response.writeHead(status).end('no'));
    assert.deepEqual(paths(cloud), ['/image/', '/image/v2/images', '/image/v2/images']);
  });
}

test('ten calls at once look for the endpoint once', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: glance(),
    catalog: (url) => [{ type: 'image', url: `${url}/image` }],
  });
  const session = await openSession(t, cloud.authUrl);
  await Promise.all(Array.from({ length: 10 }, () => session.json(listImages)));
  assert.equal(cloud.calls.filter(({ path }) => path === '/image/').length, 1);
});

async function failureOf(t: TestContext, root: Handler, options: SessionOptions = {}): Promise<Error> {
  const error = await rejectionOf(callsOf(t, '/image', root, options));
  assert(error instanceof Error);
  return error;
}

test('200 in HTML: the endpoint is none, and the message says what can be done', async (t) => {
  const error = await failureOf(t, (_received, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>It works!</html>');
  });
  assert(error instanceof DiscoveryError);
  assert.match(
    error.message,
    /^the image endpoint http:\/\/127\.0\.0\.1:\d+\/image answered 200 \(text\/html\), not with a version document: check the service catalog or set image_endpoint_override$/,
  );
});

test('JSON of another kind is no version document', async (t) => {
  assert(
    (await failureOf(t, (_received, response) => sendJson(response, { ok: true }))) instanceof DiscoveryError,
  );
});

test('a service that is down is a ServerError, and the next call looks again', async (t) => {
  let down = true;
  const cloud = await startFakeCloud(t, {
    image: glance((_received, response) => {
      if (down) response.writeHead(503).end();
      else sendJson(response, versions, 300);
    }),
    catalog: (url) => [{ type: 'image', url: `${url}/image` }],
  });
  const session = await openSession(t, cloud.authUrl);
  await assert.rejects(session.json(listImages), ServerError);
  down = false;
  assert.equal((await session.json(listImages)).status, 200);
});

test('a service without our version: the message lists those it has', async (t) => {
  const old = {
    versions: [
      { id: 'v1.1', status: 'SUPPORTED' },
      { id: 'v2.99', status: 'EXPERIMENTAL' },
    ],
  };
  const error = await failureOf(t, (_received, response) => sendJson(response, old, 300));
  assert(error instanceof DiscoveryError);
  assert.match(error.message, /^the image service at .*\/image has no v2 API; it has v2\.99, v1\.1$/);
});

test('an override takes the place of the catalog, with and without a version in it', async (t) => {
  for (const end of ['/image', '/image/', '/image/v2', '/image/v2/']) {
    const cloud = await startFakeCloud(t, { image: glance(), catalog: () => [] });
    const session = await openSession(t, cloud.authUrl, { endpointOverrides: { image: cloud.url + end } });
    await session.json(listImages);
    assert.equal(cloud.calls.at(-1)?.path, '/image/v2/images');
  }
});

test('the interface and the region are those of the configuration', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: glance(),
    catalog: (url) => [
      { type: 'image', url: 'http://127.0.0.1:1/v2', region: 'One' },
      { type: 'image', url: 'http://127.0.0.1:1/v2', region: 'Two' },
      { type: 'image', url: `${url}/image/v2`, region: 'Two', interface: 'internal' },
    ],
  });
  const session = await openSession(t, cloud.authUrl, { regionName: 'Two', interface: 'internal' });
  await session.json(listImages);
  assert.equal(await session.endpoint('image'), `${cloud.url}/image/v2`);
});

test('a service that is not in the catalog', async (t) => {
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl);
  await assert.rejects(session.endpoint('compute'), {
    name: 'DiscoveryError',
    code: 'ERR_DISCOVERY',
    message: 'the service catalog has no compute service; it has image',
  });
});

test('versions: asked for at the root, also of an endpoint with a version', async (t) => {
  const cloud = await startFakeCloud(t, { image: glance() });
  const session = await openSession(t, cloud.authUrl);
  const found = await session.versions('image');
  assert.deepEqual(
    found?.map(({ id }) => id),
    ['v2.16', 'v2.0'],
  );
  assert.deepEqual(paths(cloud), ['/image/']);
});

test('versions: undefined of a service that does not show them', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: glance((_received, response) => response.writeHead(401).end()),
  });
  const session = await openSession(t, cloud.authUrl);
  assert.equal(await session.versions('image'), undefined);
});

for (const release of ['zed', 'epoxy'] as const) {
  test(`devcloud as ${release}: image and identity are found`, async (t) => {
    const cloud = await startDevCloud({ release });
    t.after(() => cloud.close());
    const conn = await connect({ auth: demoAuth(cloud) });
    t.after(() => conn.close());
    assert.equal(await conn.session.endpoint('image'), `${cloud.url('image')}/v2`);
    assert.match(await conn.session.endpoint('identity'), /\/identity\/v3$/);
    assert.equal((await conn.session.versions('image'))?.[0]?.major, 2);
  });
}
