import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { before, test } from 'node:test';

import { nodePlatform } from '#src/platform/node/index.js';
import type { Transport, TransportRequest } from '#src/platform/types.js';
import { TimeoutError } from '@ostk/sdk';

import type { Scope } from '../support/scope.ts';
import { listen } from '../support/listen.ts';
import { hashOf, MiB, someBytes } from './support/bytes.ts';
import { assertError, settled } from './support/errors.ts';
import { put } from './support/upload-case.ts';
import { connectTo, suite } from './support/world.ts';

/** A server that speaks HTTP as badly as it is told to. Answers its URL. */
async function serve(t: Scope, onSocket: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  return `http://127.0.0.1:${await listen(t, server)}/`;
}

function transportOf(t: Scope, maxSockets = 32): Transport {
  const transport = nodePlatform.createTransport({
    tls: { verify: true, cacert: undefined, cert: undefined, key: undefined },
    connectTimeout: 500,
    maxSockets,
  });
  t.after(async () => transport.close());
  return transport;
}

function requestTo(url: string, more: Partial<TransportRequest> = {}): TransportRequest {
  return { method: 'GET', url, headers: {}, idleTimeout: 300, responseTimeout: 300, ...more };
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

suite('transport', (world) => {
  const bytes = someBytes(2 * MiB);
  let id: string;
  before(async () => {
    id = await world().truth.create(bytes);
  });

  test(
    'one large chunk to a slow service: bytes that leave are no silence',
    { timeout: 30_000 },
    async (t) => {
      const { cloud, truth } = world();
      t.after(async () => cloud.faults.clear());
      const big = someBytes(48 * MiB);
      const connection = await connectTo(t, world(), { timeouts: { idle: 1500 } });
      cloud.faults.add({ on: put, do: 'slow', bytesPerSecond: '12MiB', times: 1 });
      const image = await connection.image.uploadImage({
        name: 'big',
        diskFormat: 'raw',
        containerFormat: 'bare',
        data: [big],
      });
      assert.equal(image.osHashValue, hashOf(big));
      await truth.remove(image.id);
    },
  );

  test('a service that stops reading is given up after the idle time', { timeout: 20_000 }, async (t) => {
    const url = await serve(t, (socket) => socket.pause());
    const sending = transportOf(t).send(
      requestTo(url, { method: 'PUT', body: oneChunk(someBytes(64 * MiB)), responseTimeout: 60_000 }),
    );
    const result = await settled(sending);
    assert.ok('error' in result);
    assertError(result.error, { error: TimeoutError, message: /the service stopped reading/ });
  });

  test('a service that takes all and says nothing is given up after the response time', async (t) => {
    const url = await serve(t, (socket) => socket.resume());
    const result = await settled(
      transportOf(t).send(requestTo(url, { method: 'PUT', body: oneChunk(bytes), idleTimeout: 60_000 })),
    );
    assert.ok('error' in result);
    assertError(result.error, { error: TimeoutError, message: /no answer within 0.3 s/ });
  });

  test('a slow source is no silence of the service', async (t) => {
    const { cloud, truth } = world();
    const connection = await connectTo(t, world(), { timeouts: { idle: 100 } });
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield bytes;
      await new Promise((resolve) => setTimeout(resolve, 500));
      yield bytes;
    }
    const image = await connection.image.uploadImage({
      name: 'slow',
      diskFormat: 'raw',
      containerFormat: 'bare',
      data: slow(),
    });
    assert.equal(image.size, 2 * bytes.length);
    await truth.remove(image.id);
    cloud.faults.clear();
  });

  test(
    'more transfers than sockets wait for nothing: a hundred streams are opened, then read',
    { timeout: 30_000 },
    async (t) => {
      const connection = await connectTo(t, world());
      const streams = await Promise.all(
        Array.from({ length: 100 }, () => connection.image.downloadImage(id, { stream: true })),
      );
      for (const stream of streams) {
        let size = 0;
        for await (const chunk of stream) size += chunk.length;
        assert.equal(size, bytes.length);
      }
    },
  );

  test('requests wait in line for a slot, and leave the line when they are aborted', async (t) => {
    const requests: Socket[] = [];
    const waiting: Socket[] = [];
    const url = await serve(t, (socket) => {
      socket.on('data', () => {
        requests.push(socket);
        waiting.push(socket);
      });
    });
    const answer = (): void => void waiting.shift()?.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    const transport = transportOf(t, 1);
    const patient = { idleTimeout: 10_000, responseTimeout: 10_000 };
    const first = transport.send(requestTo(url, patient));
    const controller = new AbortController();
    const second = settled(transport.send(requestTo(url, { ...patient, signal: controller.signal })));
    const third = transport.send(requestTo(url, patient));
    while (requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const reason = new Error('enough');
    controller.abort(reason);
    assert.deepEqual(await second, { error: reason });
    answer();
    assert.equal((await first).status, 200);
    while (waiting.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    answer();
    assert.equal((await third).status, 200);
    assert.equal(requests.length, 2);
  });

  test('an upload does not go over a connection that was used before', async (t) => {
    let sockets = 0;
    const url = await serve(t, (socket) => {
      sockets += 1;
      socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
    });
    const transport = transportOf(t);
    const send = async (request: TransportRequest): Promise<void> => {
      const { body } = await transport.send(request);
      for await (const _ of body);
    };
    await send(requestTo(url));
    await send(requestTo(url));
    assert.equal(sockets, 1);
    await send(requestTo(url, { method: 'PUT', body: oneChunk(Buffer.of(1)) }));
    assert.equal(sockets, 2);
  });

  test('close() lets what is under way come to its end, and keeps nothing after it', async (t) => {
    const { cloud } = world();
    t.after(async () => cloud.faults.clear());
    const connection = await connectTo(t, world());
    cloud.faults.add({ on: 'GET /v2/images/:id/file', do: 'slow', bytesPerSecond: '8MiB' });
    const stream = await connection.image.downloadImage(id, { stream: true, chunkSize: 1000 });
    await connection.close();
    let size = 0;
    for await (const chunk of stream) size += chunk.length;
    assert.equal(size, bytes.length);
    assert.equal(cloud.faults.fired().length, 1);
  });
});
