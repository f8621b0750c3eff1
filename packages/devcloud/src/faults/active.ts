import type { Direction, Fault, FaultAction } from './fault.ts';
import { byteSize } from './parse-fault.ts';

/** Ends a token before its time. */
export interface TokenControl {
  expire(tokenId: string): void;
  revoke(tokenId: string): void;
}

/** What the board needs to know of a request. */
export interface FaultedRequest {
  readonly method: string;
  readonly path: string;
  /** The token it came with. */
  readonly tokenId: string | undefined;
  /** Aborted as soon as the connection is gone or the cloud closes. */
  readonly gone: AbortSignal;
}

/** A fault with its counters. */
export interface ArmedFault {
  readonly fault: Fault;
  readonly pattern: RegExp;
  timesLeft: number;
  skipLeft: number;
}

/** A fault at a point of a body. */
export interface Mark {
  readonly armed: ArmedFault;
  readonly at: number;
}

/** The faults that lie in wait for one request. */
export class ActiveFaults {
  readonly request: FaultedRequest;
  readonly #armed: readonly ArmedFault[];
  readonly #tokens: TokenControl;
  readonly #log: (fault: Fault) => void;
  #tokenEnded = false;

  /** @param log is told of each stroke */
  constructor(
    request: FaultedRequest,
    armed: readonly ArmedFault[],
    tokens: TokenControl,
    log: (fault: Fault) => void,
  ) {
    this.request = request;
    this.#armed = armed;
    this.#tokens = tokens;
    this.#log = log;
  }

  /** Whether a fault has ended the request's token while it was served. */
  get tokenEnded(): boolean {
    return this.#tokenEnded;
  }

  /** The faults at points of one body, in the order of the points. */
  marks(direction: Direction): readonly Mark[] {
    return this.#armed
      .filter(({ fault }) => directionOf(fault, this.request.method) === direction)
      .map((armed) => ({ armed, at: pointOf(armed.fault) }))
      .toSorted((one, other) => one.at - other.at);
  }

  /**
   * Lets a fault strike, unless others have used up its times.
   * @returns whether it struck
   */
  strike(armed: ArmedFault): boolean {
    if (armed.timesLeft <= 0) return false;
    armed.timesLeft -= 1;
    this.#log(armed.fault);
    const { tokenId } = this.request;
    const { do: action } = armed.fault;
    if (action === 'expire-token' || action === 'revoke-token') {
      this.#tokenEnded = true;
      if (tokenId !== undefined) this.#tokens[action === 'expire-token' ? 'expire' : 'revoke'](tokenId);
    }
    return true;
  }

  /**
   * Lets the first fault of a kind that has no point in a body strike.
   * @returns the fault, or undefined when there is none left
   */
  take<Action extends FaultAction>(action: Action): Extract<Fault, { readonly do: Action }> | undefined {
    for (const armed of this.#armed) {
      const { fault } = armed;
      if (
        isFault(fault, action) &&
        directionOf(fault, this.request.method) === undefined &&
        this.strike(armed)
      ) {
        return fault;
      }
    }
    return undefined;
  }
}

function isFault<Action extends FaultAction>(
  fault: Fault,
  action: Action,
): fault is Extract<Fault, { readonly do: Action }> {
  return fault.do === action;
}

/** Faults that have no point in a body, but strike the answer as a whole. */
const pointless = new Set<FaultAction>([
  'shorten',
  'lengthen',
  'lie-about-range',
  'ignore-range',
  'refuse-range',
  'lose-answer',
  'delay-answer',
  'hang-import',
  'fail-import',
  'slow-import',
  'hang-server',
  'fail-server',
  'fail-snapshot',
]);

/** The body a fault has its point in, or undefined when it has none. */
function directionOf(fault: Fault, method: string): Direction | undefined {
  if (fault.do === 'status') return fault.after === undefined ? undefined : 'request';
  if (pointless.has(fault.do)) return undefined;
  const given = 'direction' in fault ? fault.direction : undefined;
  return given ?? (['PUT', 'POST', 'PATCH'].includes(method) ? 'request' : 'response');
}

function pointOf(fault: Fault): number {
  return 'after' in fault && fault.after !== undefined ? (byteSize(fault.after) ?? 0) : 0;
}
