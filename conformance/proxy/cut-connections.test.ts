import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';

import { file } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { createImage, putData } from '../harness/images.ts';
import { assertFiles, connectThroughProxy } from './support.ts';

const MiB = 1024 * 1024;
const { connection, proxy } = await connectThroughProxy({ idle: 2000, response: 5000 });
const folder = await mkdtemp(join(tmpdir(), 'ostk-proxy-'));
file.after(() => rm(folder, { recursive: true }));
const demo = await cloud.session('demo');
const template = randomBytes(MiB);

// OSTK_HEAVY=1: 2 GiB with a cut every 10 MiB, as a bad line has it; otherwise a tenth of it, with as many cuts.
const heavy = process.env['OSTK_HEAVY'] === '1';
const [blocks, every] = heavy ? [2048, 10 * MiB] : [200, MiB];

/** A reset throws away what the kernel holds and the client has not read: more of it, the busier the machine is. */
const lostByOneCut = MiB / 2;

/** So many mebibytes that do not repeat themselves, in constant memory. */
async function* blocksOf(count: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index += 1) {
    const block = Buffer.from(template);
    block.writeUInt32LE(index);
    yield block;
  }
}

suite('a download over hundreds of cut connections', () => {
  test(
    `${blocks} MiB, each connection is cut after ${every / MiB} MiB`,
    { timeout: 1_800_000 },
    async (t) => {
      t.after(() => proxy.setFaults());
      const size = blocks * MiB;
      const large = await createImage(t, demo);
      const answer = await putData(demo, large, blocksOf(blocks));
      assert.equal(answer.status, 204, answer.text);
      const output = join(folder, 'large');
      t.after(() => rm(output, { force: true }));
      proxy.setFaults({ do: 'cut', way: 'down', after: every });
      const started = performance.now();
      const result = await connection.image.downloadImage(large, { output });
      const seconds = (performance.now() - started) / 1000;
      const { struck, passed } = proxy;
      t.diagnostic(
        `${struck} cuts, ${passed.down} bytes for ${size} (${((passed.down / size - 1) * 100).toFixed(2)} % more), ` +
          `${seconds.toFixed(1)} s`,
      );
      assert.equal(result.verified, true);
      assert.ok(struck >= Math.floor(size / every) - 5, `only ${struck} cuts`);
      assert.ok(passed.down <= size + struck * lostByOneCut, `${passed.down} bytes were sent for ${size}`);
      await assertFiles(folder, ['large']);
      const [received, sent] = [createHash('sha512'), createHash('sha512')];
      for await (const chunk of createReadStream(output))
        if (chunk instanceof Uint8Array) received.update(chunk);
      for await (const block of blocksOf(blocks)) sent.update(block);
      assert.equal(received.digest('hex'), sent.digest('hex'));
    },
  );
});
