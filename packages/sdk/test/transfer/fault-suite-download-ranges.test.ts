import { before } from 'node:test';

import { HttpError, IntegrityError, NotFound } from '@ostk/sdk';

import { MiB, someBytes } from './support/bytes.ts';
import { onceOn } from './support/faults.ts';
import { type DownloadCase, get, type GivenImage, testDownload } from './support/download-case.ts';
import { suite } from './support/world.ts';

// Two pieces of 32 MiB and a rest: three connections at once.
const bytes = someBytes(70 * MiB);

const once = onceOn(get);

const cases: readonly DownloadCase[] = [
  { what: 'no fault', faults: [] },
  { what: 'every range is cut twice', faults: [{ on: get, do: 'reset', after: '3MiB', times: 6 }] },
  { what: 'the first range is cut', faults: [once({ do: 'reset', after: '1MiB' })] },
  { what: 'the second range is cut', faults: [{ on: get, do: 'reset', after: '1MiB', skip: 1, times: 1 }] },
  {
    what: 'one range stalls',
    timeouts: { idle: 300 },
    faults: [{ on: get, do: 'stall', after: '1MiB', skip: 1, times: 1 }],
  },
  {
    what: 'one range fails for good',
    faults: [{ on: get, do: 'status', status: 404, skip: 1 }],
    fails: { error: NotFound },
  },
  { what: '206 with everything, always', faults: [{ on: get, do: 'lie-about-range' }] },
  { what: '206 with everything, once', faults: [once({ do: 'lie-about-range' })] },
  {
    what: '206 with everything for the second range',
    faults: [{ on: get, do: 'lie-about-range', skip: 1, times: 1 }],
  },
  {
    what: '206 with everything, and cuts',
    faults: [
      { on: get, do: 'lie-about-range' },
      { on: get, do: 'reset', after: '40MiB', times: 2 },
    ],
  },
  { what: '400 to ranges', faults: [{ on: get, do: 'refuse-range' }] },
  {
    what: '400 to ranges, and cuts',
    faults: [
      { on: get, do: 'refuse-range' },
      { on: get, do: 'reset', after: '40MiB', times: 2 },
    ],
  },
  {
    what: '416 to ranges',
    faults: [{ on: get, do: 'status', status: 416 }],
    fails: { error: HttpError, status: 416 },
  },
  { what: '503 to two ranges', faults: [{ on: get, do: 'status', status: 503, skip: 1, times: 2 }] },
  {
    what: 'a byte of one range changes once',
    faults: [{ on: get, do: 'corrupt', after: '5MiB', skip: 2, times: 1 }],
  },
  {
    what: 'a byte changes each time',
    faults: [{ on: get, do: 'corrupt', after: '5MiB' }],
    fails: { error: IntegrityError },
  },
  {
    what: 'a 206 of another range',
    faults: [
      {
        on: get,
        do: 'status',
        status: 206,
        headers: { 'Content-Range': 'bytes 7-9/73400320' },
        body: 'abc',
        times: 1,
      },
    ],
  },
  {
    what: 'a 206 of another image',
    faults: [
      { on: get, do: 'status', status: 206, headers: { 'Content-Range': 'bytes 0-2/3' }, body: 'abc' },
    ],
    fails: { error: IntegrityError },
  },
  { what: 'short bodies', faults: [once({ do: 'status', status: 206, body: 'x' })] },
];

suite('fault suite: downloadImage in ranges', (world) => {
  let image: GivenImage;
  before(async () => {
    image = { id: await world().truth.create(bytes), bytes };
  });
  for (const one of cases) testDownload(world, () => image, 'file', one);
});
