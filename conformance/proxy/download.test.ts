import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { test } from 'node:test';

import { file } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { createActiveImage } from '../harness/images.ts';
import type { ProxyFault } from './fault-proxy.ts';
import { assertFiles, connectThroughProxy } from './support.ts';

const MiB = 1024 * 1024;
// Two ranges of 32 MiB and a rest.
const bytes = randomBytes(70 * MiB);
const { connection, proxy } = await connectThroughProxy({ idle: 2000, response: 5000 });
const folder = await mkdtemp(join(tmpdir(), 'ostk-proxy-'));
file.after(() => rm(folder, { recursive: true }));
const demo = await cloud.session('demo');
const id = await createActiveImage(file, demo, bytes);

const sinks: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  memory: () => connection.image.downloadImage(id),
  async stream() {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await connection.image.downloadImage(id, { stream: true })) chunks.push(chunk);
    return Buffer.concat(chunks);
  },
  async file() {
    const output = join(folder, 'image');
    await connection.image.downloadImage(id, { output });
    await assertFiles(folder, ['image']);
    const received = await readFile(output);
    await rm(output);
    return received;
  },
  async 'web stream'() {
    const chunks: Uint8Array[] = [];
    const output = new WritableStream<Uint8Array>({ write: (chunk) => void chunks.push(chunk) });
    await connection.image.downloadImage(id, { output });
    return Buffer.concat(chunks);
  },
  async 'node stream'() {
    const chunks: Uint8Array[] = [];
    const output = new Writable({
      write: (chunk: Uint8Array, _, done) => {
        chunks.push(chunk);
        done();
      },
    });
    await connection.image.downloadImage(id, { output });
    return Buffer.concat(chunks);
  },
};

const cases: readonly { readonly what: string; readonly faults: readonly ProxyFault[] }[] = [
  { what: 'cut at the first byte', faults: [{ do: 'cut', way: 'down', after: 1000, times: 1 }] },
  { what: 'cut five times', faults: [{ do: 'cut', way: 'down', after: 6 * MiB, times: 5 }] },
  { what: 'stalls', faults: [{ do: 'stall', way: 'down', after: 9 * MiB, times: 1 }] },
  { what: 'the request is late', faults: [{ do: 'delay', way: 'up', milliseconds: 200 }] },
];

suite('downloads through a proxy that cuts, stalls and delays', () => {
  for (const { what, faults } of cases) {
    for (const [kind, receive] of Object.entries(sinks)) {
      test(`downloadImage to ${kind}: ${what}`, { timeout: 120_000 }, async (t) => {
        t.after(() => proxy.setFaults());
        proxy.setFaults(...faults);
        const received = await receive();
        assert.ok(proxy.struck > 0, 'no fault has struck');
        assert.equal(Buffer.compare(received, bytes), 0);
        await assertFiles(folder, []);
      });
    }
  }
});
