import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import type { Connection, SessionEvent } from '@ostk/sdk';

import type { Scope } from '../support/scope.ts';
import { hashOf, MiB, someBytes } from '../transfer/support/bytes.ts';
import { settled } from '../transfer/support/errors.ts';
import { connectTo, makeFolder, suite, type World } from '../transfer/support/world.ts';

const bytes = someBytes(3 * MiB);
const formats = { name: 'mine', diskFormat: 'raw', containerFormat: 'bare' } as const;

type TransferEvent = Extract<SessionEvent, { transfer: unknown }>;

async function open(
  scope: Scope,
  world: World,
): Promise<{ readonly conn: Connection; readonly events: TransferEvent[] }> {
  const events: TransferEvent[] = [];
  const conn = await connectTo(scope, world, {
    onEvent: (event) => {
      if ('transfer' in event) events.push(event);
    },
  });
  return { conn, events };
}

function course(events: readonly TransferEvent[]): readonly string[] {
  return events
    .filter(({ type }) => type !== 'transfer:progress')
    .map(({ type, transfer }) => `${transfer.direction} ${type}`);
}

const whole = (direction: string): readonly string[] => [
  `${direction} transfer:start`,
  `${direction} transfer:end`,
];

suite('events of transfers', (world) => {
  test('up, and down in each of its ways; onProgress is told as well', async (t) => {
    const { conn, events } = await open(t, world());
    const told: number[] = [];
    const onProgress = ({ bytes: count }: { readonly bytes: number }): void => void told.push(count);
    const image = await conn.image.uploadImage({ ...formats, data: bytes, onProgress });
    assert.deepEqual(course(events), whole('upload'));
    assert.equal(told.at(-1), bytes.length);
    const last = events.findLast((event) => event.type === 'transfer:progress');
    assert.deepEqual(
      last?.type === 'transfer:progress' && [last.phase, last.bytes, last.total, last.transfer.imageId],
      ['verifying', bytes.length, bytes.length, image.id],
    );
    assert.equal(new Set(events.map(({ transfer }) => transfer)).size, 1, 'one object for all of them');
    const output = join(await makeFolder(t), 'copy');
    const downloads: readonly (() => Promise<unknown>)[] = [
      () => conn.image.downloadImage(image),
      () => conn.image.downloadImage(image, { output }),
      async () => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of await conn.image.downloadImage(image, { stream: true })) chunks.push(chunk);
        assert.equal(hashOf(Buffer.concat(chunks)), hashOf(bytes));
      },
    ];
    for (const download of downloads) {
      events.length = 0;
      await download();
      assert.deepEqual(course(events), whole('download'));
    }
  });

  test('one that fails, and one whose reader leaves', async (t) => {
    const { conn, events } = await open(t, world());
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, MiB);
      throw new Error('the disk is gone');
    }
    await settled(conn.image.uploadImage({ ...formats, data: broken() }));
    assert.deepEqual(course(events), ['upload transfer:start', 'upload transfer:error']);
    const image = await conn.image.uploadImage({ ...formats, data: bytes });
    events.length = 0;
    for await (const chunk of await conn.image.downloadImage(image, { stream: true, chunkSize: 1024 })) {
      assert.equal(chunk.length, 1024);
      break;
    }
    const left = events.find((event) => event.type === 'transfer:error');
    assert.match(String(left?.type === 'transfer:error' && left.error), /its reader left before the end/);
  });
});
