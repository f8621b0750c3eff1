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
import { put, testUploadImage, type UploadCase } from './support/upload-case.ts';
import { suite } from './support/world.ts';

const cases: readonly UploadCase[] = [
  // An answer in place of Glance's.
  {
    what: '503 at once',
    source: 'path',
    faults: [{ on: put, do: 'status', status: 503, times: 1 }],
    outcome: 'done',
  },
  {
    what: '500 in the middle',
    source: 'bytes',
    faults: [{ on: put, do: 'status', status: 500, after: '1MiB', times: 1 }],
    outcome: 'done',
  },
  {
    what: '503 after the last byte',
    source: 'blob',
    faults: [{ on: put, do: 'status', status: 503, after: '3MiB', times: 1 }],
    outcome: 'done',
  },
  {
    what: '502 twice',
    source: 'url',
    faults: [{ on: put, do: 'status', status: 502, after: '1MiB', times: 2 }],
    outcome: 'done',
  },
  {
    what: '500 again and again',
    source: 'text',
    faults: [{ on: put, do: 'status', status: 500 }],
    outcome: { error: TransferError, message: /500.*after 4 attempts/ },
  },
  {
    what: '503 at once',
    source: 'generator',
    faults: [{ on: put, do: 'status', status: 503, times: 1 }],
    outcome: { error: TransferError, message: /a stream cannot be sent again/ },
  },
  {
    what: '429 at once',
    source: 'factory',
    faults: [{ on: put, do: 'status', status: 429, times: 1 }],
    outcome: 'done',
  },
  {
    what: '413 of a proxy',
    source: 'path',
    faults: [{ on: put, do: 'status', status: 413, times: 1 }],
    outcome: { error: PayloadTooLarge },
  },
  {
    what: '413 of a proxy in the middle',
    source: 'node stream',
    faults: [{ on: put, do: 'status', status: 413, after: '1MiB', times: 1 }],
    outcome: { error: PayloadTooLarge },
  },
  {
    what: '409',
    source: 'path',
    faults: [{ on: put, do: 'status', status: 409, times: 1 }],
    outcome: { error: Conflict },
  },
  {
    what: '415',
    source: 'web stream',
    faults: [{ on: put, do: 'status', status: 415, times: 1 }],
    outcome: { error: UnsupportedMediaType, message: /not in the image's diskFormat/ },
  },
  {
    what: '400',
    source: 'file handle',
    faults: [{ on: put, do: 'status', status: 400, body: 'no', times: 1 }],
    outcome: { error: HttpError, status: 400 },
  },
  {
    what: '401 at once',
    source: 'path',
    faults: [{ on: put, do: 'status', status: 401, times: 1 }],
    outcome: 'done',
  },
  {
    what: '200 that is a lie',
    source: 'path',
    faults: [{ on: put, do: 'status', status: 200, times: 1 }],
    outcome: 'done',
  },
  {
    what: '204 in the middle that is a lie',
    source: 'generator of known size',
    faults: [{ on: put, do: 'status', status: 204, after: '1MiB', times: 1 }],
    outcome: { error: TransferError },
  },
  {
    what: 'always 204, and nothing is taken',
    source: 'bytes',
    faults: [{ on: put, do: 'status', status: 204 }],
    outcome: { error: TransferError, message: /holds no data/ },
  },

  // A connection that ends.
  {
    what: 'reset before the first byte',
    source: 'path',
    faults: [{ on: put, do: 'reset', times: 1 }],
    outcome: 'done',
  },
  {
    what: 'reset in the middle',
    source: 'factory',
    faults: [{ on: put, do: 'reset', after: '1MiB', times: 1 }],
    outcome: 'done',
  },
  {
    what: 'reset in the middle',
    source: 'node stream',
    faults: [{ on: put, do: 'reset', after: '1MiB', times: 1 }],
    outcome: { error: TransferError, message: /a stream cannot be sent again/ },
  },
  {
    what: 'reset in the middle',
    source: 'web stream of known size',
    faults: [{ on: put, do: 'reset', after: '1MiB', times: 1 }],
    outcome: { error: TransferError },
  },
  {
    what: 'reset after the last byte',
    source: 'blob',
    faults: [{ on: put, do: 'reset', after: '3MiB', times: 1 }],
    outcome: 'done',
  },
  {
    what: 'reset three times',
    source: 'url',
    faults: [{ on: put, do: 'reset', after: '2MiB', times: 3 }],
    outcome: 'done',
  },
  {
    what: 'reset each time',
    source: 'bytes',
    faults: [{ on: put, do: 'reset', after: '2MiB' }],
    outcome: { error: TransferError, message: /after 4 attempts/ },
  },
  {
    what: 'closed in the middle',
    source: 'file handle',
    faults: [{ on: put, do: 'truncate', after: '1MiB', times: 1 }],
    outcome: 'done',
  },
  {
    what: 'closed in the middle',
    source: 'generator',
    faults: [{ on: put, do: 'truncate', after: '1MiB', times: 1 }],
    outcome: { error: TransferError },
  },
  {
    what: 'the answer is lost',
    source: 'path',
    faults: [{ on: put, do: 'lose-answer', times: 1 }],
    outcome: 'done',
  },
  {
    what: 'the answer is lost',
    source: 'generator',
    faults: [{ on: put, do: 'lose-answer', times: 1 }],
    outcome: 'done',
  },
  {
    what: 'the answer is lost',
    source: 'web stream of known size',
    faults: [{ on: put, do: 'lose-answer', times: 1 }],
    outcome: 'done',
  },

  // Silence and slowness.
  {
    what: 'stalls in the middle',
    source: 'path',
    size: 40 * MiB,
    timeouts: { idle: 400, finish: 400 },
    faults: [{ on: put, do: 'stall', after: '1MiB', times: 1 }],
    outcome: 'done',
  },
  {
    what: 'stalls in the middle',
    source: 'node stream of known size',
    size: 40 * MiB,
    timeouts: { idle: 400, finish: 400 },
    faults: [{ on: put, do: 'stall', after: '1MiB', times: 1 }],
    outcome: { error: TransferError },
  },
  {
    what: 'slow',
    source: 'factory of known size',
    timeouts: { idle: 400 },
    faults: [{ on: put, do: 'slow', bytesPerSecond: '4MiB', times: 1 }],
    outcome: 'done',
  },
  {
    what: 'the answer comes late',
    source: 'text',
    faults: [{ on: put, do: 'delay-answer', milliseconds: 300, times: 1 }],
    outcome: 'done',
  },
  {
    what: 'the answer comes too late',
    source: 'generator',
    timeouts: { finish: 2000 },
    faults: [{ on: put, do: 'delay-answer', milliseconds: 60_000, times: 1 }],
    outcome: 'done',
  },

  // Bytes that change.
  {
    what: 'a byte changes',
    source: 'path',
    faults: [{ on: put, do: 'corrupt', after: '1MiB', times: 1 }],
    outcome: { error: IntegrityError },
  },
  {
    what: 'a byte changes',
    source: 'generator',
    faults: [{ on: put, do: 'corrupt', after: 0, times: 1 }],
    outcome: { error: IntegrityError },
  },
  {
    what: 'the last byte changes',
    source: 'web stream',
    faults: [{ on: put, do: 'corrupt', after: 3 * MiB - 1, times: 1 }],
    outcome: { error: IntegrityError },
  },

  // A token that ends: Glance deletes the image.
  {
    what: 'the token expires in the middle',
    source: 'path',
    faults: [{ on: put, do: 'expire-token', after: '1MiB', times: 1 }],
    outcome: 'done',
  },
  {
    what: 'the token is revoked in the middle',
    source: 'factory',
    faults: [{ on: put, do: 'revoke-token', after: '1MiB', times: 1 }],
    outcome: 'done',
  },
  {
    what: 'the token is revoked in the middle',
    source: 'generator',
    faults: [{ on: put, do: 'revoke-token', after: '1MiB', times: 1 }],
    outcome: { error: TransferError, message: /it is gone/ },
  },
  {
    what: 'the token expires each time',
    source: 'blob',
    faults: [{ on: put, do: 'expire-token', after: '1MiB' }],
    outcome: { error: TransferError, message: /after 4 attempts/ },
  },

  // A worker that dies: the image stays in saving.
  {
    what: 'the worker dies in the middle',
    source: 'path',
    timeouts: { idle: 300, finish: 300 },
    faults: [{ on: put, do: 'worker-death', after: '1MiB', times: 1 }],
    outcome: 'done',
  },
  {
    what: 'the worker dies at the last byte',
    source: 'bytes',
    timeouts: { idle: 300, finish: 300 },
    faults: [{ on: put, do: 'worker-death', after: '3MiB', times: 1 }],
    outcome: 'done',
  },
  {
    what: 'the worker dies in the middle',
    source: 'node stream',
    timeouts: { idle: 300, finish: 300 },
    faults: [{ on: put, do: 'worker-death', after: '1MiB', times: 1 }],
    outcome: { error: TransferError, message: /it is stuck/ },
  },

  // The requests around the data.
  {
    what: 'the answer to the creation is lost',
    source: 'generator',
    faults: [{ on: 'POST /v2/images', do: 'lose-answer', times: 1 }],
    outcome: 'done',
  },
  {
    what: 'the creation fails at first',
    source: 'path',
    faults: [{ on: 'POST /v2/images', do: 'status', status: 503, times: 2 }],
    outcome: 'done',
  },
  {
    what: 'the creation is refused',
    source: 'generator',
    faults: [{ on: 'POST /v2/images', do: 'status', status: 403, times: 1 }],
    outcome: { error: HttpError, status: 403 },
  },
  {
    what: 'the creation fails each time',
    source: 'path',
    faults: [{ on: 'POST /v2/images', do: 'status', status: 500 }],
    outcome: { error: ServerError },
  },
  {
    what: 'Glance is away when it is asked for the truth',
    source: 'generator',
    faults: [{ on: 'GET /v2/images/:id', do: 'status', status: 503, times: 9 }],
    outcome: 'done',
  },
  {
    what: 'cut, and Glance is away afterwards',
    source: 'path',
    faults: [
      { on: put, do: 'reset', after: '1MiB', times: 1 },
      { on: 'GET /v2/images/:id', do: 'reset', times: 6 },
    ],
    outcome: 'done',
  },
  {
    what: 'the answer to the deletion is lost',
    source: 'path',
    faults: [
      { on: put, do: 'corrupt', times: 1 },
      { on: 'DELETE /v2/images/:id', do: 'lose-answer', times: 1 },
    ],
    outcome: { error: IntegrityError },
  },
  {
    what: 'the deletion fails at first',
    source: 'generator',
    faults: [
      { on: put, do: 'corrupt', times: 1 },
      { on: 'DELETE /v2/images/:id', do: 'status', status: 503, times: 2 },
    ],
    outcome: { error: IntegrityError },
  },
];

suite('fault suite: uploadImage', (world) => {
  for (const one of cases) testUploadImage(world, one);
});
