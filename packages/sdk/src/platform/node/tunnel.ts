import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import { Duplex } from 'node:stream';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { longestTimer } from '../../abort.ts';
import type { ProxyServer } from '../types.ts';
import { NetworkFailure, networkReason } from './network-reason.ts';

/** The header that shows a proxy who we are. */
export function proxyHeaders(proxy: ProxyServer): Readonly<Record<string, string>> {
  const { username, password } = proxy;
  if (username === undefined) return {};
  const pair = Buffer.from(`${username}:${password?.reveal() ?? ''}`).toString('base64');
  return { 'Proxy-Authorization': `Basic ${pair}` };
}

/** Why a proxy did not do what was asked: nothing of the request has reached the service. */
export function proxyRefusal(proxy: ProxyServer, status: number, message: string | undefined): Error {
  const who = `the proxy ${proxy.url}`;
  if (status === 407) {
    const reason =
      proxy.username === undefined
        ? `${who} wants a user name and a password: write them into its URL`
        : `${who} refused the user name and the password in its URL`;
    return new NetworkFailure(`${reason} (407)`, { permanent: true });
  }
  // What the proxy could not reach may be up the next time; what it forbids will stay so.
  const text = message === undefined || message === '' ? '' : ` ${message}`;
  return new NetworkFailure(`${who} refused: ${status}${text}`, { permanent: status < 500 });
}

/** How a tunnel is made. */
export interface TunnelSettings {
  readonly proxy: ProxyServer;
  /** Milliseconds until the tunnel and the TLS connection in it have to stand. */
  readonly connectTimeout: number;
  /** For a proxy that is itself spoken to by TLS. */
  readonly tls: https.AgentOptions;
}

/** Asks the proxy for a connection to `place`. */
function askProxy(settings: TunnelSettings, place: string, signal: AbortSignal): Promise<Duplex> {
  const { proxy, tls } = settings;
  const { request } = proxy.url.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    const headers = { Host: place, ...proxyHeaders(proxy) };
    const asked = request(proxy.url, {
      ...tls,
      method: 'CONNECT',
      path: place,
      agent: false,
      headers,
      signal,
    });
    asked.on('error', (cause: Error) => {
      const failure = new NetworkFailure(`the proxy ${proxy.url}: ${networkReason(cause)}`, { cause });
      reject(signal.aborted ? signal.reason : failure);
    });
    asked.once('connect', (response, socket) => {
      const { statusCode = 0, statusMessage } = response;
      if (statusCode >= 200 && statusCode <= 299) resolve(socket);
      else {
        socket.destroy();
        reject(proxyRefusal(proxy, statusCode, statusMessage));
      }
    });
    asked.end();
  });
}

/** Speaks TLS with the service over a connection that stands. */
async function secured(socket: Duplex, target: ConnectionOptions, signal: AbortSignal): Promise<TLSSocket> {
  // Without `path`, which would stand for a socket of the file system.
  const { path: _, ...options } = target;
  const stream = connectTls({ ...options, socket });
  const abort = (): void => {
    stream.destroy(signal.reason);
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    await once(stream, 'secureConnect');
    return stream;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

async function openTunnel(settings: TunnelSettings, target: ConnectionOptions): Promise<TLSSocket> {
  const { proxy, connectTimeout } = settings;
  const limit = new AbortController();
  const timer = setTimeout(
    () =>
      limit.abort(
        new NetworkFailure(`no connection through the proxy ${proxy.url} within ${connectTimeout / 1000} s`),
      ),
    Math.min(connectTimeout, longestTimer),
  );
  try {
    const host = target.host ?? '';
    const place = `${host.includes(':') ? `[${host}]` : host}:${target.port ?? 443}`;
    return await secured(await askProxy(settings, place, limit.signal), target, limit.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** An agent whose connections are tunnels through a proxy, each with TLS in it from end to end. */
export class TunnelAgent extends https.Agent {
  readonly #settings: TunnelSettings;

  constructor(settings: TunnelSettings, options: https.AgentOptions) {
    super(options);
    this.#settings = settings;
  }

  override createConnection(
    target: ConnectionOptions,
    created?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    openTunnel(this.#settings, target).then(
      (stream) => created?.(null, stream),
      (error) => created?.(error, new Duplex()),
    );
  }
}
