import type { Exchange, Params } from '../http/exchange.ts';
import { webobError } from '../http/webob-error.ts';
import type { WebobParts } from '../http/webob-error.ts';
import type { Caller } from './caller.ts';
import type { Glance } from './glance.ts';

/** One request to Glance, with all a handler needs. */
export interface Request {
  readonly glance: Glance;
  readonly exchange: Exchange;
  readonly caller: Caller;
  /** As it is told, and noted on tasks. */
  readonly requestId: string;
  readonly params: Params;
}

/** An error in WebOb's form, in what the client accepts. */
export function fail({ exchange }: Request, status: number, parts: WebobParts = {}): Error {
  return webobError(exchange, status, parts);
}

/** An error with an explanation of its own. */
export function explain(request: Request, status: number, explanation: string): Error {
  return fail(request, status, { explanation });
}
