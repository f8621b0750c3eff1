import * as http from 'node:http';
import * as https from 'node:https';
import type { Socket } from 'node:net';
import { ConfigError, NetworkError } from '../../errors.ts';
import type {
  TlsSettings,
  Transport,
  TransportRequest,
  TransportResponse,
  TransportSettings,
} from '../types.ts';
import { Exchange } from './exchange.ts';
import { Slots } from './slots.ts';
import { tlsOptions } from './tls-options.ts';

/** Sees to it that an agent that was closed keeps no connection; what is under way goes on to its end. */
function closing(agent: http.Agent): () => void {
  let closed = false;
  agent.on('free', (socket: Socket) => {
    if (closed) socket.destroy();
  });
  return () => {
    closed = true;
    for (const sockets of Object.values(agent.freeSockets))
      for (const socket of sockets ?? []) socket.destroy();
  };
}

/** The agents for one kind of URL. */
interface Agents<AgentType> {
  /** Keeps connections for the next request. */
  readonly kept: AgentType;
  /** A new connection for each request. */
  readonly fresh: AgentType;
  close(): void;
}

const keepAlive = { keepAlive: true, scheduling: 'lifo' } as const;

/**
 * Has an agent use no connection twice. It does not tell the service so: one that refuses a request early would close
 * the connection over what is still being sent, and its answer would be lost.
 */
function once<AgentType extends http.Agent>(agent: AgentType): AgentType {
  agent.on('free', (socket: Socket) => socket.destroy());
  return agent;
}

function plainAgents(): Agents<http.Agent> {
  const kept = new http.Agent(keepAlive);
  return { kept, fresh: once(new http.Agent(keepAlive)), close: closing(kept) };
}

function secureAgents(tls: TlsSettings): Agents<https.Agent> {
  const options = tlsOptions(tls);
  const kept = new https.Agent({ ...keepAlive, ...options });
  return { kept, fresh: once(new https.Agent({ ...keepAlive, ...options })), close: closing(kept) };
}

/** HTTP over `node:http(s)`: constant memory, a Content-Length where it is known, TLS settings for each cloud. */
export function createNodeTransport(settings: TransportSettings): Transport {
  const plain = plainAgents();
  // Made on first use: a cloud without TLS does not pay for it.
  let secure: Agents<https.Agent> | undefined;
  // The agents know no limit: a request that waited in their line would be taken for a connection that fails.
  const slots = new Slots(settings.maxSockets);
  const open = (request: TransportRequest): http.ClientRequest => {
    const url = new URL(request.url);
    const options = { method: request.method, headers: request.headers };
    // What can be sent only once is not risked on an old connection that the service may be about to close.
    const kind = isStream(request.body) ? 'fresh' : 'kept';
    if (url.protocol === 'http:') return http.request(url, { ...options, agent: plain[kind] });
    if (url.protocol === 'https:') {
      secure ??= secureAgents(settings.tls);
      return https.request(url, { ...options, agent: secure[kind] });
    }
    throw new ConfigError(`${url.protocol} is not supported in ${url.origin}: use http or https`);
  };
  const exchange = (request: TransportRequest): Promise<TransportResponse> =>
    new Exchange(open(request), request, settings.connectTimeout).response;
  return {
    async send(request: TransportRequest): Promise<TransportResponse> {
      request.signal?.throwIfAborted();
      if (!URL.canParse(request.url)) {
        throw new NetworkError(`${request.url} is not a URL`, { beforeSending: true, permanent: true });
      }
      // An upload may take hours: the short requests beside it need not wait for it.
      if (isStream(request.body)) return exchange(request);
      await slots.enter(request.signal);
      try {
        return await exchange(request);
      } finally {
        slots.leave();
      }
    },
    close(): void {
      plain.close();
      secure?.close();
    },
  };
}

function isStream(body: TransportRequest['body']): boolean {
  return body !== undefined && !(body instanceof Uint8Array);
}
