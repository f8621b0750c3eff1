import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { test } from 'node:test';

import { connect, TransferError } from '@ostk/sdk';
import type { Connection } from '@ostk/sdk';

import { hashOf, MiB, someBytes } from './support/bytes.ts';
import { get } from './support/download-case.ts';
import { assertError, settled } from './support/errors.ts';
import { put } from './support/upload-case.ts';
import { makeFolder, type Scope, suite, type World } from './support/world.ts';

const bytes = someBytes(40 * MiB);
const formats = { name: 'mine', diskFormat: 'raw', containerFormat: 'bare' } as const;

function makeCertificate(folder: string): { readonly key: string; readonly cert: string } {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', key, '-out', cert];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, ...files],
    {
      stdio: 'ignore',
    },
  );
  return { key, cert };
}

/** Connects to the cloud's image service through a server that speaks TLS. */
async function connectOverTls(t: Scope, { cloud }: World, idle = 2000): Promise<Connection> {
  const { key, cert } = makeCertificate(await makeFolder(t));
  const options = { key: await readFile(key), cert: await readFile(cert) };
  const server = createServer(options, (request, response) => {
    const { method, headers } = request;
    const onward = httpRequest(cloud.url('image') + (request.url ?? ''), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.on('error', () => response.destroy());
      answer.pipe(response);
    });
    onward.on('error', () => request.socket.destroy());
    request.on('error', () => onward.destroy());
    request.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const connection = await connect({
    auth: {
      authUrl: cloud.authUrl,
      username: 'demo',
      password: 'secret',
      projectName: 'demo',
      userDomainId: 'default',
      projectDomainId: 'default',
    },
    endpointOverrides: { image: `https://127.0.0.1:${address.port}` },
    cacert: cert,
    timeouts: { idle },
  });
  t.after(async () => {
    await connection.close();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return connection;
}

suite('transfers over TLS', (world) => {
  test('up and down, cut on the way', { timeout: 60_000 }, async (t) => {
    const { cloud, truth } = world();
    t.after(async () => {
      cloud.faults.clear();
      await truth.clear();
    });
    const connection = await connectOverTls(t, world());
    cloud.faults.add({ on: put, do: 'reset', after: '5MiB', times: 1 });
    const image = await connection.image.uploadImage({ ...formats, data: bytes });
    assert.equal(image.osHashValue, hashOf(bytes));
    cloud.faults.add({ on: get, do: 'reset', after: '3MiB', times: 3 });
    const output = join(await makeFolder(t), 'image');
    await connection.image.downloadImage(image, { output });
    assert.equal(Buffer.compare(await readFile(output), bytes), 0);
    assert.equal(Buffer.compare(await connection.image.downloadImage(image), bytes), 0);
    assert.equal(cloud.faults.fired().length, 4);
  });

  test('a stream that is cut leaves nothing', async (t) => {
    const { cloud, truth } = world();
    t.after(async () => cloud.faults.clear());
    const connection = await connectOverTls(t, world());
    cloud.faults.add({ on: put, do: 'reset', after: '5MiB', times: 1 });
    const result = await settled(connection.image.uploadImage({ ...formats, data: [bytes] }));
    assert.ok('error' in result);
    assertError(result.error, { error: TransferError });
    assert.deepEqual(await truth.images(), []);
  });

  test(
    'one large chunk to a slow service: bytes that leave are no silence',
    { timeout: 60_000 },
    async (t) => {
      const { cloud, truth } = world();
      t.after(async () => {
        cloud.faults.clear();
        await truth.clear();
      });
      const connection = await connectOverTls(t, world(), 1500);
      cloud.faults.add({ on: put, do: 'slow', bytesPerSecond: '12MiB', times: 1 });
      const image = await connection.image.uploadImage({ ...formats, data: [bytes] });
      assert.equal(image.osHashValue, hashOf(bytes));
      assert.equal(cloud.faults.fired().length, 1);
    },
  );
});
