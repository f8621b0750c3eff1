import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Fault } from '@ostk/devcloud';
import type { TransferProgress } from '@ostk/sdk';

import { MiB, someBytes } from './support/bytes.ts';
import { settled } from './support/errors.ts';
import { put } from './support/upload-case.ts';
import { watched } from './support/sources.ts';
import { connectTo, suite } from './support/world.ts';

const reason = new Error('enough');

interface AbortCase {
  readonly what: string;
  readonly faults?: readonly Fault[];
  /** When to abort: before anything, at a progress, or as soon as the cloud was asked for something. */
  readonly when: 'before' | ((progress: TransferProgress) => boolean) | RegExp;
  readonly streamed?: boolean;
}

const late = { do: 'delay-answer', milliseconds: 400, times: 1 } as const;

const cases: readonly AbortCase[] = [
  { what: 'before anything', when: 'before' },
  {
    what: 'while it signs in',
    when: /^POST \/v3\/auth\/tokens/,
    faults: [{ on: 'POST /v3/auth/tokens', ...late }],
  },
  {
    what: 'while the image is made',
    when: /^POST \/v2\/images$/,
    faults: [{ on: 'POST /v2/images', ...late }],
  },
  { what: 'at the start', when: ({ phase }) => phase === 'sending' },
  {
    what: 'in the middle',
    when: ({ bytes }) => bytes > 3 * MiB,
    faults: [{ on: put, do: 'slow', bytesPerSecond: '20MiB' }],
  },
  { what: 'in the middle of a stream', when: ({ bytes }) => bytes > 3 * MiB, streamed: true },
  { what: 'while Glance stalls', when: /^PUT /, faults: [{ on: put, do: 'stall', times: 1 }] },
  {
    what: 'while Glance finishes',
    when: ({ phase }) => phase === 'finishing',
    faults: [{ on: put, ...late }],
  },
  {
    what: 'while the truth is asked for',
    when: /^GET \/v2\/images\/[^/]+$/,
    faults: [{ on: 'GET /v2/images/:id', ...late }],
  },
  {
    what: 'before another attempt',
    when: /^PUT /,
    faults: [{ on: put, do: 'reset', after: '1MiB', times: 1 }],
  },
  { what: 'while it is compared', when: ({ phase }) => phase === 'verifying' },
];

suite('an upload that is aborted leaves nothing', (world) => {
  for (const { what, faults = [], when, streamed = false } of cases) {
    test(what, { timeout: 20_000 }, async (t) => {
      const { cloud, truth } = world();
      t.after(async () => cloud.faults.clear());
      const connection = await connectTo(t, world());
      const bytes = someBytes(8 * MiB);
      const { chunks, isClosed } = watched(bytes);
      const controller = new AbortController();
      if (when === 'before') controller.abort(reason);
      cloud.faults.add(...faults);
      const uploading = settled(
        connection.image.uploadImage({
          name: 'mine',
          diskFormat: 'raw',
          containerFormat: 'bare',
          data: streamed ? chunks : bytes,
          signal: controller.signal,
          onProgress: (progress) => {
            if (typeof when === 'function' && when(progress)) controller.abort(reason);
          },
        }),
      );
      if (when instanceof RegExp) {
        const hit = (): boolean =>
          cloud.faults.fired().some(({ method, path }) => when.test(`${method} ${path}`));
        while (!hit()) await new Promise((resolve) => setTimeout(resolve, 5));
        controller.abort(reason);
      }
      const result = await uploading;
      if ('value' in result) {
        // Too late to stop: then the image is there, and right.
        assert.equal(what, 'while it is compared');
        await truth.remove(result.value.id);
      } else assert.equal(result.error, reason);
      assert.ok(isClosed());
      cloud.faults.clear();
      assert.deepEqual(await truth.images(), []);
    });
  }
});
