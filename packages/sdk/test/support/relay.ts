import { createServer, request as forward } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer as createSecure } from 'node:https';

import { listen } from './listen.ts';
import type { Scope } from './scope.ts';

/** How a relay differs from a plain one. */
export interface RelayOptions {
  /** Speaks TLS, with this certificate and key in PEM. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
  /** Is shown each request and the head of its answer before they go on. */
  readonly watch?: (request: IncomingMessage, answer: IncomingMessage) => void;
}

/**
 * Starts a server that hands every request on to an HTTP service, and breaks off where the service does.
 * @param target URL of the service, without a slash at its end
 * @returns the relay's URL, to be used in its place
 */
export async function startRelay(
  scope: Scope,
  target: string,
  { tls, watch }: RelayOptions = {},
): Promise<string> {
  const relay: RequestListener = (request, response) => {
    const { method, headers, url = '' } = request;
    const onward = forward(target + url, { method, headers }, (answer) => {
      watch?.(request, answer);
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.on('error', () => response.destroy());
      answer.pipe(response);
    });
    onward.on('error', () => request.socket.destroy());
    request.on('error', () => onward.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  };
  const port = await listen(scope, tls === undefined ? createServer(relay) : createSecure(tls, relay));
  return `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
}
