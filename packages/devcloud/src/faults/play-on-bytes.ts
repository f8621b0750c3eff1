import { setTimeout as delay } from 'node:timers/promises';

import type { ActiveFaults, Mark } from './active.ts';
import type { Direction, Fault, StatusFault } from './fault.ts';
import { byteSize } from './parse-fault.ts';

/** How a transfer ended that a fault ended. */
export type Ending = 'reset' | 'truncate' | 'worker-death' | 'gone';

/** Thrown into a transfer by a fault, or when the client has gone while it was stalled. */
export class TransferEnded extends Error {
  readonly ending: Ending;

  /** @param ending what becomes of the connection */
  constructor(ending: Ending) {
    super(`Transfer ended: ${ending}`);
    this.name = 'TransferEnded';
    this.ending = ending;
  }
}

/** Thrown into an upload by a fault that answers in the midst of it. */
export class AnsweredInstead extends Error {
  readonly fault: StatusFault;

  /** @param fault tells what is answered */
  constructor(fault: StatusFault) {
    super(`Answered ${fault.status} by a fault`);
    this.name = 'AnsweredInstead';
    this.fault = fault;
  }
}

/**
 * Lets the faults of a request strike in one of its bodies, each behind exactly the byte it names.
 * @returns the source itself when no fault lies in wait
 */
export function playOnBytes(
  source: AsyncIterable<Uint8Array>,
  faults: ActiveFaults,
  direction: Direction,
): AsyncIterable<Uint8Array> {
  const marks = faults.marks(direction);
  return marks.length === 0 ? source : play(source, faults, marks);
}

async function* play(
  source: AsyncIterable<Uint8Array>,
  faults: ActiveFaults,
  marks: readonly Mark[],
): AsyncGenerator<Uint8Array> {
  const waiting = [...marks];
  const { gone } = faults.request;
  let position = 0;
  let rate = Infinity;
  const reach = async function* (chunk: Uint8Array): AsyncGenerator<Uint8Array> {
    let rest = chunk;
    for (let mark = waiting[0]; mark !== undefined; mark = waiting[0]) {
      const ahead = mark.at - position;
      const corrupts = mark.armed.fault.do === 'corrupt';
      // A byte can only be corrupted once it is there.
      if (corrupts ? rest.length <= ahead : rest.length < ahead) break;
      waiting.shift();
      if (ahead > 0) yield* paced(rest.subarray(0, ahead), rate, gone);
      rest = rest.subarray(ahead);
      position = mark.at;
      if (!faults.strike(mark.armed)) continue;
      if (corrupts) rest = withFirstByteTurned(rest);
      rate = await strikeAtPoint(mark.armed.fault, rate, gone);
    }
    if (rest.length > 0) yield* paced(rest, rate, gone);
    position += rest.length;
  };
  yield* reach(new Uint8Array());
  for await (const chunk of source) yield* reach(chunk);
}

/** @returns the rate from here on, in bytes a second */
async function strikeAtPoint(fault: Fault, rate: number, gone: AbortSignal): Promise<number> {
  if (fault.do === 'reset' || fault.do === 'truncate' || fault.do === 'worker-death') {
    throw new TransferEnded(fault.do);
  }
  if (fault.do === 'status') throw new AnsweredInstead(fault);
  if (fault.do === 'stall') await until(gone);
  return fault.do === 'slow' ? (byteSize(fault.bytesPerSecond) ?? rate) : rate;
}

async function until(gone: AbortSignal): Promise<never> {
  if (!gone.aborted) {
    await new Promise<void>((resolve) => {
      gone.addEventListener('abort', () => resolve(), { once: true });
    });
  }
  throw new TransferEnded('gone');
}

/** Hands on a chunk at no more than `rate` bytes a second, in pieces of a twentieth of a second. */
async function* paced(chunk: Uint8Array, rate: number, gone: AbortSignal): AsyncGenerator<Uint8Array> {
  if (rate === Infinity) {
    yield chunk;
    return;
  }
  const piece = Math.max(1, Math.floor(rate / 20));
  for (let start = 0; start < chunk.length; start += piece) {
    const bytes = chunk.subarray(start, start + piece);
    await pause((bytes.length / rate) * 1000, gone);
    yield bytes;
  }
}

/** Waits, but no longer than the client does. */
export async function pause(milliseconds: number, gone: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal: gone });
  } catch {
    throw new TransferEnded('gone');
  }
}

function withFirstByteTurned(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[0] = (copy[0] ?? 0) ^ 0xff;
  return copy;
}
