import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { AuthError } from '../../errors.ts';
import type { Loopback, LoopbackHandler } from '../types.ts';

const bodyLimit = 64 * 1024;

async function readBody(message: IncomingMessage): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of message) {
    if (!(chunk instanceof Uint8Array)) return undefined;
    size += chunk.length;
    if (size > bodyLimit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function singleHeaders(message: IncomingMessage): Readonly<Record<string, string>> {
  const pairs = Object.entries(message.headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return Object.fromEntries(pairs);
}

async function answer(
  handle: LoopbackHandler,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(message);
  const { method = 'GET', url: path = '/' } = message;
  const { status, html } =
    body === undefined
      ? { status: 413, html: '' }
      : handle({ method, path, headers: singleHeaders(message), body });
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(html),
    'Content-Security-Policy': "default-src 'none'",
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    Connection: 'close',
  });
  response.end(html);
}

/** Listens on this machine only; what comes in at a name of another machine (DNS rebinding) is refused. */
export function listenOnLoopback(port: number, handle: LoopbackHandler): Promise<Loopback> {
  const sockets = new Set<Socket>();
  const server = createServer({ headersTimeout: 30_000, requestTimeout: 60_000 }, (message, response) => {
    const host = (message.headers.host ?? '').replace(/:\d+$/, '');
    if (host === '127.0.0.1' || host === 'localhost') {
      answer(handle, message, response).catch(() => response.destroy());
    } else response.writeHead(403, { Connection: 'close' }).end();
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new AuthError(`cannot listen on port ${port} for the browser to come back: ${cause.message}`, {
          cause,
        }),
      );
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new AuthError('no port to listen on'));
      else
        resolve({
          port: address.port,
          close() {
            server.close();
            // The last answer may be on its way still; it must not keep the program from its end.
            for (const socket of sockets) socket.unref();
          },
        });
    });
  });
}
