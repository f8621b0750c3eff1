import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { MiB, someBytes } from './support/bytes.ts';
import { makeFolder, suite } from './support/world.ts';

const block = someBytes(16 * MiB);
const blocks = 64;
const size = blocks * block.length;

/** A gibibyte that does not repeat itself, in constant memory. */
async function* gibibyte(): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < blocks; index += 1) {
    block.writeUInt32LE(index, 0);
    yield Buffer.from(block);
  }
}

async function digestOf(chunks: AsyncIterable<unknown>): Promise<string> {
  const hash = createHash('sha512');
  for await (const chunk of chunks) if (chunk instanceof Uint8Array) hash.update(chunk);
  return hash.digest('hex');
}

const script = fileURLToPath(new URL('./support/download-process.js', import.meta.url));

interface Line {
  readonly bytes?: number;
  readonly received?: number;
  readonly verified?: boolean;
}

/** Runs the download in a process of its own; `onLine` may kill it. Answers its last line. */
async function run(
  args: readonly string[],
  onLine: (line: Line, child: ChildProcess) => void,
): Promise<Line> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  const exited = once(child, 'exit');
  let last: Line = {};
  for await (const text of createInterface({ input: child.stdout })) {
    last = JSON.parse(text);
    onLine(last, child);
  }
  await exited;
  return last;
}

suite('downloads by processes of their own', (world) => {
  test(
    'one that is killed in the middle of a gibibyte: the next goes on where it was',
    { timeout: 300_000 },
    async (t) => {
      const { cloud, truth } = world();
      const folder = await makeFolder(t);
      const output = join(folder, 'image');
      const id = await truth.create(gibibyte());
      const args = [cloud.authUrl, id, output];

      const killed = await run(args, ({ bytes = 0 }, child) => {
        if (bytes > size / 2) child.kill('SIGKILL');
      });
      const { bytes: reached = 0 } = killed;
      assert.ok(reached > size / 2 && reached < size, `it was killed at byte ${reached}`);
      assert.deepEqual(await readdir(folder), ['image.part', 'image.part.json']);
      const checkpoint: { readonly done: readonly (readonly [number, number])[] } = JSON.parse(
        await readFile(`${output}.part.json`, 'utf8'),
      );
      const there = checkpoint.done.reduce((sum, [start, end]) => sum + end - start, 0);

      const { received = Infinity, verified } = await run(args, () => undefined);
      t.diagnostic(
        `killed at byte ${reached}, ${there} bytes in the checkpoint; the second run fetched ${received}`,
      );
      assert.equal(verified, true);
      assert.equal(received, size - there);
      assert.ok(received <= size - reached + 16 * MiB);
      assert.deepEqual(await readdir(folder), ['image']);
      assert.equal(await digestOf(createReadStream(output)), await digestOf(gibibyte()));
    },
  );

  test(
    'three processes at once: one downloads, whoever comes in between is refused',
    { timeout: 120_000 },
    async (t) => {
      const { cloud, truth } = world();
      const folder = await makeFolder(t);
      const output = join(folder, 'image');
      const bytes = someBytes(80 * MiB, 5);
      const args = [cloud.authUrl, await truth.create(bytes), output];
      const ends = await Promise.all([1, 2, 3].map(() => run(args, () => undefined)));
      assert.ok(ends.some(({ verified }) => verified === true));
      assert.deepEqual(await readdir(folder), ['image']);
      assert.equal(Buffer.compare(await readFile(output), bytes), 0);
    },
  );
});
