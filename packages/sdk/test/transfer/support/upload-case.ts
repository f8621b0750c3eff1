import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';

import type { Fault } from '@ostk/devcloud';
import type { Connection, Image, Timeouts } from '@ostk/sdk';

import { hashOf, MiB } from './bytes.ts';
import { assertError, type Failure, settled } from './errors.ts';
import { type MadeSource, type SourceKind, sources } from './sources.ts';
import type { TrueImage } from './truth.ts';
import { connectTo, makeFolder, missedFaults, type World } from './world.ts';

/** One upload under faults. */
export interface UploadCase {
  readonly what: string;
  readonly source: SourceKind;
  /** In bytes; 3 MiB by default. */
  readonly size?: number;
  readonly faults: readonly Fault[];
  readonly timeouts?: Partial<Timeouts>;
  /** How it fails; without it, it must not. */
  readonly fails?: Failure;
  /** The status of the given image after a failure; `undefined` if it is gone. */
  readonly leaves?: string | undefined;
}

/** The request that carries the data. */
export const put = 'PUT /v2/images/:id/file';

/** The request that stages data. */
export const stage = 'PUT /v2/images/:id/stage';

const quick: Partial<Timeouts> = { connect: 2000, response: 2000, idle: 2000, finish: 5000 };

interface Running {
  readonly world: World;
  readonly connection: Connection;
  readonly source: MadeSource;
}

function assertHolds(image: TrueImage | undefined, source: MadeSource): asserts image is TrueImage {
  assert.ok(image !== undefined, 'the image is not there');
  assert.equal(image.status, 'active');
  assert.equal(image.size, source.bytes.length);
  assert.equal(image.os_hash_value, hashOf(source.bytes));
}

/** What was told is the truth: the image that was answered is there, active, with these very bytes, and no other is. */
async function assertDone(image: Image, { world, source }: Running): Promise<void> {
  const images = await world.truth.images();
  assert.deepEqual(
    images.map(({ id }) => id),
    [image.id],
  );
  assertHolds(images[0], source);
  assert.equal(image.status, 'active');
  assert.equal(image.size, source.bytes.length);
  assert.equal(image.osHashValue, hashOf(source.bytes));
  assert.ok((await world.truth.data(image.id)).equals(source.bytes), 'the bytes differ');
}

/** What was told is the truth: the image waits, with as many bytes, to be imported. */
async function assertStaged(image: Image, { world, source }: Running): Promise<void> {
  const told = { id: image.id, status: image.status, size: image.size };
  assert.deepEqual(told, { id: image.id, status: 'uploading', size: source.bytes.length });
  const images = await world.truth.images();
  assert.deepEqual(
    images.map(({ id, status, size }) => ({ id, status, size })),
    [told],
  );
}

async function run(
  world: World,
  one: UploadCase,
  act: (running: Running) => Promise<Image>,
  assertTrue: (image: Image, running: Running) => Promise<void> = assertDone,
): Promise<void> {
  const cleanUps: (() => Promise<void>)[] = [];
  const scope = { after: (cleanUp: () => Promise<void>): void => void cleanUps.push(cleanUp) };
  try {
    const folder = await makeFolder(scope);
    const connection = await connectTo(scope, world, { timeouts: { ...quick, ...one.timeouts } });
    const source = await sources[one.source](one.size ?? 3 * MiB, folder, scope);
    const files = await readdir(folder);
    world.cloud.faults.add(...one.faults);
    const running = { world, connection, source };
    const result = await settled(act(running));
    assert.deepEqual(missedFaults(world, one.faults), [], 'these faults did not strike');
    world.cloud.faults.clear();
    if (one.fails === undefined) {
      if ('error' in result) throw result.error;
      await assertTrue(result.value, running);
    } else {
      assert.ok('error' in result, 'success was told');
      assertError(result.error, one.fails);
    }
    assert.deepEqual(await readdir(folder), files);
    assert.ok(source.isClosed(), 'the source was left open');
  } finally {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  }
}

async function afterwards(world: World): Promise<void> {
  world.cloud.faults.clear();
  await world.truth.clear();
}

async function assertLeft({ truth }: World, id: string, { fails, leaves }: UploadCase): Promise<void> {
  if (fails === undefined) return;
  const images = await truth.images();
  assert.deepEqual(
    images.map(({ id: left, status }) => ({ id: left, status })),
    leaves === undefined ? [] : [{ id, status: leaves }],
  );
}

/** Declares a test of `uploadImage`: after a failure no image is left. */
export function testUploadImage(world: () => World, one: UploadCase): void {
  test(`uploadImage, ${one.source}: ${one.what}`, { timeout: 60_000 }, async (t) => {
    t.after(() => afterwards(world()));
    await run(world(), one, ({ connection, source }) =>
      connection.image.uploadImage({
        name: 'mine',
        diskFormat: 'raw',
        containerFormat: 'bare',
        data: source.data,
        size: source.size,
      }),
    );
    if (one.fails !== undefined) assert.deepEqual(await world().truth.images(), []);
  });
}

/** Declares a test of `uploadImageData`: after a failure the image is left in the state that the case names. */
export function testUploadImageData(world: () => World, one: UploadCase): void {
  test(`uploadImageData, ${one.source}: ${one.what}`, { timeout: 60_000 }, async (t) => {
    t.after(() => afterwards(world()));
    const id = await world().truth.create();
    await run(world(), one, ({ connection, source }) =>
      connection.image.uploadImageData(id, source.data, { size: source.size }),
    );
    await assertLeft(world(), id, one);
  });
}

/** Declares a test of `stageImage`: after a failure the image is left in the state that the case names. */
export function testStageImage(world: () => World, one: UploadCase): void {
  test(`stageImage, ${one.source}: ${one.what}`, { timeout: 60_000 }, async (t) => {
    t.after(() => afterwards(world()));
    const id = await world().truth.create();
    await run(
      world(),
      one,
      ({ connection, source }) => connection.image.stageImage(id, source.data, { size: source.size }),
      assertStaged,
    );
    await assertLeft(world(), id, one);
  });
}
