import { sleep } from '../abort.ts';
import type { RetryPolicy } from '../config/network.ts';
import type { AcceptAnswer } from '../auth/types.ts';
import type { Timeouts } from '../config/types.ts';
import { DiscoveryError, HttpError, NetworkError, TimeoutError } from '../errors.ts';
import type { ByteStream, Transport, TransportResponse } from '../platform/types.ts';
import { readBrokenText } from './body.ts';
import { httpError, requestIdOf } from './http-error.ts';
import { type Redactor, redactUrl } from './redactor.ts';
import { isRetriable, retryDelay } from './retry.ts';

const errorBodyLimit = 64 * 1024;
const maxRedirects = 5;

/** A request as it goes out, apart from what every request carries. */
export interface Outgoing {
  readonly method: string;
  readonly url: string;
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
    const started = performance.now();
    // Whether an earlier attempt may have reached the service: then the last one's failure does not say that none did.
    let arrived = false;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(request, attempt);
      } catch (error) {
        const delay = this.#delayAfter(error, request, attempt);
        const tooLate = performance.now() - started + (delay ?? 0) > this.#parts.timeouts.deadline;
        if (delay === undefined || tooLate) throw arrived ? asSent(error) : error;
        arrived ||= !isBeforeSending(error);
        await sleep(delay, request.signal);
      }
    }
  }

  /** Milliseconds to wait before another attempt, or `undefined` if there is to be none. */
  #delayAfter(error: unknown, request: Outgoing, attempt: number): number | undefined {
    const { retry } = this.#parts;
    const retries = error instanceof HttpError ? request.statusCodeRetries : request.connectRetries;
    if (attempt > (retries ?? retry.attempts - 1)) return undefined;
    if (error instanceof HttpError) {
      if (!request.repeatable || !isRetriable(error.status)) return undefined;
      return retryDelay(retry, attempt, error.retryAfter, Math.random);
    }
    if (!(error instanceof NetworkError || error instanceof TimeoutError)) return undefined;
    if (error instanceof NetworkError && error.permanent) return undefined;
    const safe = request.repeatable || error.beforeSending;
    return safe ? retryDelay(retry, attempt, undefined, Math.random) : undefined;
  }

  async #attempt(request: Outgoing, attempts: number): Promise<Answer> {
    const { status, headers, body } = await this.#follow(request);
    if (status < 400 || request.accept?.(status, headers) === true)
      return { status, headers, requestId: requestIdOf(headers), attempts, body };
    const text = await readBrokenText(body, errorBodyLimit);
    request.signal?.throwIfAborted();
    throw httpError(
      { method: request.method, url: request.url, status, headers, body: text, attempts },
      this.#parts.redactor,
    );
  }

  /** Follows redirects of reads within one origin: the token is not shown to anybody else. */
  async #follow(request: Outgoing): Promise<TransportResponse> {
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
        const to = redactor.redact(redactUrl(target?.href ?? location));
        throw new DiscoveryError(
          `${request.method} ${redactUrl(url)} was redirected to ${to}; that is not followed, since ` +
            `${isSafe ? `it is redirect number ${hops + 1}` : 'a token must not leave the place it is meant for'}: ` +
            'check the endpoint',
        );
      }
      url = target.href;
    }
  }

  #send(request: Outgoing, url: string): Promise<TransportResponse> {
    const { transport, userAgent, timeouts } = this.#parts;
    return transport.send({
      method: request.method,
      url,
      headers: {
        Accept: 'application/json',
        'User-Agent': userAgent,
        'X-Openstack-Request-Id': `req-${crypto.randomUUID()}`,
        ...(request.body instanceof Uint8Array && { 'Content-Length': String(request.body.length) }),
        ...request.headers,
      },
      body: request.body,
      idleTimeout: timeouts.idle,
      responseTimeout: request.responseTimeout ?? timeouts.response,
      brief: request.brief,
      onBodySent: request.onBodySent,
      signal: request.signal,
    });
  }
}
