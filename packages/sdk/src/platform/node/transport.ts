import { NetworkError } from '../../errors.ts';
import type { Transport, TransportRequest, TransportResponse, TransportSettings } from '../types.ts';
import { isStream } from './agents.ts';
import { Exchange } from './exchange.ts';
import { Routes } from './routes.ts';
import { Slots } from '../../slots.ts';

function parseUrl(url: string): URL {
  if (URL.canParse(url)) return new URL(url);
  throw new NetworkError(`${url} is not a URL`, { beforeSending: true, permanent: true });
}

/** HTTP over `node:http(s)`: constant memory, a Content-Length where it is known, TLS settings for each cloud. */
export function createNodeTransport(settings: TransportSettings): Transport {
  const routes = new Routes(settings);
  // The agents know no limit: a request that waited in their line would be taken for a connection that fails.
  const lines = new Map<string, Slots>();
  const lineTo = (origin: string): Slots => {
    const line = lines.get(origin) ?? new Slots(settings.maxSockets);
    lines.set(origin, line);
    return line;
  };
  const begin = (request: TransportRequest, url: URL): Exchange =>
    new Exchange(routes.open(request, url), request, settings.connectTimeout);
  return {
    async send(request: TransportRequest): Promise<TransportResponse> {
      request.signal?.throwIfAborted();
      const url = parseUrl(request.url);
      if (settings.proxy !== undefined) await routes.ready();
      // An upload may take hours: the short requests beside it need not wait for it.
      if (isStream(request.body)) return begin(request, url).response;
      const line = lineTo(url.origin);
      await line.enter(request.signal);
      const leave = (): void => line.leave();
      let exchange: Exchange;
      try {
        exchange = begin(request, url);
      } catch (error) {
        leave();
        throw error;
      }
      if (request.brief === true) void exchange.over.then(leave);
      else exchange.response.then(leave, leave);
      return exchange.response;
    },
    close(): void {
      routes.close();
    },
  };
}
