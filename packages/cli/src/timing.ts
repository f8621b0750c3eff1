import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ClientRequest } from 'node:http';
import type { ListData } from './output/data.ts';

interface Timed {
  readonly what: string;
  readonly seconds: number;
}

function requestOf(message: unknown): ClientRequest | undefined {
  const request: unknown =
    typeof message === 'object' && message !== null && 'request' in message ? message.request : undefined;
  return request instanceof ClientRequest ? request : undefined;
}

/** Measures every request that this process makes over HTTP, from its beginning to the end of its answer's head. */
export class Timing implements Disposable {
  readonly #begun = new WeakMap<ClientRequest, number>();
  readonly #timed: Timed[] = [];

  constructor() {
    subscribe('http.client.request.start', this.#onStart);
    subscribe('http.client.response.finish', this.#onFinish);
  }

  [Symbol.dispose](): void {
    unsubscribe('http.client.request.start', this.#onStart);
    unsubscribe('http.client.response.finish', this.#onFinish);
  }

  /** The requests as `openstack --timing` shows them. */
  data(): ListData {
    const total = this.#timed.reduce((sum, { seconds }) => sum + seconds, 0);
    return {
      columns: [{ name: 'URL' }, { name: 'Seconds' }],
      rows: [
        ...this.#timed.map(({ what, seconds }) => [what, Number(seconds.toFixed(6))]),
        ['Total', Number(total.toFixed(6))],
      ],
    };
  }

  readonly #onStart = (message: unknown): void => {
    const request = requestOf(message);
    if (request !== undefined) this.#begun.set(request, performance.now());
  };

  readonly #onFinish = (message: unknown): void => {
    const request = requestOf(message);
    const begun = request === undefined ? undefined : this.#begun.get(request);
    if (request === undefined || begun === undefined) return;
    const url = `${request.protocol}//${request.getHeader('host')?.toString() ?? request.host}${request.path}`;
    this.#timed.push({ what: `${request.method} ${url}`, seconds: (performance.now() - begun) / 1000 });
  };
}
