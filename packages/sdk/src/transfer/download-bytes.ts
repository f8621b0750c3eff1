import { NetworkError } from '../errors.ts';
import type { Digest, Platform } from '../platform/types.ts';
import { compareDigest, compareSize } from './integrity.ts';
import { openRange, type Origin } from './origin.ts';
import { Patience, type PatiencePolicy } from './patience.ts';
import { type OnProgress, ProgressMeter } from './progress.ts';

/** How bytes are downloaded over one connection at a time. */
export interface BytesOptions {
  readonly onProgress?: OnProgress | undefined;
  readonly patience?: PatiencePolicy | undefined;
  readonly signal?: AbortSignal | undefined;
}

async function* wholeOfUnknownSize(
  origin: Origin,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { body } = await origin.request(undefined, signal);
  yield* body;
}

/** The data of an origin in order, gone on with where a connection was cut. */
async function* resuming(origin: Origin, options: BytesOptions): AsyncGenerator<Uint8Array, void, undefined> {
  const { size } = origin;
  const { signal } = options;
  if (size === undefined) {
    yield* wholeOfUnknownSize(origin, signal);
    return;
  }
  const patience = new Patience(options.patience);
  let position = 0;
  do {
    try {
      const { body } = await openRange(origin, { start: position, end: size }, signal);
      for await (const chunk of body) {
        position += chunk.length;
        if (position > size) compareSize(origin.label, size, position);
        patience.progress();
        yield chunk;
      }
      if (position < size) {
        throw new NetworkError(`${origin.label}: the answer ended at byte ${position} of ${size}`, {
          beforeSending: false,
        });
      }
    } catch (error) {
      await patience.afterFailure(error, signal);
    }
  } while (position < size);
}

/**
 * Downloads the data of an origin in order over one connection, resumed in place when it is cut. After the last
 * byte the size and the digest (if the origin has one) are compared; if they differ the generator throws an
 * IntegrityError.
 */
export async function* downloadBytes(
  platform: Platform,
  origin: Origin,
  options: BytesOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const expected = origin.digest;
  const meter = new ProgressMeter(options.onProgress, 'receiving', origin.size);
  let digest: Digest | undefined;
  let received = 0;
  try {
    for await (const chunk of resuming(origin, options)) {
      if (expected !== undefined) {
        digest ??= platform.createDigest(expected.algorithm, origin.size);
        const full = digest.update(chunk);
        if (full !== undefined) await full;
      }
      received += chunk.length;
      meter.add(chunk.length);
      yield chunk;
    }
    meter.enter('verifying');
    if (origin.size !== undefined) compareSize(origin.label, origin.size, received);
    if (expected !== undefined) {
      digest ??= platform.createDigest(expected.algorithm, 0);
      compareDigest(origin.label, expected, await digest.digest());
    }
    options.signal?.throwIfAborted();
    meter.finish();
  } finally {
    digest?.dispose();
  }
}
