import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { nodePlatform } from '#src/platform/node/index.js';
import type { Origin } from '#src/transfer/origin.js';

import type { Scope } from '../../support/scope.ts';
import { listen } from '../../support/listen.ts';
import { hashOf } from './bytes.ts';

/** A request that came in. */
export interface SeenRequest {
  readonly range: string | undefined;
}

/** A server with data, and the origin that leads to them. */
export interface OriginServer {
  readonly origin: Origin & { readonly size: number };
  readonly requests: readonly SeenRequest[];
  /** Connections that are open. */
  connections(): Promise<number>;
}

/** Answers instead of the server; `false` leaves it to the server. */
export type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => boolean;

function sendRange(request: IncomingMessage, response: ServerResponse, bytes: Uint8Array): void {
  const match = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  if (match === null) {
    response.writeHead(200, { 'Content-Length': bytes.length }).end(bytes);
    return;
  }
  const [start, end] = [Number(match[1]), Math.min(Number(match[2]) + 1, bytes.length)];
  response
    .writeHead(206, {
      'Content-Length': end - start,
      'Content-Range': `bytes ${start}-${end - 1}/${bytes.length}`,
    })
    .end(bytes.subarray(start, end));
}

/** Serves bytes over HTTP, whole or in ranges, until the scope ends. */
export async function serveBytes(scope: Scope, bytes: Uint8Array, answer?: Answer): Promise<OriginServer> {
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    requests.push({ range: request.headers.range });
    if (answer?.(request, response, requests.length) !== true) sendRange(request, response, bytes);
  });
  const port = await listen(scope, server);
  const transport = nodePlatform.createTransport({
    tls: { verify: true, cacert: undefined, cert: undefined, key: undefined },
    connectTimeout: 2000,
    maxSockets: 32,
  });
  scope.after(async () => transport.close());
  return {
    requests,
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
      }),
    origin: {
      label: 'data',
      identity: 'data',
      size: bytes.length,
      digest: { algorithm: 'sha512', value: hashOf(bytes) },
      request: (range, signal) =>
        transport.send({
          method: 'GET',
          url: `http://127.0.0.1:${port}/`,
          headers: range === undefined ? {} : { Range: `bytes=${range.start}-${range.end - 1}` },
          signal,
          idleTimeout: 2000,
          responseTimeout: 2000,
        }),
    },
  };
}
