import { ActiveFaults } from './active.ts';
import type { ArmedFault, FaultedRequest, TokenControl } from './active.ts';
import type { Fault, FaultBoard, FiredFault } from './fault.ts';
import { faultJson, parseFault } from './parse-fault.ts';

/** The board of a cloud, and for its server what lies in wait for each request. */
export class FaultRegistry implements FaultBoard {
  readonly #tokens: TokenControl;
  #armed: ArmedFault[] = [];
  readonly #fired: FiredFault[] = [];

  /** @param tokens ends tokens for the faults that do */
  constructor(tokens: TokenControl) {
    this.#tokens = tokens;
  }

  add(...faults: readonly Fault[]): void {
    const armed = faults.map((fault) => arm(parseFault(faultJson(fault))));
    this.#armed.push(...armed);
  }

  clear(): void {
    this.#armed = [];
    this.#fired.length = 0;
  }

  list(): readonly Fault[] {
    return this.#armed.map((armed) => armed.fault);
  }

  fired(): readonly FiredFault[] {
    return [...this.#fired];
  }

  /** For a request that no fault may hit. */
  spare(request: FaultedRequest): ActiveFaults {
    return new ActiveFaults(request, [], this.#tokens, () => undefined);
  }

  /** The faults that lie in wait for one request. Counts the request for those that skip some first. */
  begin(request: FaultedRequest): ActiveFaults {
    const line = `${request.method} ${request.path}`;
    const waiting = this.#armed.filter((armed) => armed.timesLeft > 0 && armed.pattern.test(line));
    const striking = waiting.filter((armed) => {
      if (armed.skipLeft === 0) return true;
      armed.skipLeft -= 1;
      return false;
    });
    return new ActiveFaults(request, striking, this.#tokens, (fault) => {
      this.#fired.push({ fault, method: request.method, path: request.path });
    });
  }
}

function arm(fault: Fault): ArmedFault {
  return {
    fault,
    pattern: patternOf(fault.on),
    timesLeft: fault.times ?? Infinity,
    skipLeft: fault.skip ?? 0,
  };
}

function patternOf(on: string): RegExp {
  const [method = '*', path = '/'] = on.split(' ');
  const source = path
    .split('/')
    .map((segment) => {
      if (segment === '*') return '.*';
      return segment.startsWith(':') ? '[^/]+' : segment.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('/');
  return new RegExp(`^${method === '*' ? '[A-Z]+' : method} ${source}$`);
}
