import findMyWay from 'find-my-way';

import type { Answer } from './answer.ts';
import type { Exchange, Params } from './exchange.ts';

/** Answers one request, or throws an HttpError. */
export type Handler = (exchange: Exchange, params: Params) => Answer | Promise<Answer>;

/** Paths (`/v2/images/:id`) and what answers each of their methods. */
export type Routes<Entry = Handler> = Readonly<Record<string, Readonly<Record<string, Entry>>>>;

/** What a path led to. */
export interface Match<Entry = Handler> {
  readonly methods: Readonly<Record<string, Entry>>;
  readonly params: Params;
}

/**
 * Builds a router with one entry a path, so that an unknown method of a known path can be told from an unknown path.
 * @returns finds the methods of a path
 */
export function createRouter<Entry>(routes: Routes<Entry>): (path: string) => Match<Entry> | undefined {
  const table = findMyWay({ maxParamLength: 8192 });
  const methodsOf = new Map<unknown, Readonly<Record<string, Entry>>>();
  for (const [path, methods] of Object.entries(routes)) {
    const marker = (): string => path;
    methodsOf.set(marker, methods);
    table.on('GET', path, marker);
  }
  return (path) => {
    // A WSGI server decodes the path before it is routed: an escaped slash separates like any other, and what is no
    // escape stands for itself.
    const decoded = path
      .replaceAll(/%(?![0-9a-f]{2})/gi, '%25')
      .replaceAll(/%2f/gi, '/')
      .replaceAll(/\/{2,}/g, '/');
    const found = table.find('GET', decoded);
    const methods = methodsOf.get(found?.handler);
    if (found === null || methods === undefined) return undefined;
    const params = Object.entries(found.params).map(([name, value]) => [name, value ?? ''] as const);
    return params.some(([, value]) => value === '')
      ? undefined
      : { methods, params: Object.fromEntries(params) };
  };
}
