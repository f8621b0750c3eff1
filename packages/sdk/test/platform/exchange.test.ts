import assert from 'node:assert/strict';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';

import { NetworkError } from '@ostk/sdk';

import { nodePlatform } from '#src/platform/node/index.js';
import type { Transport, TransportRequest, TransportResponse } from '#src/platform/types.js';

import { listen } from '../support/listen.ts';
import { rejectionOf } from '../http/support/cloud.ts';
import { happening, startServer } from '../http/support/server.ts';

function openTransport(t: TestContext): Transport {
  const transport = nodePlatform.createTransport({
    tls: { verify: true, cacert: undefined, cert: undefined, key: undefined },
    connectTimeout: 10_000,
    maxSockets: 32,
  });
  t.after(() => transport.close());
  return transport;
}

function send(
  t: TestContext,
  url: string,
  request: Partial<TransportRequest> = {},
): Promise<TransportResponse> {
  const limits = { idleTimeout: 10_000, responseTimeout: 10_000 };
  return openTransport(t).send({ method: 'GET', url, headers: {}, ...limits, ...request });
}

async function read({ body }: TransportResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** A server that speaks no proper HTTP. */
async function startTcpServer(t: TestContext, onRequest: (socket: Socket) => void): Promise<string> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => onRequest(socket));
  });
  const port = await listen(t, server);
  return `http://127.0.0.1:${port}`;
}

test('every status is an answer', async (t) => {
  for (const status of [200, 204, 206, 300, 304, 401, 404, 500, 599]) {
    const { url } = await startServer(t, (_received, response) => response.writeHead(status).end());
    assert.equal((await send(t, url)).status, status);
  }
});

test('names of headers are in lower case, and headers that stand twice are joined', async (t) => {
  const { url } = await startServer(t, (_received, response) => {
    response.writeHead(200, { 'X-One': ['a', 'b'], 'Set-Cookie': ['c', 'd'] }).end();
  });
  const { headers } = await send(t, url);
  assert.equal(headers['x-one'], 'a, b');
  assert.equal(headers['set-cookie'], 'c, d');
});

test('a body of many chunks arrives as it was sent', async (t) => {
  const data = Buffer.alloc(3_000_000, 'abcdefg');
  const { url } = await startServer(t, (_received, response) => response.end(data));
  assert.equal(await read(await send(t, url)), data.toString());
});

test('an answer that is cut short of its length is no end', async (t) => {
  const { url } = await startServer(t, (_received, response, request) => {
    response.writeHead(200, { 'Content-Length': '100' });
    response.write('half', () => request.socket.destroySoon());
  });
  const error = await rejectionOf(send(t, url).then(read));
  assert(error instanceof NetworkError);
});

test('a chunked answer without its last chunk is no end', async (t) => {
  const url = await startTcpServer(t, (socket) => {
    socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n');
  });
  assert((await rejectionOf(send(t, url).then(read))) instanceof NetworkError);
});

test('an answer without a length ends with its connection, as HTTP/1.0 has it', async (t) => {
  const url = await startTcpServer(t, (socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nwhole'));
  assert.equal(await read(await send(t, url)), 'whole');
});

test('a connection that is cut before anybody reads the answer: the reader learns of it', async (t) => {
  const cut = happening();
  const { url } = await startServer(t, (_received, response, request) => {
    response.writeHead(200, { 'Content-Length': '100' });
    response.write('half', () => {
      request.socket.on('close', () => cut.resolve());
      request.socket.resetAndDestroy();
    });
  });
  const response = await send(t, url);
  await cut.promise;
  assert((await rejectionOf(read(response))) instanceof NetworkError);
});

test('what is not HTTP is a NetworkError', async (t) => {
  const url = await startTcpServer(t, (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
  const error = await rejectionOf(send(t, url));
  assert(error instanceof NetworkError);
  assert(error.cause instanceof Error);
});

test('a connection that is closed without an answer is a NetworkError', async (t) => {
  const url = await startTcpServer(t, (socket) => socket.end());
  const error = await rejectionOf(send(t, url));
  assert(error instanceof NetworkError);
  assert.equal(error.beforeSending, false);
});

test('an answer that comes before the body was sent is an answer', { timeout: 20_000 }, async (t) => {
  const left = happening();
  const url = await startTcpServer(t, (socket) => {
    socket.on('close', () => left.resolve());
    socket.write('HTTP/1.1 413 Request Entity Too Large\r\nContent-Length: 3\r\n\r\nbig');
    socket.resume();
  });
  let closed = false;
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield new Uint8Array(64 * 1024);
    } finally {
      closed = true;
    }
  }
  const response = await send(t, url, { method: 'PUT', body: endless() });
  assert.equal(response.status, 413);
  assert.equal(await read(response), 'big');
  assert(closed);
  // The connection is in the middle of a request: nothing else can be said on it.
  await left.promise;
});

test('one who stops reading closes the connection', async (t) => {
  const closed = happening();
  const { url } = await startServer(t, (_received, response) => {
    response.on('close', () => closed.resolve());
    const more = (): void => {
      while (response.writable && response.write(Buffer.alloc(64 * 1024))) continue;
    };
    response.on('drain', more);
    more();
  });
  for await (const chunk of (await send(t, url)).body) if (chunk.length > 0) break;
  await closed.promise;
});

test('a reader who is slow makes the service wait: nothing piles up', async (t) => {
  let sent = 0;
  const { url } = await startServer(t, (_received, response) => {
    const more = (): void => {
      while (response.writable && sent < 64 * 1024 * 1024) {
        sent += 1024 * 1024;
        if (!response.write(Buffer.alloc(1024 * 1024))) return;
      }
      response.end();
    };
    response.on('drain', more);
    more();
  });
  const { body } = await send(t, url);
  let received = 0;
  for await (const chunk of body) {
    received += chunk.length;
    assert(sent - received < 32 * 1024 * 1024, `${sent - received} bytes are on their way`);
    // Let the server have its turns, so that it could run ahead.
    await new Promise(setImmediate);
    if (received > 24 * 1024 * 1024) break;
  }
});

test('a URL that is none, and a scheme that is not spoken', async (t) => {
  assert((await rejectionOf(send(t, 'nonsense'))) instanceof NetworkError);
  await assert.rejects(send(t, 'ftp://127.0.0.1/x'), {
    name: 'ConfigError',
    message: /ftp: is not supported/,
  });
});
