import {
  Conflict,
  HttpError,
  IntegrityError,
  PayloadTooLarge,
  ServerError,
  TransferError,
  UnsupportedMediaType,
} from '@ostk/sdk';

import { MiB } from './support/bytes.ts';
import { onceOn } from './support/faults.ts';
import { put, testUploadImage, type UploadCase } from './support/upload-case.ts';
import { suite } from './support/world.ts';

const once = onceOn(put);

const cases: readonly UploadCase[] = [
  // An answer in place of Glance's.
  { what: '503 at once', source: 'path', faults: [once({ do: 'status', status: 503 })] },
  {
    what: '500 in the middle',
    source: 'bytes',
    faults: [once({ do: 'status', status: 500, after: '1MiB' })],
  },
  {
    what: '503 after the last byte',
    source: 'blob',
    faults: [once({ do: 'status', status: 503, after: '3MiB' })],
  },
  {
    what: '502 twice',
    source: 'url',
    faults: [{ on: put, do: 'status', status: 502, after: '1MiB', times: 2 }],
  },
  {
    what: '500 again and again',
    source: 'text',
    faults: [{ on: put, do: 'status', status: 500 }],
    fails: { error: TransferError, message: /500.*after 4 attempts/ },
  },
  {
    what: '503 at once',
    source: 'generator',
    faults: [once({ do: 'status', status: 503 })],
    fails: { error: TransferError, message: /a stream cannot be sent again/ },
  },
  { what: '429 at once', source: 'factory', faults: [once({ do: 'status', status: 429 })] },
  {
    what: '413 of a proxy',
    source: 'path',
    faults: [once({ do: 'status', status: 413 })],
    fails: { error: PayloadTooLarge },
  },
  {
    what: '413 of a proxy in the middle',
    source: 'node stream',
    faults: [once({ do: 'status', status: 413, after: '1MiB' })],
    fails: { error: PayloadTooLarge },
  },
  {
    what: '409',
    source: 'path',
    faults: [once({ do: 'status', status: 409 })],
    fails: { error: Conflict },
  },
  {
    what: '415',
    source: 'web stream',
    faults: [once({ do: 'status', status: 415 })],
    fails: { error: UnsupportedMediaType, message: /not in the image's diskFormat/ },
  },
  {
    what: '400',
    source: 'file handle',
    faults: [once({ do: 'status', status: 400, body: 'no' })],
    fails: { error: HttpError, status: 400 },
  },
  { what: '401 at once', source: 'path', faults: [once({ do: 'status', status: 401 })] },
  { what: '200 that is a lie', source: 'path', faults: [once({ do: 'status', status: 200 })] },
  {
    what: '204 in the middle that is a lie',
    source: 'generator of known size',
    faults: [once({ do: 'status', status: 204, after: '1MiB' })],
    fails: { error: TransferError },
  },
  {
    what: 'always 204, and nothing is taken',
    source: 'bytes',
    faults: [{ on: put, do: 'status', status: 204 }],
    fails: { error: TransferError, message: /holds no data/ },
  },

  // A connection that ends.
  { what: 'reset before the first byte', source: 'path', faults: [once({ do: 'reset' })] },
  { what: 'reset in the middle', source: 'factory', faults: [once({ do: 'reset', after: '1MiB' })] },
  {
    what: 'reset in the middle',
    source: 'node stream',
    faults: [once({ do: 'reset', after: '1MiB' })],
    fails: { error: TransferError, message: /a stream cannot be sent again/ },
  },
  {
    what: 'reset in the middle',
    source: 'web stream of known size',
    faults: [once({ do: 'reset', after: '1MiB' })],
    fails: { error: TransferError },
  },
  { what: 'reset after the last byte', source: 'blob', faults: [once({ do: 'reset', after: '3MiB' })] },
  { what: 'reset three times', source: 'url', faults: [{ on: put, do: 'reset', after: '2MiB', times: 3 }] },
  {
    what: 'reset each time',
    source: 'bytes',
    faults: [{ on: put, do: 'reset', after: '2MiB' }],
    fails: { error: TransferError, message: /after 4 attempts/ },
  },
  { what: 'closed in the middle', source: 'file handle', faults: [once({ do: 'truncate', after: '1MiB' })] },
  {
    what: 'closed in the middle',
    source: 'generator',
    faults: [once({ do: 'truncate', after: '1MiB' })],
    fails: { error: TransferError },
  },
  { what: 'the answer is lost', source: 'path', faults: [once({ do: 'lose-answer' })] },
  { what: 'the answer is lost', source: 'generator', faults: [once({ do: 'lose-answer' })] },
  { what: 'the answer is lost', source: 'web stream of known size', faults: [once({ do: 'lose-answer' })] },

  // Silence and slowness.
  {
    what: 'stalls in the middle',
    source: 'path',
    size: 40 * MiB,
    timeouts: { idle: 400, finish: 400 },
    faults: [once({ do: 'stall', after: '1MiB' })],
  },
  {
    what: 'stalls in the middle',
    source: 'node stream of known size',
    size: 40 * MiB,
    timeouts: { idle: 400, finish: 400 },
    faults: [once({ do: 'stall', after: '1MiB' })],
    fails: { error: TransferError },
  },
  {
    what: 'slow',
    source: 'factory of known size',
    timeouts: { idle: 400 },
    faults: [once({ do: 'slow', bytesPerSecond: '4MiB' })],
  },
  {
    what: 'the answer comes late',
    source: 'text',
    faults: [once({ do: 'delay-answer', milliseconds: 300 })],
  },
  {
    what: 'the answer comes too late',
    source: 'generator',
    timeouts: { finish: 2000 },
    faults: [once({ do: 'delay-answer', milliseconds: 60_000 })],
  },

  // Bytes that change.
  {
    what: 'a byte changes',
    source: 'path',
    faults: [once({ do: 'corrupt', after: '1MiB' })],
    fails: { error: IntegrityError },
  },
  {
    what: 'a byte changes',
    source: 'generator',
    faults: [once({ do: 'corrupt', after: 0 })],
    fails: { error: IntegrityError },
  },
  {
    what: 'the last byte changes',
    source: 'web stream',
    faults: [once({ do: 'corrupt', after: 3 * MiB - 1 })],
    fails: { error: IntegrityError },
  },

  // A token that ends: Glance deletes the image.
  {
    what: 'the token expires in the middle',
    source: 'path',
    faults: [once({ do: 'expire-token', after: '1MiB' })],
  },
  {
    what: 'the token is revoked in the middle',
    source: 'factory',
    faults: [once({ do: 'revoke-token', after: '1MiB' })],
  },
  {
    what: 'the token is revoked in the middle',
    source: 'generator',
    faults: [once({ do: 'revoke-token', after: '1MiB' })],
    fails: { error: TransferError, message: /it is gone/ },
  },
  {
    what: 'the token expires each time',
    source: 'blob',
    faults: [{ on: put, do: 'expire-token', after: '1MiB' }],
    fails: { error: TransferError, message: /after 4 attempts/ },
  },

  // A worker that dies: the image stays in saving.
  {
    what: 'the worker dies in the middle',
    source: 'path',
    timeouts: { idle: 300, finish: 300 },
    faults: [once({ do: 'worker-death', after: '1MiB' })],
  },
  {
    what: 'the worker dies at the last byte',
    source: 'bytes',
    timeouts: { idle: 300, finish: 300 },
    faults: [once({ do: 'worker-death', after: '3MiB' })],
  },
  {
    what: 'the worker dies in the middle',
    source: 'node stream',
    timeouts: { idle: 300, finish: 300 },
    faults: [once({ do: 'worker-death', after: '1MiB' })],
    fails: { error: TransferError, message: /it is stuck/ },
  },

  // The requests around the data.
  {
    what: 'the answer to the creation is lost',
    source: 'generator',
    faults: [{ on: 'POST /v2/images', do: 'lose-answer', times: 1 }],
  },
  {
    what: 'the creation fails at first',
    source: 'path',
    faults: [{ on: 'POST /v2/images', do: 'status', status: 503, times: 2 }],
  },
  {
    what: 'the creation is refused',
    source: 'generator',
    faults: [{ on: 'POST /v2/images', do: 'status', status: 403, times: 1 }],
    fails: { error: HttpError, status: 403 },
  },
  {
    what: 'the creation fails each time',
    source: 'path',
    faults: [{ on: 'POST /v2/images', do: 'status', status: 500 }],
    fails: { error: ServerError },
  },
  {
    what: 'Glance is away when it is asked for the truth',
    source: 'generator',
    faults: [{ on: 'GET /v2/images/:id', do: 'status', status: 503, times: 9 }],
  },
  {
    what: 'cut, and Glance is away afterwards',
    source: 'path',
    faults: [once({ do: 'reset', after: '1MiB' }), { on: 'GET /v2/images/:id', do: 'reset', times: 6 }],
  },
  {
    what: 'the answer to the deletion is lost',
    source: 'path',
    faults: [once({ do: 'corrupt' }), { on: 'DELETE /v2/images/:id', do: 'lose-answer', times: 1 }],
    fails: { error: IntegrityError },
  },
  {
    what: 'the deletion fails at first',
    source: 'generator',
    faults: [once({ do: 'corrupt' }), { on: 'DELETE /v2/images/:id', do: 'status', status: 503, times: 2 }],
    fails: { error: IntegrityError },
  },
];

suite('fault suite: uploadImage', (world) => {
  for (const one of cases) testUploadImage(world, one);
});
