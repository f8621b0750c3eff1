import {
  BadRequest,
  Conflict,
  Forbidden,
  HttpError,
  type HttpErrorDetails,
  NotFound,
  PayloadTooLarge,
  RateLimited,
  ServerError,
  Unauthorized,
  UnsupportedMediaType,
} from '../errors.ts';
import { asRecord, parseJson } from '../json.ts';
import { reasonFrom } from './error-body.ts';
import { retryAfterOf } from './retry.ts';
import type { Redactor } from './redactor.ts';

type HttpErrorClass = new (message: string, details: HttpErrorDetails) => HttpError;

const classes: Readonly<Record<number, HttpErrorClass>> = {
  400: BadRequest,
  401: Unauthorized,
  403: Forbidden,
  404: NotFound,
  409: Conflict,
  410: NotFound,
  413: PayloadTooLarge,
  415: UnsupportedMediaType,
  429: RateLimited,
};

/** What a refused request and its answer are described by. */
export interface Refusal {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Up to twice what is kept of it, or its end. */
  readonly body: string;
  readonly attempts: number;
}

const shownBody = 64 * 1024;

/** How many bytes of a refusal's body are read. */
export const refusalBodyLimit: number = 2 * shownBody;

/** Masked before it is cut: what a cut leaves of a secret is not known as one. */
function shownText(text: string, redactor: Redactor): string {
  const clean = redactor.redact(text);
  // Where reading stopped there may be such a rest.
  const whole =
    text.length < shownBody ? clean : clean.slice(0, Math.max(0, clean.length - redactor.longest));
  return whole.slice(0, shownBody);
}

/** Seconds that the body asks to wait, as old Novas do it: `{"overLimit": {"retryAfter": "7"}}`. */
function retryAfterIn(body: string): number | undefined {
  if (!body.includes('retryAfter')) return undefined;
  for (const fault of Object.values(asRecord(parseJson(body)) ?? {})) {
    const value = asRecord(fault)?.['retryAfter'];
    const seconds = typeof value === 'string' && value !== '' ? Number(value) : value;
    if (typeof seconds === 'number' && seconds >= 0 && Number.isFinite(seconds)) return seconds * 1000;
  }
  return undefined;
}

/** The service's id of a request, from the headers that OpenStack services use. */
export function requestIdOf(headers: Readonly<Record<string, string>>): string | undefined {
  return headers['x-openstack-request-id'] ?? headers['x-compute-request-id'];
}

function shownRequestId(headers: Refusal['headers'], redactor: Redactor): string | undefined {
  const id = requestIdOf(headers);
  return id === undefined ? undefined : redactor.redact(id);
}

/** A 413 or 5xx without a request id never reached the service. */
function proxyHint(refusal: Refusal): string {
  const fromProxy =
    requestIdOf(refusal.headers) === undefined && !refusal.headers['content-type']?.includes('json');
  if (!fromProxy) return '';
  if (refusal.status === 413) return '; a proxy in front of the service limits the size of a request';
  return refusal.status >= 502 && refusal.status <= 504 ? '; a proxy in front of the service answered' : '';
}

/** The error for an answer that is not a success, of the class that fits its status. */
export function httpError(refusal: Refusal, redactor: Redactor): HttpError {
  const { method, status, headers, attempts } = refusal;
  const url = redactor.url(refusal.url);
  const body = shownText(refusal.body, redactor);
  // Once more after decoding: an entity may have hidden a secret.
  const reason = redactor.redact(reasonFrom(body, headers['content-type'], status));
  const requestId = shownRequestId(headers, redactor);
  const notes = [
    ...(requestId === undefined ? [] : [`request ${requestId}`]),
    ...(attempts > 1 ? [`tried ${attempts} times`] : []),
  ];
  const note = notes.length === 0 ? '' : ` (${notes.join(', ')})`;
  const message = `${method} ${url}: ${status}${reason === '' ? '' : ` ${reason}`}${proxyHint(refusal)}${note}`;
  const ErrorClass = classes[status] ?? (status >= 500 ? ServerError : HttpError);
  const retryAfter = retryAfterOf(headers, Date.now()) ?? retryAfterIn(body);
  return new ErrorClass(message, { status, requestId, method, url, body, reason, attempts, retryAfter });
}
