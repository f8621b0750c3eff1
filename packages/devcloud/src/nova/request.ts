import type { Exchange, Params } from '../http/exchange.ts';
import { HttpError } from '../http/answer.ts';
import { novaAnswer } from './answer.ts';
import type { Answer } from '../http/answer.ts';
import { webobTitle } from '../http/webob-error.ts';
import type { Json } from '../python/json.ts';
import type { Caller } from './caller.ts';
import type { Nova } from './nova.ts';

/** One request to Nova, with all a handler needs. */
export interface Request {
  readonly nova: Nova;
  readonly exchange: Exchange;
  readonly caller: Caller;
  /** The minor number of the microversion it is answered in: 45 for 2.45. */
  readonly minor: number;
  readonly params: Params;
  /** The body; null when there is none. */
  readonly body: Json;
  /** What the links of the answer begin with: the service without a version, and with it. */
  readonly links: { readonly bare: string; readonly versioned: string };
}

/** Answers one authenticated request. */
export type NovaHandler = (request: Request) => Answer | Promise<Answer>;

/** Paths behind `/v2.1`, and the handlers of their methods. */
export type NovaRoutes = Readonly<Record<string, Readonly<Record<string, NovaHandler>>>>;

const faultNames: Readonly<Record<number, string>> = {
  400: 'badRequest',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'itemNotFound',
  405: 'badMethod',
  409: 'conflictingRequest',
  413: 'overLimit',
  415: 'badMediaType',
  501: 'notImplemented',
  503: 'serviceUnavailable',
};

/** An error in Nova's form: always JSON, whatever the client accepts. */
export function fault(status: number, message: string): HttpError {
  const name = faultNames[status] ?? 'computeFault';
  const answer = novaAnswer(status, { [name]: { code: status, message } });
  return new HttpError({
    ...answer,
    reason: webobTitle(status),
    headers: [['Content-Type', 'application/json; charset=UTF-8']],
  });
}

/** The answer without a body. @param status 202 when the work only begins */
export function doneAnswer(status: 200 | 202 | 204): Answer {
  return { status, headers: [['Content-Type', 'application/json']], body: '' };
}
