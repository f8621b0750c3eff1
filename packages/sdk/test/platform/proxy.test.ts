import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import { after, before, test, type TestContext } from 'node:test';
import { inspect } from 'node:util';

import { connect, type Connection, type ConnectOptions, NetworkError, TimeoutError } from '@ostk/sdk';

import { deadPort, listen } from '../support/listen.ts';
import { createImage, listImages, rejectionOf, startFakeCloud, tokenBody } from '../http/support/cloud.ts';
import { sendJson } from '../http/support/server.ts';
import { type Certificates, makeCertificates, serverPair } from './support/certificates.ts';
import { startProxy, type TestProxy } from './support/proxy.ts';

let certificates: Certificates;
before(async () => {
  certificates = await makeCertificates();
});
after(() => certificates[Symbol.asyncDispose]());

/** A Keystone and a Glance in one server that speaks TLS. */
async function startTlsCloud(t: TestContext): Promise<{ readonly url: string; connections(): number }> {
  let connections = 0;
  const own = await serverPair(certificates);
  const server = createServer(own, (request, response) => {
    request.resume();
    if (request.url?.endsWith('/auth/tokens') === true) {
      const body = tokenBody([{ type: 'image', url: `${url}/v2` }]);
      sendJson(response, body, 201, { 'X-Subject-Token': 'x' });
    } else sendJson(response, { images: [] });
  });
  server.on('connection', () => {
    connections += 1;
  });
  const port = await listen(t, server);
  const url = `https://127.0.0.1:${port}`;
  return { url, connections: () => connections };
}

async function connectThrough(t: TestContext, authUrl: string, options: ConnectOptions): Promise<Connection> {
  const auth = { authUrl, userId: 'u', password: 'correct horse' };
  const retry = { attempts: 2, baseDelay: 1, maxDelay: 1 };
  const conn = await connect({ retry, cacert: certificates.ca, ...options, auth });
  t.after(() => conn.close());
  return conn;
}

async function failure(work: Promise<unknown>): Promise<NetworkError> {
  const error = await rejectionOf(work);
  assert(error instanceof NetworkError, String(error));
  return error;
}

test('plain HTTP is handed to the proxy, over connections that are kept', async (t) => {
  const cloud = await startFakeCloud(t);
  const proxy = await startProxy(t);
  const conn = await connectThrough(t, cloud.authUrl, { proxy: proxy.url });
  for (let call = 0; call < 3; call += 1) await conn.session.json(listImages);
  const list = `GET ${cloud.url}/image/v2/images`;
  assert.deepEqual(proxy.asked, [`POST ${cloud.authUrl}/auth/tokens`, list, list, list]);
  assert.equal(proxy.connections(), 1);
  assert.equal(cloud.calls[0]?.headers.host, new URL(cloud.url).host);
});

test('HTTPS goes through a tunnel that is kept: the proxy sees host and port', async (t) => {
  const cloud = await startTlsCloud(t);
  const proxy = await startProxy(t);
  const conn = await connectThrough(t, cloud.url, { proxy: proxy.url });
  for (let call = 0; call < 3; call += 1) await conn.session.json(listImages);
  assert.deepEqual(proxy.asked, [`CONNECT ${new URL(cloud.url).host}`]);
  assert.equal(cloud.connections(), 1);
});

test('a proxy that is itself reached by TLS', async (t) => {
  const tls = await serverPair(certificates);
  const proxy = await startProxy(t, { tls });
  const secure = await startTlsCloud(t);
  await (await connectThrough(t, secure.url, { proxy: proxy.url })).session.json(listImages);
  const plain = await startFakeCloud(t);
  await (await connectThrough(t, plain.authUrl, { proxy: proxy.url })).session.json(listImages);
  assert.equal(proxy.asked[0], `CONNECT ${new URL(secure.url).host}`);
  assert.equal(proxy.asked.length, 3);
});

function withPair(proxy: TestProxy, pair: string): string {
  return proxy.url.replace('://', `://${pair}@`);
}

test('a proxy that wants a user name and a password gets them, and the service does not', async (t) => {
  const proxy = await startProxy(t, { pair: 'me:p@ss word' });
  const url = withPair(proxy, 'me:p%40ss%20word');
  const plain = await startFakeCloud(t);
  await (await connectThrough(t, plain.authUrl, { proxy: url })).session.json(listImages);
  assert.equal(plain.calls[0]?.headers['proxy-authorization'], undefined);
  const secure = await startTlsCloud(t);
  await (await connectThrough(t, secure.url, { proxy: url })).session.json(listImages);
  assert.equal(new Set(proxy.proofs).size, 1);
});

for (const [pair, expected] of [
  ['', /wants a user name and a password: write them into its URL \(407\)$/],
  ['me:wr0ng-c4n4ry@', /refused the user name and the password in its URL \(407\)$/],
] as const) {
  test(`407 with ${pair === '' ? 'no' : 'wrong'} credentials says so, once, and shows none`, async (t) => {
    const proxy = await startProxy(t, { pair: 'me:right' });
    const url = proxy.url.replace('://', `://${pair}`);
    for (const authUrl of [(await startFakeCloud(t)).authUrl, (await startTlsCloud(t)).url]) {
      const before = proxy.asked.length;
      const conn = await connectThrough(t, authUrl, { proxy: url });
      const error = await failure(conn.session.json(createImage));
      assert.match(error.message, expected);
      assert.match(error.message, new RegExp(`the proxy ${proxy.url}`));
      assert.equal(error.beforeSending, true);
      assert.equal(error.permanent, true);
      assert.equal(proxy.asked.length - before, 1);
      for (const shown of [inspect(error, { depth: 9 }), inspect(conn, { depth: 9 }), JSON.stringify(conn)]) {
        assert.doesNotMatch(shown, /c4n4ry|bWU6/);
      }
    }
  });
}

test("a tunnel that is refused is not the service's answer", async (t) => {
  const cloud = await startTlsCloud(t);
  const proxy = await startProxy(t, { refuse: 403 });
  const conn = await connectThrough(t, cloud.url, { proxy: proxy.url });
  const error = await failure(conn.session.token());
  assert.equal(error.message, `POST ${cloud.url}: the proxy ${proxy.url} refused: 403 No`);
  assert.equal(proxy.asked.length, 1);
});

test('a proxy that cannot reach the service is asked again', async (t) => {
  const cloud = await startTlsCloud(t);
  const proxy = await startProxy(t, { refuse: 502 });
  const conn = await connectThrough(t, cloud.url, { proxy: proxy.url });
  await failure(conn.session.token());
  assert.equal(proxy.asked.length, 2);
});

test('a proxy that is not there: the message names it', async (t) => {
  const proxy = `http://127.0.0.1:${await deadPort()}`;
  for (const authUrl of ['http://cloud.invalid', 'https://cloud.invalid']) {
    const conn = await connectThrough(t, authUrl, { proxy });
    const error = await failure(conn.session.token());
    assert.equal(error.message, `POST ${authUrl}: the proxy ${proxy}: connection refused`);
    assert.equal(error.beforeSending, true);
  }
});

test('a proxy that says nothing is given up after the time to connect', async (t) => {
  const cloud = await startTlsCloud(t);
  const proxy = await startProxy(t, { silent: true });
  const conn = await connectThrough(t, cloud.url, { proxy: proxy.url, timeouts: { connect: 50 } });
  const error = await rejectionOf(conn.session.token());
  assert(error instanceof TimeoutError || error instanceof NetworkError, String(error));
  assert.match(error.message, /within 0\.05 s$/);
  assert.equal(error.beforeSending, true);
});

test("the service's certificate is checked in the tunnel", async (t) => {
  const cloud = await startTlsCloud(t);
  const proxy = await startProxy(t);
  const conn = await connectThrough(t, cloud.url, { proxy: proxy.url, cacert: certificates.stranger });
  const error = await failure(conn.session.token());
  assert.match(error.message, /certificate of an unknown authority/);
  assert.doesNotMatch(error.message, /proxy/);
  assert.equal(error.beforeSending, true);
});

test('hosts in noProxy are reached directly', async (t) => {
  const cloud = await startFakeCloud(t);
  const proxy = await startProxy(t);
  const conn = await connectThrough(t, cloud.authUrl, { proxy: proxy.url, noProxy: ['127.0.0.0/8'] });
  await conn.session.json(listImages);
  assert.deepEqual(proxy.asked, []);
});
