import { AmbiguousNameError, isHttpError, isNotFound, OptionError } from '../errors.ts';

/** What can be found by its name or id. */
export interface Item {
  readonly id: string;
  readonly name: string;
}

/** How a kind of thing is found. */
export interface Finder<T extends Item> {
  /** In messages, in the plural. */
  readonly kind: string;
  readonly byId: (id: string) => Promise<T>;
  readonly byName: (name: string) => Promise<readonly T[]>;
  /** What somebody knows who may not list all: the own ones. */
  readonly own: () => Promise<readonly T[]>;
}

async function unlessHidden<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isNotFound(error) || isHttpError(error, 403)) return undefined;
    throw error;
  }
}

/**
 * The thing with this id or exact name, `undefined` if there is none that may be seen.
 *
 * @throws AmbiguousNameError if more than one carries the name.
 */
export async function find<T extends Item>(finder: Finder<T>, nameOrId: string): Promise<T | undefined> {
  const { kind, byId, byName, own } = finder;
  if (nameOrId === '') throw new OptionError('a name or an id is needed');
  const isId = !/[/?#]|^\.{1,2}$/.test(nameOrId);
  const known = isId ? await unlessHidden(byId(nameOrId)) : undefined;
  if (known !== undefined) return known;
  const listed = await unlessHidden(byName(nameOrId));
  const found = listed ?? (await own()).filter(({ id, name }) => id === nameOrId || name === nameOrId);
  if (found.length < 2) return found[0];
  throw new AmbiguousNameError(
    `${found.length} ${kind} are called ${nameOrId}: use an id: ${found.map(({ id }) => id).join(', ')}`,
    found.map(({ id, name }) => ({ id, name })),
  );
}
