import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer as createPlain } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { TLSSocket } from 'node:tls';

import { type AuthOptions, connect, type ConnectOptions, NetworkError, OstkError } from '@ostk/sdk';

import { nodePlatform } from '#src/platform/node/index.js';

import { listen } from '../support/listen.ts';
import { rejectionOf, tokenBody } from '../http/support/cloud.ts';
import { sendJson } from '../http/support/server.ts';
import { type Certificates, makeCertificates, serverPair } from './support/certificates.ts';

let certificates: Certificates;
before(async () => {
  certificates = await makeCertificates();
});
after(() => certificates[Symbol.asyncDispose]());

interface TlsCloud {
  readonly url: string;
  /** Names of those who showed a certificate. */
  readonly clients: readonly string[];
  readonly connections: () => number;
}

/** A Keystone over TLS. */
async function startTlsCloud(t: TestContext, options: ServerOptions = {}): Promise<TlsCloud> {
  const clients: string[] = [];
  let connections = 0;
  const own = await serverPair(certificates);
  const server = createServer({ ...own, ...options }, (request, response) => {
    const { socket } = request;
    assert(socket instanceof TLSSocket);
    const name: unknown = socket.getPeerCertificate().subject?.CN;
    if (typeof name === 'string') clients.push(name);
    request.resume();
    sendJson(response, tokenBody([]), 201, { 'X-Subject-Token': 'x' });
  });
  server.on('connection', () => {
    connections += 1;
  });
  const port = await listen(t, server);
  return { url: `https://127.0.0.1:${port}`, clients, connections: () => connections };
}

async function signIn(t: TestContext, url: string, options: ConnectOptions): Promise<void> {
  const auth: AuthOptions = { authUrl: url, userId: 'u', password: 'correct horse' };
  const conn = await connect({ ...options, auth });
  t.after(() => conn.close());
  await conn.session.token();
}

async function failureOf(t: TestContext, url: string, options: ConnectOptions): Promise<OstkError> {
  const error = await rejectionOf(signIn(t, url, options));
  assert(error instanceof OstkError, String(error));
  return error;
}

test('cacert: the authority in the file is trusted', async (t) => {
  const cloud = await startTlsCloud(t);
  await signIn(t, cloud.url, { cacert: certificates.ca });
});

test('without it the certificate is refused, with a hint', async (t) => {
  const cloud = await startTlsCloud(t);
  const error = await failureOf(t, cloud.url, {});
  assert(error instanceof NetworkError);
  assert.equal(
    error.message,
    `POST ${cloud.url}: certificate of an unknown authority; set cacert to its file, or verify to false to trust anybody`,
  );
  assert.equal(error.beforeSending, true);
  assert.equal(error.permanent, true);
});

test('a certificate that is refused is not asked for again: it would be the same', async (t) => {
  const cloud = await startTlsCloud(t);
  await failureOf(t, cloud.url, {});
  assert.equal(cloud.connections(), 1);
});

test('a wrong authority is no authority', async (t) => {
  const cloud = await startTlsCloud(t);
  const error = await failureOf(t, cloud.url, { cacert: certificates.stranger });
  assert.match(error.message, /unknown authority/);
});

test('a self-signed certificate is named as such, and can be trusted', async (t) => {
  const self = {
    cert: await readFile(certificates.stranger),
    key: await readFile(join(certificates.folder, 'stranger.key')),
  };
  const cloud = await startTlsCloud(t, self);
  const error = await failureOf(t, cloud.url, {});
  assert.match(error.message, /self-signed certificate; set cacert to the authority that signed it$/);
});

test('a certificate for another host is refused', async (t) => {
  const other = { cert: await readFile(certificates.other), key: await readFile(certificates.otherKey) };
  const cloud = await startTlsCloud(t, other);
  const error = await failureOf(t, cloud.url, { cacert: certificates.ca });
  assert.equal(
    error.message,
    `POST ${cloud.url}: the certificate is for another host (it is for glance.example): use its name in the URL, or set servername to it`,
  );
});

test('servername: the name that the certificate has to carry, and that is asked for', async (t) => {
  const asked: string[] = [];
  const other = { cert: await readFile(certificates.other), key: await readFile(certificates.otherKey) };
  const cloud = await startTlsCloud(t, {
    ...other,
    SNICallback: (name, done) => {
      asked.push(name);
      done(null);
    },
  });
  await signIn(t, cloud.url, { cacert: certificates.ca, servername: 'glance.example' });
  assert.deepEqual(asked, ['glance.example']);
  const error = await failureOf(t, cloud.url, { cacert: certificates.ca, servername: 'nova.example' });
  assert.match(error.message, /for another host \(it is for glance\.example\)/);
});

test('cacert takes the place of the authorities of the runtime; a bundle may hold several', async (t) => {
  const cloud = await startTlsCloud(t);
  const bundle = join(certificates.folder, 'bundle.pem');
  await writeFile(
    bundle,
    (await readFile(certificates.stranger, 'utf8')) + (await readFile(certificates.ca, 'utf8')),
  );
  await signIn(t, cloud.url, { cacert: bundle });
});

test('verify: false trusts anybody', async (t) => {
  const other = { cert: await readFile(certificates.other), key: await readFile(certificates.otherKey) };
  const cloud = await startTlsCloud(t, other);
  await signIn(t, cloud.url, { verify: false });
});

test('verify: false of one connection does not change another', async (t) => {
  const cloud = await startTlsCloud(t);
  await signIn(t, cloud.url, { verify: false });
  assert((await failureOf(t, cloud.url, {})) instanceof NetworkError);
});

test('cert and key: the client shows who it is', async (t) => {
  const ca = await readFile(certificates.ca);
  const cloud = await startTlsCloud(t, { requestCert: true, rejectUnauthorized: true, ca });
  const { client: cert, clientKey: key } = certificates;
  await signIn(t, cloud.url, { cacert: certificates.ca, cert, key });
  assert.deepEqual(cloud.clients, ['client']);
});

test('cert alone: the key may be in the same file', async (t) => {
  const ca = await readFile(certificates.ca);
  const cloud = await startTlsCloud(t, { requestCert: true, rejectUnauthorized: true, ca });
  await signIn(t, cloud.url, { cacert: certificates.ca, cert: certificates.clientBoth });
  assert.deepEqual(cloud.clients, ['client']);
});

test('a service that wants a certificate refuses a client without one', async (t) => {
  const ca = await readFile(certificates.ca);
  const cloud = await startTlsCloud(t, { requestCert: true, rejectUnauthorized: true, ca });
  const error = await failureOf(t, cloud.url, { cacert: certificates.ca });
  assert(error instanceof NetworkError);
  assert.match(error.message, /the service wants a client certificate: set cert and key$|connection reset$/);
});

for (const option of ['cacert', 'cert', 'key'] as const) {
  test(`${option} that names no file is a ConfigError that names both`, async (t) => {
    const cloud = await startTlsCloud(t);
    const paths = { cacert: certificates.ca, cert: certificates.client, key: certificates.clientKey };
    const error = await failureOf(t, cloud.url, { ...paths, [option]: '/no/such/file.pem' });
    assert.equal(error.name, 'ConfigError');
    assert.match(error.message, new RegExp(`^${option}: cannot read /no/such/file\\.pem: `));
  });

  test(`${option} that holds no PEM is a ConfigError`, async (t) => {
    const cloud = await startTlsCloud(t);
    const paths = { cacert: certificates.ca, cert: certificates.client, key: certificates.clientKey };
    const error = await failureOf(t, cloud.url, {
      ...paths,
      [option]: join(certificates.folder, 'client.ext'),
    });
    assert.equal(error.name, 'ConfigError');
    assert.match(error.message, new RegExp(option));
  });
}

test('a certificate with the key of another is a ConfigError', async (t) => {
  const cloud = await startTlsCloud(t);
  const paths = { cacert: certificates.ca, cert: certificates.client, key: certificates.serverKey };
  assert.equal((await failureOf(t, cloud.url, paths)).name, 'ConfigError');
});

test('connections over TLS are used again', async (t) => {
  const cloud = await startTlsCloud(t);
  const transport = nodePlatform.createTransport({
    tls: { verify: true, cacert: certificates.ca, cert: undefined, key: undefined },
    connectTimeout: 10_000,
    maxSockets: 32,
  });
  t.after(() => transport.close());
  for (let request = 0; request < 3; request += 1) {
    const { body } = await transport.send({
      method: 'GET',
      url: cloud.url,
      headers: {},
      idleTimeout: 10_000,
      responseTimeout: 10_000,
    });
    for await (const _chunk of body) continue;
  }
  assert.equal(cloud.connections(), 1);
});

test('HTTPS where HTTP is spoken is a NetworkError', async (t) => {
  const server = createPlain((_request, response) => response.end());
  const port = await listen(t, server);
  const error = await failureOf(t, `https://127.0.0.1:${port}`, {});
  assert(error instanceof NetworkError);
  assert.match(error.message, /does not speak TLS there/);
  assert.equal(error.permanent, true);
});
