import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { rechunk } from '#src/transfer/rechunk.js';
import * as fc from 'fast-check';

import { chunksOf } from './support/bytes.ts';

async function* each(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

describe('rechunk', () => {
  test('whatever chunks come in, chunks of exactly the size go out, but for a shorter last one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 40 })),
        fc.integer({ min: 1, max: 50 }),
        async (chunks, size) => {
          const all = Buffer.concat(chunks);
          const out = await chunksOf(rechunk(each(chunks), size));
          assert.deepEqual(Buffer.concat(out), all);
          assert.ok(out.slice(0, -1).every((chunk) => chunk.length === size));
          assert.equal(out.length, Math.ceil(all.length / size));
          assert.ok(out.every((chunk) => chunk.length > 0));
        },
      ),
    );
  });

  test('each chunk has memory of its own', async () => {
    const input = new Uint8Array([1, 2, 3, 4]);
    const out: Uint8Array[] = [];
    for await (const chunk of rechunk(each([input]), 2)) {
      out.push(chunk);
      input.fill(9);
    }
    assert.deepEqual(
      out.map((chunk) => [...chunk]),
      [
        [1, 2],
        [9, 9],
      ],
    );
    assert.notEqual(out[0]?.buffer, out[1]?.buffer);
  });

  test('leaving it early ends what it reads from', async () => {
    let ended = false;
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield new Uint8Array(10);
      } finally {
        ended = true;
      }
    }
    for await (const _ of rechunk(source(), 4)) break;
    assert.ok(ended);
  });
});
