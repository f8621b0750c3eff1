import { before } from 'node:test';

import { Forbidden, HttpError, IntegrityError, NoImageDataError, NotFound } from '@ostk/sdk';

import { MiB, someBytes } from './support/bytes.ts';
import { onceOn } from './support/faults.ts';
import { type DownloadCase, get, type GivenImage, testDownload } from './support/download-case.ts';
import type { SinkKind } from './support/sinks.ts';
import { suite } from './support/world.ts';

const size = 5 * MiB;
const bytes = someBytes(size);

const once = onceOn(get);

/** What holds for every sink that is fed over one connection. */
const common: readonly DownloadCase[] = [
  { what: '503 at first', faults: [{ on: get, do: 'status', status: 503, times: 2 }] },
  { what: 'reset before the first byte', faults: [once({ do: 'reset' })] },
  { what: 'reset four times on the way', faults: [{ on: get, do: 'reset', after: '1MiB', times: 4 }] },
  { what: 'closed early', faults: [once({ do: 'truncate', after: '3MiB' })] },
  { what: 'stalls', timeouts: { idle: 300 }, faults: [once({ do: 'stall', after: '2MiB' })] },
  { what: 'slow', timeouts: { idle: 300 }, faults: [{ on: get, do: 'slow', bytesPerSecond: '20MiB' }] },
  { what: 'the head comes late', faults: [once({ do: 'delay-answer', milliseconds: 200 })] },
  {
    what: 'the head comes too late',
    timeouts: { response: 200 },
    faults: [once({ do: 'delay-answer', milliseconds: 3000 })],
  },
  { what: 'the worker dies', faults: [once({ do: 'worker-death', after: '1MiB' })] },
  {
    what: 'a byte changes',
    faults: [{ on: get, do: 'corrupt', after: '4MiB' }],
    fails: { error: IntegrityError },
  },
  {
    what: 'cut, and the token is revoked',
    faults: [once({ do: 'revoke-token', after: '1MiB' }), once({ do: 'reset', after: '2MiB' })],
  },
  {
    what: 'cut, and then a 206 with everything',
    faults: [once({ do: 'reset', after: '2MiB' }), { on: get, do: 'lie-about-range' }],
  },
  {
    what: 'cut, and then 400 to a range',
    faults: [once({ do: 'reset', after: '2MiB' }), { on: get, do: 'refuse-range' }],
  },
  {
    what: 'cut, and then 416',
    faults: [once({ do: 'reset', after: '2MiB' }), { on: get, do: 'status', status: 416, skip: 1 }],
    fails: { error: HttpError, status: 416 },
  },
  {
    what: 'cut, and then 404',
    faults: [once({ do: 'reset', after: '2MiB' }), { on: get, do: 'status', status: 404, skip: 1 }],
    fails: { error: NotFound },
  },
  {
    what: 'cut, and then 410',
    faults: [once({ do: 'reset', after: '2MiB' }), { on: get, do: 'status', status: 410, skip: 1 }],
    fails: { error: NotFound },
  },
  { what: 'no data', faults: [{ on: get, do: 'status', status: 204 }], fails: { error: NoImageDataError } },
  {
    what: 'cut, and then no data',
    faults: [once({ do: 'reset', after: '2MiB' }), { on: get, do: 'status', status: 204, skip: 1 }],
    fails: { error: NoImageDataError },
  },
  {
    what: 'deactivated',
    faults: [],
    fails: { error: Forbidden },
    before: (truth, id) => truth.deactivate(id),
    after: async (truth, id) => void (await truth.call('POST', `/v2/images/${id}/actions/reactivate`)),
  },
  {
    what: 'a body that is too long',
    faults: [{ on: get, do: 'status', status: 200, body: 'x'.repeat(size + 1) }],
    fails: { error: IntegrityError },
  },
  {
    what: 'a body of the right length with other bytes',
    faults: [{ on: get, do: 'status', status: 200, body: 'x'.repeat(size) }],
    fails: { error: IntegrityError },
  },
];

/** A file can be begun again, so that it gets over what a stream cannot. */
const onlyFile: readonly DownloadCase[] = [
  { what: 'a byte changes once', faults: [once({ do: 'corrupt', after: '4MiB' })] },
  {
    what: 'a body that is too long, once',
    faults: [once({ do: 'status', status: 200, body: 'x'.repeat(size + 1) })],
  },
];

const kinds: readonly SinkKind[] = ['memory', 'stream', 'file', 'web stream', 'node stream', 'file stream'];

suite('fault suite: downloadImage', (world) => {
  let image: GivenImage;
  before(async () => {
    image = { id: await world().truth.create(bytes), bytes };
  });
  for (const kind of kinds) {
    for (const one of common) testDownload(world, () => image, kind, one);
  }
  for (const one of onlyFile) testDownload(world, () => image, 'file', one);
});
