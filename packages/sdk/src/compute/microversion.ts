import { compareMicroversions } from '../catalog/microversions.ts';
import { MicroversionError } from '../errors.ts';
import type { Session } from '../http/session.ts';

/** What a call asks of the microversion that it is answered by. */
export interface Need {
  /** What asks for it, for messages: `createServer: networks 'none'`. */
  readonly what: string;
  /** Without it the call cannot be made. */
  readonly least?: string | undefined;
  /** Taken if the cloud has it. */
  readonly prefer?: string | undefined;
}

/** A reason to need a microversion: what for, and which. */
export type Requirement = readonly [what: string, microversion: string];

/** The newest of what is required, with what requires it; `undefined` if nothing is. */
export function newestRequirement(requirements: readonly Requirement[]): Requirement | undefined {
  return requirements.toSorted((a, b) => compareMicroversions(b[1], a[1]))[0];
}

/**
 * The microversion to ask for: the least that will do, or the preferred one if the cloud has it. Without a need, none
 * is asked for, and the cloud is not asked for its range.
 *
 * @throws MicroversionError if the cloud is too old.
 */
export async function negotiate(
  session: Session,
  need: Need,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { what, least, prefer } = need;
  if (least === undefined && prefer === undefined) return undefined;
  const range = await session.microversions('compute', { signal });
  // A cloud that does not say what it speaks is asked, and says no by itself.
  if (range === undefined || least === 'latest') return least;
  if (least !== undefined && compareMicroversions(range.max, least) < 0) {
    throw new MicroversionError(
      `${what} needs microversion ${least} of the Compute API; this cloud speaks ${range.min} to ${range.max}`,
      { needed: least, ...range },
    );
  }
  const wanted =
    prefer !== undefined && compareMicroversions(prefer, range.max) <= 0 ? prefer : (least ?? undefined);
  if (wanted === undefined) return undefined;
  return compareMicroversions(wanted, range.min) < 0 ? range.min : wanted;
}
