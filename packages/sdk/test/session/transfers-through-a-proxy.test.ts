import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { type Certificates, makeCertificates, serverPair } from '../platform/support/certificates.ts';
import { startProxy } from '../platform/support/proxy.ts';
import { startRelay } from '../support/relay.ts';
import { hashOf, MiB, someBytes } from '../transfer/support/bytes.ts';
import { connectTo, makeFolder, suite } from '../transfer/support/world.ts';

const bytes = someBytes(40 * MiB);
const formats = { name: 'mine', diskFormat: 'raw', containerFormat: 'bare' } as const;

let certificates: Certificates;
before(async () => {
  certificates = await makeCertificates();
});
after(() => certificates[Symbol.asyncDispose]());

async function* chunks(): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += 3 * MiB)
    yield bytes.subarray(offset, offset + 3 * MiB);
}

suite('transfers through a proxy', (world) => {
  for (const kind of ['HTTP', 'HTTPS'] as const) {
    test(`${kind}: up from a stream, down to a file in parallel ranges`, { timeout: 120_000 }, async (t) => {
      const { cloud } = world();
      const proxy = await startProxy(t, { pair: 'me:secret' });
      const target =
        kind === 'HTTP'
          ? cloud.url('image')
          : await startRelay(t, cloud.url('image'), { tls: await serverPair(certificates) });
      const conn = await connectTo(t, world(), {
        endpointOverrides: { image: target },
        cacert: certificates.ca,
        proxy: proxy.url.replace('://', '://me:secret@'),
      });
      const image = await conn.image.uploadImage({ ...formats, data: chunks() });
      assert.equal(image.size, bytes.length);
      const output = join(await makeFolder(t), 'copy');
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
