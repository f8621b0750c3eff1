import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import type { Fault } from '@ostk/devcloud';
import { Conflict, TransferError } from '@ostk/sdk';

import { MiB } from './support/bytes.ts';
import { assertError, type Outcome, settled } from './support/errors.ts';
import { type MadeSource, type SourceKind, sources } from './support/sources.ts';
import { connectTo, makeFolder, missedFaults, suite } from './support/world.ts';

const stage = 'PUT /v2/images/:id/stage';

interface StageCase {
  readonly what: string;
  readonly source: SourceKind;
  readonly faults: readonly Fault[];
  readonly outcome: Outcome;
  /** The image's status after a failure. */
  readonly leaves?: string;
}

const cases: readonly StageCase[] = [
  { what: 'no fault', source: 'path', faults: [], outcome: 'done' },
  {
    what: '503 at once',
    source: 'blob',
    faults: [{ on: stage, do: 'status', status: 503, times: 1 }],
    outcome: 'done',
  },
  {
    what: '409',
    source: 'path',
    faults: [{ on: stage, do: 'status', status: 409, times: 1 }],
    outcome: { error: Conflict },
    leaves: 'queued',
  },
  {
    what: 'reset in the middle',
    source: 'file handle',
    faults: [{ on: stage, do: 'reset', after: '1MiB', times: 1 }],
    outcome: 'done',
  },
  {
    what: 'reset in the middle',
    source: 'factory',
    faults: [{ on: stage, do: 'reset', after: '1MiB', times: 1 }],
    outcome: 'done',
  },
  {
    what: 'reset in the middle',
    source: 'generator',
    faults: [{ on: stage, do: 'reset', after: '1MiB', times: 1 }],
    outcome: { error: TransferError },
    leaves: 'queued',
  },
  {
    what: 'reset each time',
    source: 'bytes',
    faults: [{ on: stage, do: 'reset', after: '1MiB' }],
    outcome: { error: TransferError },
    leaves: 'queued',
  },
  {
    what: 'the answer is lost',
    source: 'node stream of known size',
    faults: [{ on: stage, do: 'lose-answer', times: 1 }],
    outcome: 'done',
  },
  {
    what: 'the answer is late',
    source: 'web stream',
    faults: [{ on: stage, do: 'delay-answer', milliseconds: 200, times: 1 }],
    outcome: 'done',
  },
];

suite('fault suite: stageImage', (world) => {
  let lacking = true;
  before(async () => {
    const id = await world().truth.create();
    const probe = world().truth.call('PUT', `/v2/images/${id}/stage`, 'x', 'application/octet-stream');
    lacking = 'error' in (await settled(probe));
    await world().truth.clear();
  });

  for (const { what, source, faults, outcome, leaves } of cases) {
    test(`stageImage, ${source}: ${what}`, { timeout: 60_000 }, async (t) => {
      if (lacking) {
        t.skip('this devcloud has no staging area');
        return;
      }
      const { cloud, truth } = world();
      t.after(async () => {
        cloud.faults.clear();
        await truth.clear();
      });
      const id = await truth.create();
      const folder = await makeFolder(t);
      const connection = await connectTo(t, world(), { idle: 500, finish: 500 });
      const made: MadeSource = await sources[source](3 * MiB, folder, t);
      cloud.faults.add(...faults);
      const result = await settled(connection.image.stageImage(id, made.data, { size: made.size }));
      assert.deepEqual(missedFaults(world(), faults), [], 'these faults did not strike');
      cloud.faults.clear();
      assert.ok(made.isClosed());
      const [image, ...others] = await truth.images();
      assert.deepEqual([image?.id, others], [id, []]);
      if (outcome === 'done') {
        if ('error' in result) throw result.error;
        assert.deepEqual([result.value.status, result.value.size], ['uploading', made.bytes.length]);
        assert.deepEqual([image?.status, image?.size], ['uploading', made.bytes.length]);
        return;
      }
      assert.ok('error' in result, 'success was told');
      assertError(result.error, outcome);
      assert.equal(image?.status, leaves);
    });
  }
});
