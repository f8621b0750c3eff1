import { dumps } from '../python/json.ts';
import type { Json, JsonStyle } from '../python/json.ts';

/** One header; a name may occur more than once. */
export type Header = readonly [name: string, value: string];

/** A body that is read while it is sent. */
export interface BodyStream {
  /** The number of bytes, sent as Content-Length; undefined sends the body chunked. */
  readonly length: number | undefined;
  /** Starts reading. Called at most once; the reader closes it early when the client goes away. */
  open(): AsyncIterable<Uint8Array>;
  /** Told once all bytes have been handed over. */
  done?(): void;
}

/** What a handler answers: data, sent in one place (`send.ts`), where faults can get at it. */
export interface Answer {
  readonly status: number;
  /** The reason phrase; Node's own for the status by default. */
  readonly reason?: string | undefined;
  readonly headers: readonly Header[];
  readonly body: string | Uint8Array | BodyStream;
}

/** An answer with a JSON body in Python's style. */
export function jsonAnswer(
  status: number,
  value: Json,
  headers: readonly Header[] = [],
  style: JsonStyle = {},
): Answer {
  return { status, headers: [['Content-Type', 'application/json'], ...headers], body: dumps(value, style) };
}

/** An answer to be thrown from anywhere below a handler. */
export class HttpError extends Error {
  readonly answer: Answer;

  /** @param answer what the client gets */
  constructor(answer: Answer) {
    super(`HTTP ${answer.status}`);
    this.name = 'HttpError';
    this.answer = answer;
  }
}
