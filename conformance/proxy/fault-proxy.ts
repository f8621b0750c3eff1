import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import type { Scope } from '../harness/cleanup.ts';

/** Which way bytes go: `up` to the cloud, `down` to the client. */
export type Way = 'up' | 'down';

/** What goes wrong on a connection. */
export interface ProxyFault {
  /**
   * `cut`: both sides are reset. `stall`: nothing passes any more that way, the connection stays. `delay`: everything
   * that way comes later; what the client has sent arrives even if it has gone meanwhile.
   */
  readonly do: 'cut' | 'stall' | 'delay';
  readonly way: Way;
  /** Strikes behind so many bytes of a connection that way; 0 by default. */
  readonly after?: number;
  /** Strikes only connections that have carried so many bytes up; 0 by default. */
  readonly minimumUp?: number;
  /** How often it strikes at most; without limit by default. */
  readonly times?: number;
  /** For `delay`. */
  readonly milliseconds?: number;
}

/** A TCP proxy in front of a service that harms what passes. */
export interface FaultProxy {
  /** The service's URL, with the proxy's host and port. */
  readonly url: string;
  /** Sets what goes wrong from now on. */
  setFaults(...faults: readonly ProxyFault[]): void;
  /** How often a fault has struck since the faults were set. */
  readonly struck: number;
  /** Bytes that were passed on each way since the faults were set. */
  readonly passed: Readonly<Record<Way, number>>;
}

interface Armed {
  readonly fault: ProxyFault;
  left: number;
}

/** How long the last bytes before a reset have to reach the other side, in milliseconds: a reset overtakes them. */
const resetGrace = 30;

/** One connection through the proxy. */
class Passage {
  readonly #sockets: Readonly<Record<Way, Socket>>;
  readonly #carried = { up: 0, down: 0 };
  readonly #proxy: ProxyState;

  /** `up` of the sockets is where bytes that go up are written to. */
  constructor(sockets: Readonly<Record<Way, Socket>>, proxy: ProxyState) {
    this.#sockets = sockets;
    this.#proxy = proxy;
    void this.#carry('up', sockets.down);
    void this.#carry('down', sockets.up);
  }

  async #carry(way: Way, from: Socket): Promise<void> {
    const to = this.#sockets[way];
    try {
      for await (const chunk of from) {
        if (!(chunk instanceof Uint8Array) || !(await this.#pass(way, to, chunk))) return;
      }
      to.end();
    } catch {
      // One side has gone; so shall the other, but not over what it has still to get.
      to.end();
    }
  }

  /** Answers whether the connection goes on. */
  async #pass(way: Way, to: Socket, chunk: Uint8Array): Promise<boolean> {
    const armed = this.#proxy.find(way, (fault) => this.#isDue(fault, way, chunk.length));
    const limit =
      armed === undefined ? chunk.length : Math.max(0, (armed.fault.after ?? 0) - this.#carried[way]);
    if (armed?.fault.do === 'delay') {
      this.#proxy.strike(armed);
      await delay(armed.fault.milliseconds);
      return this.#write(way, to, chunk);
    }
    const goesOn = await this.#write(way, to, chunk.subarray(0, limit));
    if (armed === undefined) return goesOn;
    this.#proxy.strike(armed);
    if (armed.fault.do === 'stall')
      await Promise.race([once(this.#sockets.down, 'close'), this.#proxy.closed]);
    else await delay(resetGrace);
    for (const socket of Object.values(this.#sockets)) socket.resetAndDestroy();
    return false;
  }

  #isDue({ after = 0, minimumUp = 0 }: ProxyFault, way: Way, length: number): boolean {
    return this.#carried[way] + length > after && this.#carried.up >= minimumUp;
  }

  async #write(way: Way, to: Socket, bytes: Uint8Array): Promise<boolean> {
    this.#carried[way] += bytes.length;
    this.#proxy.passed[way] += bytes.length;
    if (to.destroyed) return false;
    if (bytes.length > 0 && !to.write(bytes)) {
      const gone = new AbortController();
      const { signal } = gone;
      await Promise.race([once(to, 'drain', { signal }), once(to, 'close', { signal })]).catch(
        () => undefined,
      );
      gone.abort();
    }
    return !to.destroyed;
  }
}

/** The faults that lie in wait, and what has happened. */
class ProxyState {
  readonly passed = { up: 0, down: 0 };
  readonly closed: Promise<void>;
  close: () => void = () => undefined;
  struck = 0;
  #armed: Armed[] = [];

  constructor() {
    this.closed = new Promise((resolve) => {
      this.close = resolve;
    });
  }

  arm(faults: readonly ProxyFault[]): void {
    this.#armed = faults.map((fault) => ({ fault, left: fault.times ?? Infinity }));
    this.struck = 0;
    this.passed.up = 0;
    this.passed.down = 0;
  }

  find(way: Way, isDue: (fault: ProxyFault) => boolean): Armed | undefined {
    return this.#armed.find(({ fault, left }) => left > 0 && fault.way === way && isDue(fault));
  }

  strike(armed: Armed): void {
    armed.left -= 1;
    this.struck += 1;
  }
}

/** Starts a proxy in front of the service at `url`, until the scope ends. */
export async function startProxy(scope: Scope, url: string): Promise<FaultProxy> {
  const target = new URL(url);
  const state = new ProxyState();
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (down) => {
    const up = connect({ host: target.hostname, port: Number(target.port || 80), allowHalfOpen: true });
    for (const socket of [up, down]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => sockets.delete(socket));
    }
    up.once('close', () => down.destroySoon());
    down.once('close', () => up.destroySoon());
    void new Passage({ up, down }, state);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  scope.after(async () => {
    state.close();
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  const own = new URL(url);
  own.host = `127.0.0.1:${address.port}`;
  return {
    url: own.href.replace(/\/$/, ''),
    setFaults: (...faults) => state.arm(faults),
    get struck() {
      return state.struck;
    },
    passed: state.passed,
  };
}
