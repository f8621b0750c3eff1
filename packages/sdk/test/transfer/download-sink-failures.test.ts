import assert from 'node:assert/strict';
import { Transform, Writable } from 'node:stream';
import { before, test } from 'node:test';

import { OptionError, TransferError } from '@ostk/sdk';
import type { NodeWritable } from '@ostk/sdk';

import { MiB, someBytes } from './support/bytes.ts';
import { assertError, type ErrorClass, settled } from './support/errors.ts';
import { connectTo, suite } from './support/world.ts';

const bytes = someBytes(3 * MiB);
const full = new Error('the tape is full');

interface SinkCase {
  readonly what: string;
  readonly output: () => WritableStream<Uint8Array> | NodeWritable;
  readonly message: RegExp;
  readonly error?: ErrorClass;
}

const cases: readonly SinkCase[] = [
  {
    what: 'a web stream whose write throws',
    output: () =>
      new WritableStream({
        write: () => {
          throw full;
        },
      }),
    message: /cannot write to the output: the tape is full/,
  },
  {
    what: 'a web stream whose close fails',
    output: () => new WritableStream({ close: () => Promise.reject(full) }),
    message: /cannot write to the output: the tape is full/,
  },
  {
    what: 'a web stream that was closed',
    output: () => {
      const stream = new WritableStream<Uint8Array>();
      void stream.close();
      return stream;
    },
    message: /cannot write to the output: it was closed/,
  },
  {
    what: 'a web stream that is locked',
    output: () => {
      const stream = new WritableStream<Uint8Array>();
      stream.getWriter();
      return stream;
    },
    error: OptionError,
    message: /locked/,
  },
  {
    what: 'a Node stream whose write fails',
    output: () => new Writable({ write: (_chunk, _encoding, done) => done(full) }),
    message: /cannot write to the output: the tape is full/,
  },
  {
    what: 'a Node stream that cannot get rid of its last bytes',
    output: () => new Writable({ write: (_chunk, _encoding, done) => done(), final: (done) => done(full) }),
    message: /cannot write to the output: the tape is full/,
  },
  {
    what: 'a Transform whose flush fails',
    output: () =>
      new Transform({
        transform: (_chunk, _encoding, done) => done(),
        flush: (done) => done(full),
      }).resume(),
    message: /cannot write to the output: the tape is full/,
  },
  {
    what: 'a Node stream that is closed in the middle',
    output: () => {
      const stream = new Writable({
        write: () => {
          stream.destroy();
        },
      });
      return stream;
    },
    message: /cannot write to the output: it was closed/,
  },
  {
    what: 'a Node stream that was destroyed before',
    output: () => new Writable({ write: (_chunk, _encoding, done) => done() }).destroy(),
    message: /cannot write to the output/,
  },
  {
    what: 'a Node stream that was ended before',
    output: () => new Writable({ write: (_chunk, _encoding, done) => done() }).end(),
    message: /cannot write to the output/,
  },
];

suite('a download whose sink fails', (world) => {
  let id: string;
  before(async () => {
    id = await world().truth.create(bytes);
  });

  for (const { what, output, message, error = TransferError } of cases) {
    test(what, { timeout: 10_000 }, async (t) => {
      const connection = await connectTo(t, world());
      const result = await settled(connection.image.downloadImage(id, { output: output() }));
      assert.ok('error' in result, 'success was told');
      assertError(result.error, { error, message });
      if (message.source.includes(full.message)) {
        assert.ok(result.error instanceof Error);
        assert.equal(result.error.cause, full);
      }
    });
  }

  test('an output that is not closed is given back: more can be written, and no listener stays', async (t) => {
    const connection = await connectTo(t, world());
    const received: Uint8Array[] = [];
    const node = new Writable({
      write: (chunk: Uint8Array, _, done) => {
        received.push(chunk);
        done();
      },
    });
    const listeners = (): number => node.listenerCount('error') + node.listenerCount('close');
    const listening = listeners();
    for (let round = 0; round < 3; round += 1)
      await connection.image.downloadImage(id, { output: node, closeOutput: false });
    assert.equal(listeners(), listening);
    assert.equal(node.writableEnded, false);
    assert.equal(Buffer.concat(received).length, 3 * bytes.length);

    let total = 0;
    const web = new WritableStream<Uint8Array>({ write: (chunk) => void (total += chunk.length) });
    await connection.image.downloadImage(id, { output: web, closeOutput: false });
    assert.equal(web.locked, false);
    await web.getWriter().write(Buffer.of(1));
    assert.equal(total, bytes.length + 1);
  });
});
