import type { ActiveFaults } from '../faults/active.ts';
import { byteSize } from '../faults/parse-fault.ts';
import type { Answer, BodyStream } from './answer.ts';
import { bytesOf } from './send.ts';

/** Gives an answer a shorter or a longer body than the service gave it, when a fault wants that. */
export function reshaped(answer: Answer, faults: ActiveFaults): Answer {
  const shorten = faults.take('shorten');
  const lengthen = faults.take('lengthen');
  const shorter = shorten === undefined ? answer : shortened(answer, byteSize(shorten.after) ?? 0);
  return lengthen === undefined ? shorter : lengthened(shorter, byteSize(lengthen.by) ?? 0);
}

function shortened(answer: Answer, size: number): Answer {
  const body = streamOf(answer);
  const open = async function* (): AsyncGenerator<Uint8Array> {
    let left = size;
    for await (const chunk of body.open()) {
      yield chunk.subarray(0, left);
      left -= Math.min(left, chunk.length);
      if (left === 0) return;
    }
  };
  return {
    ...answer,
    body: { length: body.length === undefined ? undefined : Math.min(body.length, size), open },
  };
}

function lengthened(answer: Answer, more: number): Answer {
  const body = streamOf(answer);
  const open = async function* (): AsyncGenerator<Uint8Array> {
    yield* body.open();
    yield new Uint8Array(more);
  };
  return { ...answer, body: { length: body.length === undefined ? undefined : body.length + more, open } };
}

function streamOf({ body }: Answer): BodyStream {
  if (typeof body === 'object' && 'open' in body) return body;
  return { length: Buffer.byteLength(body), open: () => bytesOf(body) };
}
