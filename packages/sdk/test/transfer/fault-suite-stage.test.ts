import { Conflict, TransferError } from '@ostk/sdk';

import { onceOn } from './support/faults.ts';
import { stage, testStageImage, type UploadCase } from './support/upload-case.ts';
import { suite } from './support/world.ts';

const once = onceOn(stage);

const cases: readonly UploadCase[] = [
  { what: 'no fault', source: 'path', faults: [] },
  { what: '503 at once', source: 'blob', faults: [once({ do: 'status', status: 503 })] },
  {
    what: '409',
    source: 'path',
    faults: [once({ do: 'status', status: 409 })],
    fails: { error: Conflict },
    leaves: 'queued',
  },
  { what: 'reset in the middle', source: 'file handle', faults: [once({ do: 'reset', after: '1MiB' })] },
  { what: 'reset in the middle', source: 'factory', faults: [once({ do: 'reset', after: '1MiB' })] },
  {
    what: 'reset in the middle',
    source: 'generator',
    faults: [once({ do: 'reset', after: '1MiB' })],
    fails: { error: TransferError },
    leaves: 'queued',
  },
  {
    what: 'reset each time',
    source: 'bytes',
    faults: [{ on: stage, do: 'reset', after: '1MiB' }],
    fails: { error: TransferError },
    leaves: 'queued',
  },
  { what: 'the answer is lost', source: 'node stream of known size', faults: [once({ do: 'lose-answer' })] },
  {
    what: 'the answer is late',
    source: 'web stream',
    faults: [once({ do: 'delay-answer', milliseconds: 200 })],
  },
];

suite('fault suite: stageImage', (world) => {
  for (const one of cases) testStageImage(world, one);
});
