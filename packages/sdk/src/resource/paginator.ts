import { OptionError } from '../errors.ts';

/** One page of a list, and how to get the one after it. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Absent on the last page. */
  readonly next?: (() => Promise<Page<T>>) | undefined;
}

/**
 * A list that is fetched page by page while it is iterated. Iterating it again fetches it again.
 *
 * ```ts no-check
 * for await (const image of conn.image.images()) console.log(image.name);
 * ```
 */
export class Paginator<T> implements AsyncIterable<T> {
  readonly #first: () => Promise<Page<T>>;
  readonly #maxItems: number;

  constructor(first: () => Promise<Page<T>>, maxItems: number = Number.POSITIVE_INFINITY) {
    this.#first = first;
    this.#maxItems = maxItems;
  }

  /** The items, one after the other. A page is fetched when the one before it is used up. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.pages()) yield* page;
  }

  /** The items in the pages that the service makes of them. */
  async *pages(): AsyncGenerator<readonly T[], void, undefined> {
    let left = this.#maxItems;
    let fetch: Page<T>['next'] = this.#first;
    while (fetch !== undefined && left > 0) {
      const page: Page<T> = await fetch();
      yield page.items.slice(0, left);
      left -= page.items.length;
      fetch = page.next;
    }
  }

  /** The first item, or `undefined` if there is none. */
  async first(): Promise<T | undefined> {
    for await (const item of this) return item;
    return undefined;
  }

  /** All items, or the first `limit` of them. */
  async toArray(options: { readonly limit?: number } = {}): Promise<T[]> {
    const { limit = Number.POSITIVE_INFINITY } = options;
    if (!(limit >= 0)) throw new OptionError(`toArray: limit must not be ${limit}`);
    const items: T[] = [];
    if (limit === 0) return items;
    for await (const item of this) {
      items.push(item);
      if (items.length >= limit) break;
    }
    return items;
  }
}
