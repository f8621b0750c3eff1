import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

import { parseJson } from './json.ts';
import type { Json } from './json.ts';

/** A request as it goes on the wire. Nothing is added to it but `Host`, the body's framing and `Connection: close`. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes and strings go with a Content-Length, an iterable goes chunked. */
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
}

/** What came back, read to the end. */
export interface WireAnswer {
  readonly status: number;
  readonly reason: string;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  /** The parsed body, or undefined when it is not JSON. */
  readonly json: Json | undefined;
}

const idleLimit = 60_000;

/**
 * Sends one request on a connection of its own and reads the whole answer. Deliberately dumb: no retry, no redirect, no
 * keep-alive, no interpretation, so that what a test sees is what the server sent.
 */
export async function send(request: WireRequest): Promise<WireAnswer> {
  return await new Promise((resolve, reject) => {
    const connect = request.url.startsWith('https:') ? httpsRequest : httpRequest;
    const outgoing = connect(request.url, {
      method: request.method,
      headers: { ...request.headers },
      agent: false,
      timeout: idleLimit,
    });
    outgoing.on('response', (incoming) => {
      readAnswer(incoming).then(resolve, reject);
    });
    outgoing.on('timeout', () => {
      outgoing.destroy(new Error(`no answer from ${request.method} ${request.url} within ${idleLimit} ms`));
    });
    outgoing.on('error', reject);
    writeBody(request.body, outgoing).catch(reject);
  });
}

async function writeBody(body: WireRequest['body'], outgoing: ReturnType<typeof httpRequest>): Promise<void> {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
    if (body !== undefined && !outgoing.hasHeader('Content-Length')) {
      outgoing.setHeader('Content-Length', Buffer.byteLength(body));
    }
    outgoing.end(body);
    return;
  }
  for await (const chunk of body) {
    await new Promise<void>((resolve, reject) => {
      outgoing.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
  }
  outgoing.end();
}

/** Reads an answer to its end. */
export async function readAnswer(incoming: IncomingMessage): Promise<WireAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const text = bytes.toString('utf8');
  return {
    status: incoming.statusCode ?? 0,
    reason: incoming.statusMessage ?? '',
    headers: incoming.headers,
    bytes,
    text,
    json: parseJson(text),
  };
}
