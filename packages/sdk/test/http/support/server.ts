import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';

import { listen } from '../../support/listen.ts';

/** A request as it arrived. */
export interface Received {
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers a request that was received with its whole body. */
export type Handler = (received: Received, response: ServerResponse, request: IncomingMessage) => void;

/** A real HTTP server on the loopback interface. */
export interface TestServer {
  /** Without a trailing slash. */
  readonly url: string;
  readonly server: Server;
  /** Every request, in the order of their arrival. */
  readonly received: readonly Received[];
}

/** Makes a listener that records requests before it hands them on. */
function recorder(received: Received[], handler: Handler): RequestListener {
  return (request, response) => {
    const { method = '', url = '', headers } = request;
    const answer = async (): Promise<void> => {
      const one = { method, path: url, headers, body: await text(request) };
      received.push(one);
      handler(one, response, request);
    };
    // A client that goes away while it is sending leaves nobody to answer.
    answer().catch(() => response.destroy());
  };
}

/** Starts a server; it is closed, with all its connections, when the test is over. */
export async function startServer(t: TestContext, handler: Handler): Promise<TestServer> {
  const received: Received[] = [];
  const server = createServer(recorder(received, handler));
  const port = await listen(t, server);
  return { url: `http://127.0.0.1:${port}`, server, received };
}

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

/** Something that happens once; tests wait for it instead of sleeping. */
export interface Happening<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
}

/** Makes a {@link Happening}. */
export function happening<T = void>(): Happening<T> {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
