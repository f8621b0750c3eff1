import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { connect } from '@ostk/sdk';
import type { Connection, ConnectOptions } from '@ostk/sdk';

import { listen } from '../../support/listen.ts';
import type { Scope } from '../../support/scope.ts';

/** A request to the image service as it came, its body read to the end. */
export interface Received {
  readonly method: string;
  /** Below the image service's root, with the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers a request to the image service, rightly or wrongly. */
export type Answerer = (request: Received, response: ServerResponse) => void;

/** A cloud whose Keystone works, and whose image service does what the test says. */
export interface FakeCloud {
  readonly connection: Connection;
  /** Of the server, without a path. */
  readonly url: string;
  /** Every request to the image service, in order. */
  readonly requests: readonly Received[];
}

/** How a fake cloud differs from the usual. */
export interface FakeOptions {
  /** Path of the image service, without a slash at its end; `/image/v2` by default. */
  readonly prefix?: string;
  /** Type of the only service in the catalog; `image` by default. */
  readonly serviceType?: string;
  /** Types of services that are all at the same place, instead of the only one. */
  readonly services?: readonly string[];
  readonly timeouts?: ConnectOptions['timeouts'];
}

/** Writes a JSON answer. */
export function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
}

/** An image as Glance describes it. */
export function imageJson(id: string, more: object = {}): object {
  return { id, name: `image ${id}`, status: 'queued', visibility: 'private', tags: [], ...more };
}

function token(imageUrl: string, types: readonly string[]): object {
  const endpoint = { id: 'e', interface: 'public', region: 'R', region_id: 'R', url: imageUrl };
  return {
    token: {
      methods: ['password'],
      user: { id: 'u', name: 'demo', domain: { id: 'default', name: 'Default' } },
      project: { id: 'p', name: 'demo', domain: { id: 'default', name: 'Default' } },
      roles: [{ id: 'r', name: 'member' }],
      issued_at: new Date().toISOString(),
      expires_at: new Date(Date.now() + 7_200_000).toISOString(),
      catalog: types.map((type) => ({ id: 's', type, name: 'service', endpoints: [endpoint] })),
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Starts a fake cloud for as long as the scope lasts, and connects to it. */
export async function startFakeCloud(
  scope: Scope,
  answer: Answerer,
  { prefix = '/image/v2', serviceType = 'image', services = [serviceType], timeouts }: FakeOptions = {},
): Promise<FakeCloud> {
  const requests: Received[] = [];
  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, search, searchParams } = new URL(incoming.url ?? '/', 'http://fake');
    const body = await readBody(incoming);
    if (pathname === '/identity/v3/auth/tokens') {
      response.setHeader('X-Subject-Token', 'fake-token');
      json(response, token(url + prefix, services), 201);
      return;
    }
    const path = pathname.startsWith(prefix) ? pathname.slice(prefix.length) : `outside:${pathname}`;
    const { method = '', headers } = incoming;
    const request = { method, path: path + search, query: searchParams, headers, body };
    requests.push(request);
    answer(request, response);
  };
  const server = createServer((incoming, response) => {
    // A request that is cut is the test's business, and over.
    handle(incoming, response).catch(() => response.destroy());
  });
  const url = `http://127.0.0.1:${await listen(scope, server)}`;
  const connection = await connect({
    auth: {
      authUrl: `${url}/identity`,
      username: 'demo',
      password: 'fake-password',
      userDomainName: 'Default',
      projectName: 'demo',
      projectDomainName: 'Default',
    },
    timeouts,
  });
  scope.after(() => connection.close());
  return { connection, url, requests };
}
