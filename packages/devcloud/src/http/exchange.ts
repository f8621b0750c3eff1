import type { IncomingHttpHeaders } from 'node:http';

import type { ActiveFaults } from '../faults/active.ts';
import type { RequestBody } from './request-body.ts';

/** One request as a handler sees it. */
export interface Exchange {
  readonly method: string;
  /** The path behind the service's prefix, as sent: `/v2/images`. */
  readonly path: string;
  /** The part behind `?`, as sent; empty when there is none. */
  readonly search: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly requestId: string;
  /** Scheme and authority the client used, without a path. */
  readonly origin: string;
  readonly body: RequestBody;
  /** Faults that hit this exchange; most are played by the transport, a few by handlers. */
  readonly faults: ActiveFaults;
}

/** Path parameters of the route, decoded. */
export type Params = Readonly<Record<string, string>>;

/** One header of a request as text, however often it was sent. @param name in lower case */
export function headerOf(exchange: Exchange, name: string): string | undefined {
  const value = exchange.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
