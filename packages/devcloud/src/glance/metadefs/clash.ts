import { explain, fail } from '../request.ts';
import type { Request } from '../request.ts';

/** Refuses a new name that another one of the kind has. @throws 409, or 500 where the release trips over it */
export function refuseRename<Item extends { readonly name: string }>(
  request: Request,
  items: readonly Item[],
  item: Item,
  name: string,
  words: (name: string) => string,
): void {
  if (!items.some((other) => other !== item && other.name === name)) return;
  // The words name what the database has still got, which is the old name.
  throw request.glance.release.renameClashIsError
    ? fail(request, 500)
    : explain(request, 409, words(item.name));
}
