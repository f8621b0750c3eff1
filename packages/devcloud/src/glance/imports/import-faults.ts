import { setTimeout as delay } from 'node:timers/promises';

import type { ActiveFaults } from '../../faults/active.ts';
import type { FailImportFault, HangImportFault, SlowImportFault } from '../../faults/fault.ts';
import { byteSize } from '../../faults/parse-fault.ts';

/** What goes wrong on purpose in one import. */
export interface ImportFaults {
  readonly hang: HangImportFault | undefined;
  readonly fail: FailImportFault | undefined;
  readonly slow: SlowImportFault | undefined;
}

/** Thrown into an import by a fault. Its message is what the task will say. */
export class ImportFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ImportFailed';
  }
}

/** Takes the faults that lie in wait for the import a request asks for. */
export function takeImportFaults(faults: ActiveFaults): ImportFaults {
  return {
    hang: faults.take('hang-import'),
    fail: faults.take('fail-import'),
    slow: faults.take('slow-import'),
  };
}

/**
 * The data on their way into one store, with the faults in them.
 * @param isFirst whether it is the first store: the one that faults mean that name none
 * @param end aborted when the cloud closes
 */
export async function* playOnImport(
  source: AsyncIterable<Uint8Array>,
  { hang, fail, slow }: ImportFaults,
  store: string,
  isFirst: boolean,
  end: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const isMeant = (fault: { readonly store?: string } | undefined): boolean =>
    fault !== undefined && (fault.store === undefined ? isFirst : fault.store === store);
  const strikes = [
    ...(fail !== undefined && isMeant(fail)
      ? [{ at: pointOf(fail), strike: () => Promise.reject(new ImportFailed(fail.message ?? '')) }]
      : []),
    ...(hang !== undefined && isMeant(hang) ? [{ at: pointOf(hang), strike: () => hangUp(hang, end) }] : []),
  ].toSorted((one, other) => one.at - other.at);
  const rate = slow !== undefined && isMeant(slow) ? (byteSize(slow.bytesPerSecond) ?? Infinity) : Infinity;
  let position = 0;
  const reach = async (point: number): Promise<void> => {
    for (let next = strikes[0]; next !== undefined && next.at <= point; next = strikes[0]) {
      strikes.shift();
      await next.strike();
    }
  };
  await reach(0);
  for await (const chunk of source) {
    for (const bytes of pieces(chunk, rate)) {
      if (rate !== Infinity) await delay((bytes.length / rate) * 1000, undefined, { signal: end });
      position += bytes.length;
      await reach(position);
      yield bytes;
    }
  }
  await reach(Infinity);
}

function pointOf({ after }: HangImportFault | FailImportFault): number {
  return after === undefined ? 0 : (byteSize(after) ?? 0);
}

async function hangUp({ milliseconds }: HangImportFault, end: AbortSignal): Promise<void> {
  if (milliseconds !== undefined) {
    await delay(milliseconds, undefined, { signal: end });
    return;
  }
  await new Promise<never>((_, reject) => {
    const stop = (): void => reject(new Error('The cloud closes'));
    if (end.aborted) stop();
    else end.addEventListener('abort', stop, { once: true });
  });
}

/** A chunk in pieces of a twentieth of a second each. */
function* pieces(chunk: Uint8Array, rate: number): Generator<Uint8Array> {
  const size = rate === Infinity ? chunk.length : Math.max(1, Math.floor(rate / 20));
  for (let start = 0; start < chunk.length; start += size) yield chunk.subarray(start, start + size);
}
