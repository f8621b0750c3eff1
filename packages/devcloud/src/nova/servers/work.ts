import type { FailServerFault, FailSnapshotFault, HangServerFault } from '../../faults/fault.ts';
import { waitUntil } from '../../clock.ts';
import type { ActiveFaults } from '../../faults/active.ts';
import type { Nova } from '../nova.ts';
import { breakServer, change } from './server.ts';
import type { ServerTask } from '../../faults/fault.ts';
import type { Server } from './server.ts';

/** What goes wrong on purpose in the work that a request begins. */
export interface ServerFaults {
  readonly hang: HangServerFault | undefined;
  readonly fail: FailServerFault | undefined;
  readonly snapshot: FailSnapshotFault | undefined;
}

/** Takes the faults that lie in wait for the work a request begins. */
export function takeServerFaults(faults: ActiveFaults): ServerFaults {
  return {
    hang: faults.take('hang-server'),
    fail: faults.take('fail-server'),
    snapshot: faults.take('fail-snapshot'),
  };
}

/** Ends work whose server has been taken away from it: deleted, or reset by an admin. */
export class Overtaken extends Error {
  constructor() {
    super('The server is not in the state it was left in');
    this.name = 'Overtaken';
  }
}

/** Work on one server: it goes from step to step, on the clock of the cloud. */
export class Work {
  readonly #nova: Nova;
  readonly #server: Server;
  readonly #faults: ServerFaults;
  readonly #end: AbortSignal;
  #due: number;

  /**
   * @param begun when the request came, in milliseconds since the epoch
   * @param end aborted when the cloud closes
   */
  constructor(nova: Nova, server: Server, faults: ServerFaults, begun: number, end: AbortSignal) {
    this.#nova = nova;
    this.#server = server;
    this.#faults = faults;
    this.#end = end;
    this.#due = begun;
  }

  /** Goes on to a task state a step later, if nothing has come between. @throws Overtaken */
  async enter(state: ServerTask | null, changes: Partial<Omit<Server, 'id'>> = {}): Promise<void> {
    const before = this.#server.taskState;
    await this.#step();
    this.#check(before);
    change(this.#nova, this.#server, { ...changes, taskState: state });
  }

  /** Stands still when a fault wants that here. @param usual whether it is here where no state is named */
  async pause(usual = false): Promise<void> {
    const { hang } = this.#faults;
    const here = this.#server.taskState;
    if (hang === undefined || here === null) return;
    if (hang.state === undefined ? !usual : hang.state !== here) return;
    const forHowLong = hang.milliseconds ?? Infinity;
    if (forHowLong === Infinity) await aborted(this.#end);
    this.#due += forHowLong;
    await waitUntil(this.#nova.clock, this.#due, this.#end);
    this.#check(here);
  }

  /** Puts the server in error a step later when a fault wants that. @returns whether it did */
  async fails(): Promise<boolean> {
    const { fail } = this.#faults;
    if (fail === undefined) return false;
    const before = this.#server.taskState;
    await this.#step();
    this.#check(before);
    breakServer(this.#nova, this.#server, fail.message ?? 'No valid host was found. ');
    return true;
  }

  async #step(): Promise<void> {
    this.#due += this.#nova.stepTime;
    await waitUntil(this.#nova.clock, this.#due, this.#end);
  }

  #check(state: ServerTask | null): void {
    if (this.#server.deleted || this.#server.taskState !== state) throw new Overtaken();
  }
}

async function aborted(signal: AbortSignal): Promise<never> {
  return await new Promise<never>((_, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/**
 * Starts work on a server.
 * @param overtaken tidies up when the server has been deleted or reset meanwhile
 */
export function startWork(
  nova: Nova,
  server: Server,
  faults: ServerFaults,
  steps: (work: Work) => Promise<void>,
  overtaken: () => Promise<void> | void = () => undefined,
): void {
  const begun = nova.clock.now();
  nova.jobs.start(async (end) => {
    try {
      await steps(new Work(nova, server, faults, begun, end));
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      await overtaken();
    }
  });
}
