import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';

import { connect, type Connection, HttpError, OstkError, type SessionRequest } from '@ostk/sdk';
import * as fc from 'fast-check';

import { listen } from '../support/listen.ts';
import { createImage, listImages, startFakeCloud, user } from '../http/support/cloud.ts';

type Speak = (socket: Socket) => void;

/** A server that says to every request what it is told to say, in bytes. */
interface RawServer {
  readonly url: string;
  speak: Speak;
}

async function startRaw(t: TestContext, speak: Speak = () => undefined): Promise<RawServer> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      // One answer for each request; what follows its head belongs to it.
      if (/^[A-Z]+ \/\S* HTTP\/1\.1\r\n/.test(bytes.toString('latin1'))) raw.speak(socket);
    });
  });
  const port = await listen(t, server);
  const raw: RawServer = { url: `http://127.0.0.1:${port}`, speak };
  return raw;
}

/** Many of the random answers never come to an end. */
const hasty = { connect: 5000, response: 150, idle: 150, deadline: 3000 };
const patient = { connect: 10_000, response: 20_000, idle: 20_000, deadline: 25_000 };
const retry = { attempts: 1 };

async function connectTo(t: TestContext, image: string, timeouts = patient): Promise<Connection> {
  const cloud = await startFakeCloud(t);
  const conn = await connect({
    auth: { ...user, authUrl: cloud.authUrl },
    endpointOverrides: { image: `${image}/v2` },
    timeouts,
    retry,
  });
  t.after(() => conn.close());
  return conn;
}

/** A value or an error of ours, in time; anything else fails the test. */
async function assertOutcome(work: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it hangs')), 30_000);
  });
  try {
    await Promise.race([work, hang]);
    return undefined;
  } catch (error) {
    assert(error instanceof OstkError, `${String(error)}\n${error instanceof Error ? error.stack : ''}`);
    return error;
  } finally {
    clearTimeout(timer);
  }
}

const statusLine = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(200, 201, 204, 300, 301, 400, 401, 404, 409, 413, 429, 500, 503) },
  { weight: 2, arbitrary: fc.integer({ min: 100, max: 999 }) },
  fc.constantFrom(
    'HTTP/1.1 abc OK',
    'HTTP/9.9 200 OK',
    'ICY 200 OK',
    '',
    'HTTP/1.1',
    '\u0000\u0001',
    '<html>',
  ),
  fc.string(),
);

const json = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc
    .record({ images: fc.jsonValue(), next: fc.jsonValue(), schema: fc.jsonValue() })
    .map((v) => JSON.stringify(v)),
  fc
    .array(
      fc.record({ id: fc.jsonValue(), name: fc.jsonValue(), size: fc.jsonValue(), tags: fc.jsonValue() }),
    )
    .map((images) => JSON.stringify({ images })),
  fc
    .record({ error: fc.jsonValue(), message: fc.jsonValue(), token: fc.jsonValue() })
    .map((v) => JSON.stringify(v)),
  fc.record({ overLimit: fc.record({ retryAfter: fc.jsonValue() }) }).map((v) => JSON.stringify(v)),
);

const body = fc.oneof(
  { weight: 4, arbitrary: json },
  json.map((text) => text.slice(0, Math.floor(text.length / 2))),
  fc.constantFrom(
    '',
    '<html><h1>502 Bad Gateway</h1>',
    '<!doctype html><title>x',
    '{"images": [',
    '\uFEFF{}',
  ),
  fc.string(),
);

const framing = fc.oneof(
  { weight: 5, arbitrary: fc.constant('right') },
  fc.constantFrom('short', 'long', 'none', 'chunked', 'bad chunks', 'both', 'negative', 'word', 'open'),
);

const headers = fc.array(
  fc.oneof(
    fc.constantFrom(
      'Content-Type: application/json',
      'Content-Type: text/html',
      'Content-Type: \u00FF',
      'Content-Encoding: gzip',
      'Retry-After: -1',
      'Retry-After: 99999999999999999999',
      'Location: http://[',
      'Location: /v2/images',
      'Connection: close',
      'X-Subject-Token: t',
      'Date: yesterday',
      'no colon at all',
    ),
    fc.integer({ min: 1, max: 40_000 }).map((size) => `X-Large: ${'x'.repeat(size)}`),
  ),
  { maxLength: 4 },
);

interface Script {
  readonly status: number | string;
  readonly lines: readonly string[];
  readonly body: string;
  readonly framing: string;
}

function framed(text: string, kind: string): readonly [lines: readonly string[], bytes: Buffer] {
  const bytes = Buffer.from(text);
  const chunked = Buffer.from(`${bytes.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`);
  switch (kind) {
    case 'right':
      return [[`Content-Length: ${bytes.length}`], bytes];
    case 'short':
      return [[`Content-Length: ${Math.max(0, bytes.length - 1)}`], bytes];
    case 'long':
    case 'open':
      return [[`Content-Length: ${bytes.length + 10}`], bytes];
    case 'chunked':
      return [['Transfer-Encoding: chunked'], chunked];
    case 'bad chunks':
      return [['Transfer-Encoding: chunked'], Buffer.from(`zz\r\n${text}`)];
    case 'both':
      return [['Transfer-Encoding: chunked', 'Content-Length: 3'], chunked];
    case 'negative':
      return [['Content-Length: -1'], bytes];
    case 'word':
      return [['Content-Length: many'], bytes];
    default:
      return [[], bytes];
  }
}

function speaker({ status, lines, body: text, framing: kind }: Script): Speak {
  const first = typeof status === 'number' ? `HTTP/1.1 ${status} Whatever` : status;
  const [more, bytes] = framed(text, kind);
  const head = Buffer.from([first, ...lines, ...more, '', ''].join('\r\n'), 'latin1');
  return (socket) => {
    socket.write(Buffer.concat([head, bytes]));
    if (kind !== 'open' && kind !== 'right' && kind !== 'chunked') socket.end();
  };
}

const script: fc.Arbitrary<Script> = fc.record({ status: statusLine, lines: headers, body, framing });

test(
  'whatever a service answers, a call ends with a value or an error of ours',
  { timeout: 240_000 },
  async (t) => {
    const raw = await startRaw(t);
    const conn = await connectTo(t, raw.url);
    const calls: readonly (() => Promise<unknown>)[] = [
      () => conn.session.json(listImages),
      () => conn.session.json(createImage),
      () => conn.session.call({ service: 'image', method: 'DELETE', path: '/images/1' }),
      () => conn.image.images().toArray({ limit: 10 }),
      () => conn.image.getImage('1'),
      () => conn.image.downloadImage('1'),
      () => conn.image.stores(),
    ];
    await fc.assert(
      fc.asyncProperty(script, fc.nat(calls.length - 1), async (answer, index) => {
        raw.speak = speaker(answer);
        await assertOutcome(calls[index]?.() ?? Promise.resolve());
      }),
      { numRuns: 250 },
    );
  },
);

test(
  'whatever Keystone answers, a login ends with a token or an error of ours',
  { timeout: 240_000 },
  async (t) => {
    const raw = await startRaw(t);
    await fc.assert(
      fc.asyncProperty(script, async (answer) => {
        raw.speak = speaker(answer);
        const conn = await connect({ auth: { ...user, authUrl: raw.url }, timeouts: hasty, retry });
        await assertOutcome(conn.session.token());
        await conn.close();
      }),
      { numRuns: 80 },
    );
  },
);

const call: SessionRequest = { service: 'image', method: 'DELETE', path: '/images/1' };

/** Writes for ever, as fast as it is read. */
function flood(head: string, chunk: Buffer): Speak {
  return (socket) => {
    socket.write(head);
    const more = (): void => {
      while (!socket.destroyed && socket.write(chunk)) continue;
    };
    socket.on('drain', more);
    more();
  };
}

for (const status of [200, 404, 500]) {
  test(`a body of ${status} that never ends, as fast as it can`, { timeout: 120_000 }, async (t) => {
    const head = `HTTP/1.1 ${status} X\r\nContent-Type: application/json\r\n\r\n`;
    const raw = await startRaw(t, flood(head, Buffer.alloc(256 * 1024, 'x')));
    const conn = await connectTo(t, raw.url);
    const error = await assertOutcome(conn.session.json(listImages));
    assert(error instanceof OstkError);
    if (status !== 200) assert(error instanceof HttpError && error.body.length <= 64 * 1024);
    await assertOutcome(conn.session.call(call));
  });
}

test('a body that never ends, a byte now and then: the deadline', async (t) => {
  const raw = await startRaw(t, (socket) => {
    socket.write('HTTP/1.1 200 X\r\nContent-Type: application/json\r\n\r\n[');
    const timer = setInterval(() => socket.write('1,'), 20);
    socket.on('close', () => clearInterval(timer));
  });
  const conn = await connectTo(t, raw.url);
  const error = await assertOutcome(conn.session.json({ ...listImages, timeout: 300 }));
  assert.match(String(error), /not finished within 0\.3 s/);
});

test('a head that never ends is too large', async (t) => {
  const raw = await startRaw(t, flood('HTTP/1.1 200 X\r\n', Buffer.from(`X-A: ${'a'.repeat(1000)}\r\n`)));
  const conn = await connectTo(t, raw.url);
  assert.match(
    String(await assertOutcome(conn.session.json(listImages))),
    /the head of the answer is too large/,
  );
});

test('what is not HTTP is said to be none', async (t) => {
  const raw = await startRaw(t, (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
  const conn = await connectTo(t, raw.url);
  assert.match(String(await assertOutcome(conn.session.json(listImages))), /the answer is not HTTP/);
});

for (const [what, open, type] of [
  ['JSON', '{"message": "it is full", "more": "', 'application/json'],
  ['HTML', '<html><body>it is full ', 'text/html'],
  ['text', 'it is full ', 'text/plain'],
] as const) {
  test(`10 MiB of ${what} as the body of an error: its beginning is kept`, async (t) => {
    const text = open.padEnd(10 * 1024 * 1024, 'y');
    const head = `HTTP/1.1 500 X\r\nContent-Type: ${type}\r\nContent-Length: ${text.length}\r\n\r\n`;
    const raw = await startRaw(t, (socket) => socket.write(head + text));
    const conn = await connectTo(t, raw.url);
    const error = await assertOutcome(conn.session.json(createImage));
    assert(error instanceof HttpError);
    assert.equal(error.status, 500);
    assert.equal(error.body.length, 64 * 1024);
    assert(error.message.length < 2000);
    assert.match(error.message, /it is full/);
  });
}
