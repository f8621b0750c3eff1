import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import process from 'node:process';
import { before, test } from 'node:test';

import type { Fault } from '@ostk/devcloud';
import { OstkError } from '@ostk/sdk';
import type { Connection } from '@ostk/sdk';
import * as fc from 'fast-check';

import type { Scope } from '../support/scope.ts';
import { hashOf, MiB, someBytes } from './support/bytes.ts';
import { get } from './support/download-case.ts';
import { settled } from './support/errors.ts';
import { type SinkKind, sinks } from './support/sinks.ts';
import { type MadeSource, type SourceKind, sources } from './support/sources.ts';
import { put } from './support/upload-case.ts';
import { connectTo, makeFolder, suite, type World } from './support/world.ts';

// OSTK_FUZZ_SEED repeats a run, OSTK_FUZZ_RUNS makes it longer.
const seed = Number(process.env['OSTK_FUZZ_SEED'] ?? 20_261_123);
const runs = Number(process.env['OSTK_FUZZ_RUNS'] ?? 150);
const timeouts = { connect: 2000, response: 500, idle: 300, finish: 500, deadline: 10_000 };

const kindsOfSource = Object.keys(sources).filter((kind): kind is SourceKind => kind in sources);
const kindsOfSink = Object.keys(sinks).filter((kind): kind is SinkKind => kind in sinks);

const point = fc.nat(3 * MiB);
const times = fc.integer({ min: 1, max: 3 });
const skip = fc.nat(2);

/** Faults of a body that is sent or received by the request `on`. */
function bodyFault(on: string): fc.Arbitrary<Fault> {
  const actions = ['reset', 'truncate', 'stall', 'corrupt', 'revoke-token', 'worker-death'] as const;
  return fc.oneof(
    fc.record({ on: fc.constant(on), do: fc.constantFrom(...actions), after: point, times, skip }),
    fc.record({
      on: fc.constant(on),
      do: fc.constant('status' as const),
      status: fc.constantFrom(400, 401, 404, 408, 409, 410, 413, 429, 500, 502, 503),
      times,
      skip,
    }),
    fc.record({ on: fc.constant(on), do: fc.constant('lose-answer' as const), times, skip }),
    fc.record({
      on: fc.constant(on),
      do: fc.constant('delay-answer' as const),
      milliseconds: fc.nat(700),
      times,
      skip,
    }),
  );
}

const uploadFault = fc.oneof(
  { arbitrary: bodyFault(put), weight: 6 },
  {
    arbitrary: fc.record({
      on: fc.constant(put),
      do: fc.constant('status' as const),
      status: fc.constantFrom(200, 204, 500),
      after: point,
      times,
      skip,
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({
      on: fc.constantFrom('POST /v2/images', 'GET /v2/images/:id', 'DELETE /v2/images/:id'),
      do: fc.constantFrom('lose-answer' as const, 'reset' as const),
      times: fc.constant(1),
      skip,
    }),
    weight: 2,
  },
);

const downloadFault = fc.oneof(
  { arbitrary: bodyFault(get), weight: 6 },
  {
    arbitrary: fc.record({
      on: fc.constant(get),
      do: fc.constantFrom('lie-about-range' as const, 'refuse-range' as const),
      times,
      skip,
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({
      on: fc.constant(get),
      do: fc.constant('status' as const),
      status: fc.constantFrom(200, 204, 206, 416),
      body: fc.constantFrom('', 'short', 'x'.repeat(4 * MiB)),
      times,
      skip,
    }),
    weight: 1,
  },
);

const faultsOf = (fault: fc.Arbitrary<Fault>): fc.Arbitrary<Fault[]> =>
  fc.array(fault, { minLength: 0, maxLength: 3 });

const uploads = fc.record({
  source: fc.constantFrom(...kindsOfSource),
  // Even, since the source of text is made of hexadecimal digits.
  size: fc.integer({ min: 1, max: 2 * MiB }).map((half) => half * 2),
  faults: faultsOf(uploadFault),
  abortAt: fc.option(fc.nat(5 * MiB), { freq: 10 }),
});

const downloads = fc.record({
  sink: fc.constantFrom(...kindsOfSink),
  image: fc.nat(3),
  faults: faultsOf(downloadFault),
  abortAt: fc.option(fc.nat(5 * MiB), { freq: 10 }),
});

type Upload = typeof uploads extends fc.Arbitrary<infer T> ? T : never;
type Download = typeof downloads extends fc.Arbitrary<infer T> ? T : never;

const aborted = new Error('aborted on purpose');

/** Runs work with a scope of its own. */
async function scoped<T>(work: (scope: Scope) => Promise<T>): Promise<T> {
  const cleanUps: (() => Promise<void>)[] = [];
  try {
    return await work({ after: (cleanUp) => void cleanUps.push(cleanUp) });
  } finally {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  }
}

function isToldWell(error: unknown): void {
  if (error === aborted) return;
  if (!(error instanceof OstkError)) throw error;
  assert.match(error.message, /^[^\n]+$/);
}

/** Every upload ends with the truth: the image with these bytes, or a named error and no image. */
async function checkUpload(world: World, connection: Connection, upload: Upload): Promise<boolean> {
  return scoped(async (scope) => {
    const { cloud, truth } = world;
    const folder = await makeFolder(scope);
    const source: MadeSource = await sources[upload.source](upload.size, folder, scope);
    const files = await readdir(folder);
    const controller = new AbortController();
    cloud.faults.add(...upload.faults);
    const result = await settled(
      connection.image.uploadImage({
        name: 'mine',
        diskFormat: 'raw',
        containerFormat: 'bare',
        data: source.data,
        size: source.size,
        signal: controller.signal,
        onProgress: ({ bytes }) => {
          if (upload.abortAt !== null && bytes >= upload.abortAt) controller.abort(aborted);
        },
      }),
    );
    cloud.faults.clear();
    const own = (await truth.images()).filter(({ name }) => name === 'mine');
    for (const { id } of own) scope.after(() => truth.remove(id));
    assert.deepEqual(await readdir(folder), files);
    assert.ok(source.isClosed());
    if ('error' in result) {
      isToldWell(result.error);
      assert.deepEqual(own, []);
      return false;
    }
    assert.deepEqual(
      own.map(({ id, status, size, os_hash_value }) => ({ id, status, size, os_hash_value })),
      [
        {
          id: result.value.id,
          status: 'active',
          size: source.bytes.length,
          os_hash_value: hashOf(source.bytes),
        },
      ],
    );
    assert.equal(Buffer.compare(await truth.data(result.value.id), source.bytes), 0);
    return true;
  });
}

/** Every download ends with these bytes, or a named error and no file. */
async function checkDownload(
  world: World,
  connection: Connection,
  download: Download,
  image: { readonly id: string; readonly bytes: Uint8Array },
): Promise<boolean> {
  return scoped(async (scope) => {
    const folder = await makeFolder(scope);
    const controller = new AbortController();
    const sink = sinks[download.sink]({
      folder,
      signal: controller.signal,
      onProgress: ({ bytes }) => {
        if (download.abortAt !== null && bytes >= download.abortAt) controller.abort(aborted);
      },
    });
    world.cloud.faults.add(...download.faults);
    const result = await settled(sink.receive(connection, image.id));
    world.cloud.faults.clear();
    if ('error' in result) {
      isToldWell(result.error);
      assert.ok(sink.knows());
      if (download.sink !== 'file stream') assert.deepEqual(await readdir(folder), []);
      return false;
    }
    assert.equal(Buffer.compare(result.value, image.bytes), 0);
    assert.deepEqual(await readdir(folder), sink.files);
    return true;
  });
}

suite('random transfers under random faults', (world) => {
  const images: { readonly id: string; readonly bytes: Uint8Array }[] = [];
  before(async () => {
    for (const size of [1, 100_000, 3 * MiB, 66 * MiB]) {
      const bytes = someBytes(size, 7);
      images.push({ id: await world().truth.create(bytes), bytes });
    }
  });
  const options = { seed, numRuns: runs, endOnFailure: true };

  test(`${runs} uploads, seed ${seed}`, { timeout: 600_000 }, async (t) => {
    const connection = await connectTo(t, world(), { timeouts });
    let done = 0;
    const property = fc.asyncProperty(uploads, async (upload) => {
      if (await checkUpload(world(), connection, upload)) done += 1;
    });
    await fc.assert(property, options);
    t.diagnostic(`${done} of ${runs} succeeded, the others failed and left nothing`);
  });

  test(`${runs} downloads, seed ${seed}`, { timeout: 600_000 }, async (t) => {
    const connection = await connectTo(t, world(), { timeouts });
    let done = 0;
    const property = fc.asyncProperty(downloads, async (download) => {
      const image = images[download.image];
      assert.ok(image !== undefined);
      if (await checkDownload(world(), connection, download, image)) done += 1;
    });
    await fc.assert(property, options);
    t.diagnostic(`${done} of ${runs} succeeded, the others failed and left nothing`);
  });
});
