import assert from 'node:assert/strict';
import { once } from 'node:events';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { test } from 'node:test';

import { OptionError, TransferError } from '@ostk/sdk';
import type { UploadData } from '@ostk/sdk';

import { MiB, someBytes } from './support/bytes.ts';
import { assertError, type ErrorClass, settled } from './support/errors.ts';
import { connectTo, makeFolder, suite } from './support/world.ts';

const bytes = someBytes(3 * MiB);
const torn = new Error('the tape is torn');

async function* breaking(): AsyncGenerator<Uint8Array> {
  yield bytes;
  throw torn;
}

async function* whole(): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* texts(): AsyncGenerator<string> {
  yield 'text';
}

function brokenWebStream(): ReadableStream<Uint8Array> {
  let sent = false;
  return new ReadableStream({
    pull(controller): void {
      if (sent) controller.error(torn);
      else controller.enqueue(bytes);
      sent = true;
    },
  });
}

function lockedStream(): ReadableStream<Uint8Array> {
  const stream = new ReadableStream<Uint8Array>();
  stream.getReader();
  return stream;
}

interface SourceCase {
  readonly what: string;
  readonly data: () => unknown;
  readonly size?: number;
  readonly error?: ErrorClass;
  readonly message: RegExp;
}

const cases: readonly SourceCase[] = [
  { what: 'a generator that throws', data: breaking, message: /the tape is torn/ },
  {
    what: 'a generator of known size that throws',
    data: breaking,
    size: 4 * MiB,
    message: /the tape is torn/,
  },
  { what: 'a Node stream that fails', data: () => Readable.from(breaking()), message: /the tape is torn/ },
  { what: 'a web stream that fails', data: brokenWebStream, message: /the tape is torn/ },
  { what: 'a factory whose stream fails', data: () => breaking, message: /the tape is torn/ },
  {
    what: 'a factory that throws',
    data: () => (): never => {
      throw torn;
    },
    message: /the tape is torn/,
  },
  { what: 'a factory that rejects', data: () => () => Promise.reject(torn), message: /the tape is torn/ },
  {
    what: 'a stream that ends early',
    data: whole,
    size: 4 * MiB,
    message: /stream ended after 3145728 of 4194304 bytes/,
  },
  { what: 'a stream that is too long', data: whole, size: 2 * MiB, message: /more than the 2097152 bytes/ },
  { what: 'an empty stream', data: () => Readable.from([]), message: /stream is empty/ },
  {
    what: 'an empty stream of size 0',
    data: () => Readable.from([]),
    size: 0,
    error: OptionError,
    message: /is empty/,
  },
  { what: 'a stream of text', data: texts, message: /must give Uint8Array chunks, not string/ },
  {
    what: 'a list of numbers',
    data: () => new Uint16Array(3),
    message: /must give Uint8Array chunks, not number/,
  },
  {
    what: 'a stream that was read already',
    data: () => {
      const stream = Readable.from([bytes]);
      stream.destroy();
      return stream;
    },
    message: /premature close/i,
  },
  { what: 'a locked web stream', data: lockedStream, message: /locked/ },
  {
    what: 'an answer of fetch instead of its body',
    data: () => new Response('data'),
    error: OptionError,
    message: /give a path/,
  },
  { what: 'nothing', data: () => null, error: OptionError, message: /give a path/ },
  { what: 'a number', data: () => 7, error: OptionError, message: /give a path/ },
];

function isData(value: unknown): value is UploadData {
  // What JavaScript may pass is the point of these tests.
  return value !== undefined;
}

suite('an upload whose source fails leaves nothing', (world) => {
  for (const { what, data, size, error = TransferError, message } of cases) {
    test(what, async (t) => {
      t.after(() => world().truth.clear());
      const connection = await connectTo(t, world());
      const given = data();
      assert.ok(isData(given));
      const result = await settled(
        connection.image.uploadImage({
          name: 'mine',
          diskFormat: 'raw',
          containerFormat: 'bare',
          data: given,
          size,
        }),
      );
      assert.ok('error' in result, 'success was told');
      assertError(result.error, { error, message });
      if (result.error instanceof TransferError && message.source === torn.message)
        assert.equal(result.error.cause, torn);
      assert.deepEqual(await world().truth.images(), []);
    });
  }

  test('a file that shrinks while it is sent', async (t) => {
    const folder = await makeFolder(t);
    const path = join(folder, 'shrinking');
    await writeFile(path, someBytes(40 * MiB));
    const connection = await connectTo(t, world());
    world().cloud.faults.add({ on: 'PUT /v2/images/:id/file', do: 'slow', bytesPerSecond: '40MiB' });
    t.after(async () => world().cloud.faults.clear());
    let cut: Promise<void> | undefined;
    const result = await settled(
      connection.image.uploadImage({
        name: 'mine',
        diskFormat: 'raw',
        containerFormat: 'bare',
        data: path,
        onProgress: ({ bytes: sent }) => {
          if (sent > MiB) cut ??= truncate(path, 5 * MiB);
        },
      }),
    );
    await cut;
    assert.ok('error' in result, 'success was told');
    assertError(result.error, { error: TransferError, message: /ended after \d+ of 41943040 bytes/ });
    assert.deepEqual(await world().truth.images(), []);
  });

  test('a factory that gives other bytes the second time: what it gave last is there', async (t) => {
    t.after(() => world().truth.clear());
    const connection = await connectTo(t, world());
    world().cloud.faults.add({ on: 'PUT /v2/images/:id/file', do: 'reset', after: '1MiB', times: 1 });
    let opened = 0;
    const image = await connection.image.uploadImage({
      name: 'mine',
      diskFormat: 'raw',
      containerFormat: 'bare',
      data: () => [someBytes(3 * MiB, (opened += 1))],
    });
    assert.equal(opened, 2);
    assert.ok((await world().truth.data(image.id)).equals(someBytes(3 * MiB, 2)));
    world().cloud.faults.clear();
  });

  const blocked: readonly (readonly [string, () => { data: UploadData; isClosed: () => boolean }])[] = [
    [
      'Node stream',
      () => {
        const stream = new PassThrough();
        stream.write(bytes.subarray(0, 1000));
        return { data: stream, isClosed: () => stream.destroyed };
      },
    ],
    [
      'web stream',
      () => {
        let closed = false;
        const stream = new ReadableStream<Uint8Array>({
          start: (controller) => controller.enqueue(bytes.subarray(0, 1000)),
          cancel: () => {
            closed = true;
          },
        });
        return { data: stream, isClosed: () => closed };
      },
    ],
    [
      'factory of a Node stream',
      () => {
        const stream = new PassThrough();
        stream.write(bytes.subarray(0, 1000));
        return { data: () => stream, isClosed: () => stream.destroyed };
      },
    ],
  ];
  for (const [what, make] of blocked) {
    test(
      `${what} that gives no more: an abort ends the upload and closes the stream`,
      { timeout: 20_000 },
      async (t) => {
        t.after(() => world().truth.clear());
        const connection = await connectTo(t, world());
        const { data, isClosed } = make();
        const controller = new AbortController();
        const reason = new Error('enough');
        const uploading = settled(
          connection.image.uploadImage({
            name: 'mine',
            diskFormat: 'raw',
            containerFormat: 'bare',
            data,
            signal: controller.signal,
          }),
        );
        while ((await world().truth.images())[0]?.status !== 'saving')
          await once(AbortSignal.timeout(20), 'abort');
        controller.abort(reason);
        assert.deepEqual(await uploading, { error: reason });
        assert.ok(isClosed());
        assert.deepEqual(await world().truth.images(), []);
      },
    );
  }
});
