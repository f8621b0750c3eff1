import { sleep } from '../abort.ts';
import type { RetryPolicy } from '../config/network.ts';
import type { AcceptAnswer } from '../auth/types.ts';
import type { Timeouts } from '../config/types.ts';
import { DiscoveryError, HttpError, NetworkError, TimeoutError } from '../errors.ts';
import type { ByteStream, Transport, TransportResponse } from '../platform/types.ts';
import { readBrokenText } from './body.ts';
import type { DebugLog } from './debug-log.ts';
import type { Events } from './events.ts';
import { httpError, refusalBodyLimit, requestIdOf } from './http-error.ts';
import type { Limiter } from './limiter.ts';
import type { Redactor } from './redactor.ts';
import { isRetriable, retryDelay } from './retry.ts';
import { routeOf } from './route.ts';

const maxRedirects = 5;

/** A request as it goes out, apart from what every request carries. */
export interface Outgoing {
  /** The service's type in the catalog, by which limits are found. */
  readonly service?: string | undefined;
  readonly method: string;
  readonly url: string;
  /** Where the service's own path begins in the URL's; by default at its start. */
  readonly pathFrom?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: Uint8Array | AsyncIterable<Uint8Array> | undefined;
  /** Whether it may be sent again when it is not known what became of it. */
  readonly repeatable: boolean;
  readonly responseTimeout?: number | undefined;
  /** Whether the answer is read at once. */
  readonly brief?: boolean | undefined;
  /** How often it may be sent again after a failed connection, instead of what the policy says. */
  readonly connectRetries?: number | undefined;
  /** How often it may be sent again after an answer that asks for it, instead of what the policy says. */
  readonly statusCodeRetries?: number | undefined;
  /** Tells which statuses of 400 and above are an answer and no failure. */
  readonly accept?: AcceptAnswer | undefined;
  readonly onBodySent?: (() => void) | undefined;
  /** Instead of an id of its own for each call. */
  readonly globalRequestId?: string | undefined;
  /** Milliseconds after which it is not sent again. */
  readonly deadline?: number | undefined;
  readonly signal: AbortSignal | undefined;
}

/** An answer that is a success; its body must be read or cancelled. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The service's own id of the request. */
  readonly requestId: string | undefined;
  /** How often the request was sent. */
  readonly attempts: number;
  /** The microversion that the service says it answered by. */
  readonly microversion?: string | undefined;
  readonly body: ByteStream;
}

/** What a sender is made of. */
export interface SenderParts {
  readonly transport: Transport;
  readonly userAgent: string;
  readonly timeouts: Timeouts;
  readonly retry: RetryPolicy;
  readonly redactor: Redactor;
  readonly limiter: Limiter;
  readonly events: Events;
  readonly debug: DebugLog | undefined;
  readonly globalRequestId: string | undefined;
  /** The cloud's name, for events. */
  readonly cloud: string | undefined;
}

/** Tells what becomes of one call. */
interface Observer {
  retry(attempt: number, delay: number, error: unknown): void;
  end(answer: Answer): void;
  fail(error: unknown, attempts: number): void;
}

/** One call on its way: what does not change from attempt to attempt. */
interface Call extends Outgoing {
  readonly requestId: string;
}

function isBeforeSending(error: unknown): boolean {
  return (error instanceof NetworkError || error instanceof TimeoutError) && error.beforeSending;
}

function asSent(error: unknown): unknown {
  if (!isBeforeSending(error)) return error;
  const options = { cause: error, beforeSending: false };
  if (error instanceof TimeoutError) return new TimeoutError(error.message, options);
  return error instanceof NetworkError ? new NetworkError(error.message, options) : error;
}

/** Sends requests and knows what can go wrong with one; knows nothing of tokens and services. */
export class Sender {
  readonly #parts: SenderParts;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  /** Sends a request, again if that is safe and may help. Rejects with an HttpError unless the answer is a success. */
  async send(request: Outgoing): Promise<Answer> {
    const { timeouts, globalRequestId } = this.#parts;
    const requestId = request.globalRequestId ?? globalRequestId ?? `req-${crypto.randomUUID()}`;
    const call: Call = { ...request, requestId };
    const observer = this.#observe(call);
    const started = performance.now();
    // Whether an earlier attempt may have reached the service: then the last one's failure does not say that none did.
    let arrived = false;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await this.#attempt(call, attempt);
        observer?.end(answer);
        return answer;
      } catch (error) {
        const delay = this.#delayAfter(error, request, attempt);
        const tooLate = performance.now() - started + (delay ?? 0) > (request.deadline ?? timeouts.deadline);
        if (delay === undefined || tooLate) {
          const final = arrived ? asSent(error) : error;
          observer?.fail(final, attempt);
          throw final;
        }
        arrived ||= !isBeforeSending(error);
        observer?.retry(attempt, delay, error);
        await sleep(delay, request.signal).catch((reason: unknown) => {
          observer?.fail(reason, attempt);
          throw reason;
        });
      }
    }
  }

  #observe({ service, method, url, pathFrom = 0, requestId }: Call): Observer | undefined {
    const { events, redactor, cloud } = this.#parts;
    if (!events.isWanted('request')) return undefined;
    const started = performance.now();
    const route = routeOf(new URL(url).pathname.slice(pathFrom));
    const request = { service, method, url: redactor.url(url), route, sentRequestId: requestId, cloud };
    const duration = (): number => performance.now() - started;
    events.tell({ type: 'request:start', request });
    return {
      retry: (attempt, delay, error) =>
        events.tell({ type: 'request:retry', request, attempt, delay, error }),
      end: ({ status, requestId: id, attempts }) =>
        events.tell({ type: 'request:end', request, status, requestId: id, attempts, duration: duration() }),
      fail: (error, attempts) =>
        events.tell({ type: 'request:error', request, error, attempts, duration: duration() }),
    };
  }

  /** Milliseconds to wait before another attempt, or `undefined` if there is to be none. */
  #delayAfter(error: unknown, request: Outgoing, attempt: number): number | undefined {
    const { retry } = this.#parts;
    const retries = error instanceof HttpError ? request.statusCodeRetries : request.connectRetries;
    if (attempt > (retries ?? retry.attempts - 1)) return undefined;
    if (error instanceof HttpError) {
      if (!request.repeatable || !isRetriable(error.status, error.retryAfter)) return undefined;
      return retryDelay(retry, attempt, error.retryAfter, Math.random);
    }
    if (!(error instanceof NetworkError || error instanceof TimeoutError)) return undefined;
    if (error instanceof NetworkError && error.permanent) return undefined;
    const safe = request.repeatable || error.beforeSending;
    return safe ? retryDelay(retry, attempt, undefined, Math.random) : undefined;
  }

  async #attempt(request: Call, attempts: number): Promise<Answer> {
    const { limiter, redactor } = this.#parts;
    const counts = request.brief === true || request.body === undefined || request.body instanceof Uint8Array;
    const leave = await limiter.enter(request.service, counts, request.signal);
    let response: TransportResponse;
    try {
      response = await this.#follow(request);
    } catch (error) {
      leave();
      throw error;
    }
    const { status, headers, body } = response;
    const isAnswer = status < 400 || request.accept?.(status, headers) === true;
    if (request.brief === true || !isAnswer) void response.over.then(leave);
    else leave();
    if (isAnswer) return { status, headers, requestId: requestIdOf(headers), attempts, body };
    const text = await readBrokenText(body, refusalBodyLimit);
    this.#parts.debug?.body(text);
    request.signal?.throwIfAborted();
    const { method, url } = request;
    throw httpError({ method, url, status, headers, body: text, attempts }, redactor);
  }

  /** Follows redirects of reads within one origin: the token is not shown to anybody else. */
  async #follow(request: Call): Promise<TransportResponse> {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    let { url } = request;
    for (let hops = 0; ; hops += 1) {
      const response = await this.#send(request, url);
      const { location } = response.headers;
      if (![301, 302, 303, 307, 308].includes(response.status) || location === undefined) return response;
      response.body.cancel();
      const target = URL.canParse(location, url) ? new URL(location, url) : undefined;
      const isSafe = target !== undefined && isRead && target.origin === new URL(url).origin;
      if (!isSafe || hops >= maxRedirects) {
        const { redactor } = this.#parts;
        const to = redactor.url(target?.href ?? location);
        throw new DiscoveryError(
          `${request.method} ${redactor.url(url)} was redirected to ${to}; that is not followed, since ` +
            `${isSafe ? `it is redirect number ${hops + 1}` : 'a token must not leave the place it is meant for'}: ` +
            'check the endpoint',
        );
      }
      url = target.href;
    }
  }

  async #send(request: Call, url: string): Promise<TransportResponse> {
    const { transport, userAgent, timeouts, debug } = this.#parts;
    const headers = {
      Accept: 'application/json',
      'User-Agent': userAgent,
      'X-Openstack-Request-Id': request.requestId,
      ...(request.body instanceof Uint8Array && { 'Content-Length': String(request.body.length) }),
      ...request.headers,
    };
    const { method, body, signal, brief, onBodySent, responseTimeout = timeouts.response } = request;
    const outgoing = { method, url, headers, body, signal, brief, onBodySent, responseTimeout };
    if (debug === undefined) return transport.send({ ...outgoing, idleTimeout: timeouts.idle });
    debug.request(method, url, headers, body);
    const started = performance.now();
    try {
      const response = await transport.send({ ...outgoing, idleTimeout: timeouts.idle });
      debug.answer(response.status, response.headers, performance.now() - started);
      return response;
    } catch (error) {
      debug.failure(error);
      throw error;
    }
  }
}
