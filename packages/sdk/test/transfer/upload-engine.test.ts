import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';

import { nodePlatform } from '#src/platform/node/index.js';
import type { Source } from '#src/transfer/source.js';
import { toSource } from '#src/transfer/source.js';
import { upload, type UploadOptions, type UploadTarget, type UploadTruth } from '#src/transfer/upload.js';
import { IntegrityError, NetworkError, OptionError, TransferError } from '@ostk/sdk';

import { hashOf, MiB, someBytes } from './support/bytes.ts';
import { assertError, settled } from './support/errors.ts';

const bytes = someBytes(MiB);
const options: UploadOptions = {
  algorithms: ['sha512'],
  allowEmpty: false,
  allowUnverified: false,
  busyLimit: { sent: 50, cut: 50 },
  patience: { failures: 3, baseDelay: 1, maxDelay: 1 },
  attempts: 2,
};

interface Place extends UploadTarget {
  readonly sent: number[];
  recreated: number;
}

/** A place that takes what it is sent, and says of itself what it is told to say. */
function placeOf(
  truth: (received: Buffer) => UploadTruth,
  { recreates = false, fail }: { readonly recreates?: boolean; readonly fail?: Error } = {},
): Place {
  let received = Buffer.of();
  const place = {
    label: 'the place',
    sent: new Array<number>(),
    recreated: 0,
    async send(
      body: AsyncIterable<Uint8Array>,
      _size: number | undefined,
      onSent: () => void,
    ): Promise<void> {
      const chunks: Uint8Array[] = [];
      for await (const chunk of body) chunks.push(chunk);
      received = Buffer.concat(chunks);
      place.sent.push(received.length);
      onSent();
      if (fail !== undefined) throw fail;
    },
    inspect: () => Promise.resolve(truth(received)),
    ...(recreates && {
      recreate: async (): Promise<void> => {
        place.recreated += 1;
      },
    }),
  };
  return place;
}

function complete(algorithm: string | undefined): (received: Buffer) => UploadTruth {
  return (received) => ({
    state: 'complete',
    size: received.length,
    digests:
      algorithm === undefined
        ? []
        : [{ algorithm, value: createHash(algorithm).update(received).digest('hex') }],
  });
}

const source = (): Promise<Source> => toSource(nodePlatform.files, bytes, undefined);
async function* chunks(): AsyncGenerator<Uint8Array> {
  yield bytes;
}
const stream = (): Promise<Source> => toSource(nodePlatform.files, chunks(), undefined);

describe('upload', () => {
  test('is verified by the digest that was expected', async () => {
    const done = await upload(nodePlatform, placeOf(complete('sha512')), await stream(), options);
    assert.deepEqual(done, {
      size: bytes.length,
      verified: true,
      digest: { algorithm: 'sha512', value: hashOf(bytes) },
    });
  });

  test('a service that chose another digest: the source is read again for it', async () => {
    const done = await upload(nodePlatform, placeOf(complete('sha256')), await source(), options);
    assert.deepEqual(done.digest, { algorithm: 'sha256', value: hashOf(bytes, 'sha256') });
  });

  test('and if the source cannot be read again by then, that is a TransferError', async () => {
    let opened = 0;
    const vanishing: Source = {
      label: 'file',
      size: bytes.length,
      replayable: true,
      async *open() {
        opened += 1;
        if (opened > 1) throw new Error('the file is gone');
        yield bytes;
      },
    };
    const result = await settled(upload(nodePlatform, placeOf(complete('sha256')), vanishing, options));
    assert.ok('error' in result);
    assertError(result.error, { error: TransferError, message: /the file is gone/ });
  });

  test('a stream is also digested for the fall-back', async () => {
    const both = { ...options, algorithms: ['sha512', 'md5'] };
    const done = await upload(nodePlatform, placeOf(complete('md5')), await stream(), both);
    assert.equal(done.digest?.algorithm, 'md5');
  });

  for (const algorithm of [undefined, 'sha256']) {
    test(`a stream and ${algorithm ?? 'no'} digest: not verified, so an error unless that is allowed`, async () => {
      const result = await settled(
        upload(nodePlatform, placeOf(complete(algorithm)), await stream(), options),
      );
      assert.ok('error' in result);
      assertError(result.error, { error: IntegrityError, message: /cannot be verified/ });
      const allowed = { ...options, allowUnverified: true };
      const done = await upload(nodePlatform, placeOf(complete(algorithm)), await stream(), allowed);
      assert.deepEqual([done.verified, done.digest], [false, undefined]);
    });
  }

  test('another size is an IntegrityError, even where no digest can be compared', async () => {
    const short = placeOf(() => ({ state: 'complete', size: bytes.length - 1, digests: [] }));
    const allowed = { ...options, allowUnverified: true };
    const result = await settled(upload(nodePlatform, short, await source(), allowed));
    assert.ok('error' in result);
    assertError(result.error, { error: IntegrityError, message: /1048575 bytes where 1048576/ });
  });

  test('success is not what the service answers but what it holds', async () => {
    const empty = placeOf(() => ({ state: 'empty' }));
    const result = await settled(upload(nodePlatform, empty, await source(), options));
    assert.ok('error' in result);
    assertError(result.error, { error: TransferError, message: /it holds no data.*after 2 attempts/ });
    assert.deepEqual(empty.sent, [bytes.length, bytes.length]);
  });

  test('a place that stays busy is replaced if it is ours, and given up if it is not', async () => {
    const ours = placeOf(() => ({ state: 'busy' }), { recreates: true });
    const result = await settled(upload(nodePlatform, ours, await source(), options));
    assert.ok('error' in result);
    assertError(result.error, { error: TransferError, message: /it is stuck/ });
    assert.equal(ours.recreated, 1);
    const other = placeOf(() => ({ state: 'busy' }));
    assert.ok('error' in (await settled(upload(nodePlatform, other, await source(), options))));
    assert.equal(other.sent.length, 1);
  });

  test('what is not known after much asking is an error, never a success', async () => {
    const cut = new NetworkError('cut', { beforeSending: false });
    let asked = 0;
    const mute: UploadTarget = {
      ...placeOf(complete('sha512')),
      inspect: () => {
        asked += 1;
        return Promise.reject(cut);
      },
    };
    assert.deepEqual(await settled(upload(nodePlatform, mute, await source(), options)), { error: cut });
    assert.equal(asked, 3);
  });

  test('a lost answer is no failure if the data are there', async () => {
    const fail = new NetworkError('cut', { beforeSending: false });
    const place = placeOf(complete('sha512'), { fail });
    const done = await upload(nodePlatform, place, await stream(), options);
    assert.equal(done.verified, true);
    assert.equal(place.sent.length, 1);
  });

  test('nothing is refused before it is sent, and sent if it is meant', async () => {
    const none = await toSource(nodePlatform.files, Buffer.of(), undefined);
    const result = await settled(upload(nodePlatform, placeOf(complete('sha512')), none, options));
    assert.ok('error' in result);
    assertError(result.error, { error: OptionError, message: /is empty/ });
    const meant = { ...options, allowEmpty: true };
    const done = await upload(nodePlatform, placeOf(complete('sha512')), none, meant);
    assert.deepEqual([done.size, done.verified], [0, true]);
  });
});
