import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { type ByteRange, openRange, type Origin } from '#src/transfer/origin.js';
import { HttpError, IntegrityError } from '@ostk/sdk';

import { details, settled } from './support/errors.ts';

const data = Buffer.from('0123456789');

interface Reply {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Asked {
  readonly ranges: (ByteRange | undefined)[];
  cancelled: number;
}

/** An origin that replies as it is told to, and what it was asked for. */
function originOf(reply: (range: ByteRange | undefined) => Reply): { origin: Origin; asked: Asked } {
  const asked: Asked = { ranges: [], cancelled: 0 };
  return {
    asked,
    origin: {
      label: 'data',
      identity: 'data',
      size: data.length,
      digest: undefined,
      async request(range) {
        asked.ranges.push(range);
        const { status, body = '', headers = {} } = reply(range);
        if (status >= 400) {
          throw new HttpError(`${status}`, details(status));
        }
        async function* chunks(): AsyncGenerator<Uint8Array> {
          // In chunks of three, so that what is skipped ends inside of one.
          for (let offset = 0; offset < body.length; offset += 3)
            yield Buffer.from(body.slice(offset, offset + 3));
        }
        const iterator = chunks();
        return {
          status,
          headers: { 'content-length': String(body.length), ...headers },
          body: {
            [Symbol.asyncIterator]: () => iterator,
            cancel: () => {
              asked.cancelled += 1;
            },
          },
        };
      },
    },
  };
}

async function open(
  range: ByteRange,
  reply: (range: ByteRange | undefined) => Reply,
): Promise<{ ranged: boolean; text: string; ranges: readonly (ByteRange | undefined)[] }> {
  const { origin, asked } = originOf(reply);
  const { ranged, body } = await openRange(origin, range, undefined);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return { ranged, text: Buffer.concat(chunks).toString(), ranges: asked.ranges };
}

const middle = { start: 4, end: 7 };
const whole: Reply = { status: 200, body: data.toString() };

describe('openRange', () => {
  test('the whole is asked for without a range', async () => {
    const range = { start: 0, end: data.length };
    assert.deepEqual(await open(range, () => whole), {
      ranged: true,
      text: '0123456789',
      ranges: [undefined],
    });
  });

  test('a range that is kept to', async () => {
    const reply: Reply = { status: 206, body: '456', headers: { 'content-range': 'bytes 4-6/10' } };
    assert.deepEqual(await open(middle, () => reply), { ranged: true, text: '456', ranges: [middle] });
  });

  test('a 206 without Content-Range, or without the size, is believed as far as its length goes', async () => {
    assert.equal((await open(middle, () => ({ status: 206, body: '456' }))).text, '456');
    const reply: Reply = { status: 206, body: '456', headers: { 'content-range': 'bytes 4-6/*' } };
    assert.equal((await open(middle, () => reply)).text, '456');
  });

  test('200 instead of 206: what comes before is dropped, and the rest comes as well', async () => {
    assert.deepEqual(await open(middle, () => whole), { ranged: false, text: '456789', ranges: [middle] });
  });

  test('206 with the whole content', async () => {
    const lie: Reply = { ...whole, status: 206, headers: { 'content-range': 'bytes 4-6/10' } };
    assert.deepEqual(await open(middle, () => lie), { ranged: false, text: '456789', ranges: [middle] });
  });

  test('400 to a range: the whole is asked for', async () => {
    const opened = await open(middle, (range) => (range === undefined ? whole : { status: 400 }));
    assert.deepEqual(opened, { ranged: false, text: '456789', ranges: [middle, undefined] });
  });

  for (const status of [403, 404, 416, 500]) {
    test(`${status} is passed on`, async () => {
      const { origin } = originOf(() => ({ status }));
      const result = await settled(openRange(origin, middle, undefined));
      assert.ok('error' in result && result.error instanceof HttpError);
      assert.equal(result.error.status, status);
    });
  }

  for (const contentRange of ['bytes 3-6/10', 'bytes 4-7/10', 'bytes 4-6/11']) {
    test(`${contentRange} instead of bytes 4-6/10 is an IntegrityError, and the body is cancelled`, async () => {
      const { origin, asked } = originOf(() => ({
        status: 206,
        body: '456',
        headers: { 'content-range': contentRange },
      }));
      const result = await settled(openRange(origin, middle, undefined));
      assert.ok('error' in result && result.error instanceof IntegrityError);
      assert.equal(result.error.actual, contentRange);
      assert.equal(asked.cancelled, 1);
    });
  }

  test('a 206 of fewer bytes than were asked for is taken for what it is', async () => {
    const reply: Reply = { status: 206, body: '45', headers: { 'content-range': 'bytes 4-5/10' } };
    assert.deepEqual(await open(middle, () => reply), { ranged: true, text: '45', ranges: [middle] });
  });
});
