import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';

import type { Fault } from '@ostk/devcloud';
import type { Timeouts } from '@ostk/sdk';

import { assertError, type Failure, settled } from './errors.ts';
import { type SinkKind, sinks } from './sinks.ts';
import type { Truth } from './truth.ts';
import { connectTo, makeFolder, missedFaults, type World } from './world.ts';

/** One download under faults. */
export interface DownloadCase {
  readonly what: string;
  readonly faults: readonly Fault[];
  readonly timeouts?: Partial<Timeouts>;
  /** How it fails; without it, it must not. */
  readonly fails?: Failure;
  /** Done to the image before; undone by `after`. */
  readonly before?: (truth: Truth, id: string) => Promise<void>;
  readonly after?: (truth: Truth, id: string) => Promise<void>;
}

/** The request that fetches the data. */
export const get = 'GET /v2/images/:id/file';

const quick: Partial<Timeouts> = { connect: 2000, response: 2000, idle: 2000 };

/** An image that is there for a whole suite. */
export interface GivenImage {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** Declares a test of `downloadImage` into one kind of sink. */
export function testDownload(
  world: () => World,
  image: () => GivenImage,
  kind: SinkKind,
  one: DownloadCase,
): void {
  test(`downloadImage to ${kind}: ${one.what}`, { timeout: 60_000 }, async (t) => {
    const { cloud, truth } = world();
    const { id, bytes } = image();
    const folder = await makeFolder(t);
    const connection = await connectTo(t, world(), { timeouts: { ...quick, ...one.timeouts } });
    const sink = sinks[kind]({ folder });
    await one.before?.(truth, id);
    cloud.faults.add(...one.faults);
    const result = await settled(sink.receive(connection, id));
    const missed = missedFaults(world(), one.faults);
    cloud.faults.clear();
    await one.after?.(truth, id);
    assert.deepEqual(missed, [], 'these faults did not strike');
    if (one.fails === undefined) {
      if ('error' in result) throw result.error;
      assert.ok(
        bytes.length === result.value.length && Buffer.compare(bytes, result.value) === 0,
        'bytes differ',
      );
      assert.deepEqual(await readdir(folder), sink.files);
      return;
    }
    assert.ok('error' in result, 'success was told');
    assertError(result.error, one.fails);
    assert.ok(sink.knows(), 'the sink takes its data for complete');
    if (kind !== 'file stream') assert.deepEqual(await readdir(folder), []);
  });
}
