import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

import type { ActiveFaults } from '../faults/active.ts';
import { playOnBytes } from '../faults/play-on-bytes.ts';
import type { Answer, BodyStream } from './answer.ts';

/**
 * Writes an answer, with the faults of the exchange in its body.
 * @param headOnly leaves the body out but keeps its length (HEAD)
 * @throws TransferEnded when a fault ends the transfer, and whatever reading the body throws
 */
export async function sendAnswer(
  response: ServerResponse,
  answer: Answer,
  faults: ActiveFaults,
  headOnly: boolean,
): Promise<void> {
  response.statusCode = answer.status;
  if (answer.reason !== undefined) response.statusMessage = answer.reason;
  for (const [name, value] of answer.headers) response.appendHeader(name, value);
  const length = lengthOf(answer);
  if (length !== undefined) response.setHeader('Content-Length', length);
  if (headOnly || answer.status === 204) {
    response.end();
    return;
  }
  const { body } = answer;
  const faulted = faults.marks('response').length > 0;
  if (!faulted && (typeof body === 'string' || body instanceof Uint8Array)) {
    // A text would take the headers with it into UTF-8, and those go out in Latin-1.
    response.end(Buffer.from(body));
    return;
  }
  // Without this Node would tell a length of 0 for a body of unknown length that turns out to be empty.
  if (faulted || length === undefined) response.flushHeaders();
  for await (const chunk of playOnBytes(bytesOf(body), faults, 'response')) {
    if (!(await write(response, chunk))) return;
  }
  if (typeof body === 'object' && 'done' in body) body.done?.();
  response.end();
}

function lengthOf(answer: Answer): number | undefined {
  const { body, status } = answer;
  if (status === 204) return answer.headers.some(([name]) => name === 'Content-Type') ? 0 : undefined;
  if (typeof body === 'string') return Buffer.byteLength(body);
  return body.length;
}

/** The bytes of a body, whatever it is. */
export async function* bytesOf(body: string | Uint8Array | BodyStream): AsyncGenerator<Uint8Array> {
  if (typeof body === 'string') yield Buffer.from(body);
  else if (body instanceof Uint8Array) yield body;
  else yield* body.open();
}

/** @returns false when the client has gone */
async function write(response: ServerResponse, chunk: Uint8Array): Promise<boolean> {
  if (response.destroyed) return false;
  if (response.write(chunk)) return true;
  const away = new AbortController();
  const drained = once(response, 'drain', { signal: away.signal }).then(() => true);
  const closed = once(response, 'close', { signal: away.signal }).then(() => false);
  try {
    return await Promise.race([drained, closed]);
  } finally {
    away.abort();
    await Promise.allSettled([drained, closed]);
  }
}
