import { createServer, request as forward, type RequestListener, type Server } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { connect, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

import { listen } from '../../support/listen.ts';

/** A proxy server on the loopback interface that does what proxies do. */
export interface TestProxy {
  readonly url: string;
  readonly server: Server;
  /** `CONNECT host:port` and `GET http://…`, in the order of their arrival. */
  readonly asked: readonly string[];
  /** The `Proxy-Authorization` of each. */
  readonly proofs: readonly (string | undefined)[];
  /** Connections to it so far. */
  readonly connections: () => number;
}

/** What makes a proxy different from an open one. */
export interface ProxyOptions {
  /** `user:password` that has to be shown. */
  readonly pair?: string;
  /** Answers every CONNECT with this status. */
  readonly refuse?: number;
  /** Takes CONNECT and says nothing. */
  readonly silent?: boolean;
  /** Speaks TLS itself. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
}

/** Starts a proxy; it is closed with all its connections when the test is over. */
export async function startProxy(t: TestContext, options: ProxyOptions = {}): Promise<TestProxy> {
  const asked: string[] = [];
  const proofs: (string | undefined)[] = [];
  let connections = 0;
  const isKnown = (proof: string | undefined): boolean =>
    options.pair === undefined || proof === `Basic ${Buffer.from(options.pair).toString('base64')}`;
  const plain: RequestListener = (request, response) => {
    const { url = '', method, headers } = request;
    asked.push(`${method} ${url}`);
    proofs.push(headers['proxy-authorization']);
    if (!isKnown(headers['proxy-authorization'])) {
      response.writeHead(407, { 'Proxy-Authenticate': 'Basic' }).end('who are you?');
      return;
    }
    const { 'proxy-authorization': _, ...passed } = headers;
    const onward = forward(url, { method, headers: passed }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('error', () => response.destroy());
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end('no way'));
    request.pipe(onward);
  };
  const server = options.tls === undefined ? createServer(plain) : createSecure(options.tls, plain);
  server.on('connect', (request, client: Socket) => {
    asked.push(`CONNECT ${request.url}`);
    proofs.push(request.headers['proxy-authorization']);
    client.on('error', () => client.destroy());
    if (options.silent === true) return;
    const refusal = isKnown(request.headers['proxy-authorization']) ? options.refuse : 407;
    if (refusal !== undefined) {
      client.end(`HTTP/1.1 ${refusal} No\r\nContent-Length: 12\r\n\r\n{"images":1}`);
      return;
    }
    const { hostname, port } = new URL(`http://${request.url}`);
    const service = connect(Number(port), hostname.replace(/^\[|\]$/g, ''), () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(service).pipe(client);
    });
    service.on('error', () => client.destroy());
    client.on('close', () => service.destroy());
  });
  server.on('connection', () => {
    connections += 1;
  });
  const port = await listen(t, server);
  const scheme = options.tls === undefined ? 'http' : 'https';
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    server,
    asked,
    proofs,
    connections: () => connections,
  };
}
