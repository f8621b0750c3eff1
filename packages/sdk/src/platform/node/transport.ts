import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import { ConfigError, NetworkError } from '../../errors.ts';
import type {
  TlsSettings,
  Transport,
  TransportRequest,
  TransportResponse,
  TransportSettings,
} from '../types.ts';
import { Exchange } from './exchange.ts';

function readPem(path: string | undefined, option: string): Buffer | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new ConfigError(`${option}: cannot read ${path}: ${String(cause)}`, { cause });
  }
}

function httpsAgentOptions(tls: TlsSettings): https.AgentOptions {
  const ca = readPem(tls.cacert, 'cacert');
  const cert = readPem(tls.cert, 'cert');
  // As in the other OpenStack clients, a certificate file may hold its key as well.
  const key = readPem(tls.key, 'key') ?? cert;
  return {
    rejectUnauthorized: tls.verify,
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert, key }),
  };
}

/** HTTP over `node:http(s)`: constant memory, a Content-Length where it is known, TLS settings for each cloud. */
export function createNodeTransport(settings: TransportSettings): Transport {
  const shared = { keepAlive: true, maxSockets: settings.maxSockets, scheduling: 'lifo' } as const;
  const plain = new http.Agent(shared);
  // Made on first use: a cloud without TLS does not pay for it.
  let secure: https.Agent | undefined;
  const open = (request: TransportRequest): http.ClientRequest => {
    const url = new URL(request.url);
    const options = { method: request.method, headers: request.headers };
    if (url.protocol === 'http:') return http.request(url, { ...options, agent: plain });
    if (url.protocol === 'https:') {
      secure ??= new https.Agent({ ...shared, ...httpsAgentOptions(settings.tls) });
      return https.request(url, { ...options, agent: secure });
    }
    throw new ConfigError(`${url.protocol} is not supported in ${url.origin}: use http or https`);
  };
  return {
    async send(request: TransportRequest): Promise<TransportResponse> {
      request.signal?.throwIfAborted();
      if (!URL.canParse(request.url)) {
        throw new NetworkError(`${request.url} is not a URL`, { beforeSending: true });
      }
      return new Exchange(open(request), request, settings.connectTimeout).response;
    },
    close(): void {
      plain.destroy();
      secure?.destroy();
    },
  };
}
