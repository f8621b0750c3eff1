import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { connect, type ConnectOptions } from '@ostk/sdk';

import { portOf } from '../http/support/server.ts';
import { type Certificates, makeCertificates } from '../platform/support/certificates.ts';
import { startProxy } from '../platform/support/proxy.ts';
import { hashOf, MiB, someBytes } from '../transfer/support/bytes.ts';
import { makeFolder, type Scope, suite } from '../transfer/support/world.ts';

const bytes = someBytes(40 * MiB);
const formats = { name: 'mine', diskFormat: 'raw', containerFormat: 'bare' } as const;

let certificates: Certificates;
before(async () => {
  certificates = await makeCertificates();
});
after(() => certificates[Symbol.asyncDispose]());

/** The same service, over TLS. */
async function overTls(t: Scope, target: string): Promise<string> {
  const own = { cert: await readFile(certificates.server), key: await readFile(certificates.serverKey) };
  const server = createServer(own, (request, response) => {
    const { method, headers } = request;
    const onward = httpRequest(target + (request.url ?? ''), { method, headers }, (answer) => {
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
  t.after(async () => {
    server.closeAllConnections();
    server.close();
  });
  return `https://127.0.0.1:${portOf(server)}`;
}

async function* chunks(): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += 3 * MiB)
    yield bytes.subarray(offset, offset + 3 * MiB);
}

suite('transfers through a proxy', (world) => {
  for (const kind of ['HTTP', 'HTTPS'] as const) {
    test(`${kind}: up from a stream, down to a file in parallel ranges`, { timeout: 120_000 }, async (t) => {
      const { cloud } = world();
      const scope: Scope = { after: (cleanUp) => t.after(cleanUp) };
      const proxy = await startProxy(t, { pair: 'me:secret' });
      const target = kind === 'HTTP' ? cloud.url('image') : await overTls(scope, cloud.url('image'));
      const options: ConnectOptions = {
        auth: {
          authUrl: cloud.authUrl,
          username: 'demo',
          password: 'secret',
          projectName: 'demo',
          userDomainId: 'default',
          projectDomainId: 'default',
        },
        endpointOverrides: { image: target },
        cacert: certificates.ca,
        proxy: proxy.url.replace('://', '://me:secret@'),
      };
      await using conn = await connect(options);
      const image = await conn.image.uploadImage({ ...formats, data: chunks() });
      assert.equal(image.size, bytes.length);
      const output = join(await makeFolder(scope), 'copy');
      await conn.image.downloadImage(image, { output });
      assert.equal(hashOf(await readFile(output)), hashOf(bytes));
      const ranges = proxy.asked.filter((line) =>
        line.endsWith(kind === 'HTTP' ? '/file' : new URL(target).host),
      );
      // The upload, and more than one range.
      assert(ranges.length >= 3, proxy.asked.join('\n'));
    });
  }
});
