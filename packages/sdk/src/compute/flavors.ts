import { AmbiguousNameError, isNotFound, OptionError } from '../errors.ts';
import { path } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import { type Page, Paginator } from '../resource/paginator.ts';
import { flavorId, member, read } from './call.ts';
import { firstPage } from './list.ts';
import { flavorQuery } from './query.ts';
import type { Flavor, FlavorQuery, FlavorRef, ReadOptions } from './types.ts';
import { toFlavor } from './wire.ts';

/** The first page of a list of flavors; see {@link FlavorQuery}. */
export function listFlavors(session: Session, query: FlavorQuery): Promise<Page<Flavor>> {
  return firstPage(session, {
    ...flavorQuery(query),
    path: '/flavors/detail',
    member: 'flavors',
    decode: toFlavor,
    signal: query.signal,
  });
}

/** Gets one flavor. */
export async function getFlavor(session: Session, flavor: FlavorRef, options: ReadOptions): Promise<Flavor> {
  const value = await read(session, path`/flavors/${flavorId(flavor)}`, options);
  return toFlavor(member(value, 'flavor'));
}

/** The flavor with this id or exact name, `undefined` if there is none. */
export async function findFlavor(
  session: Session,
  nameOrId: string,
  options: ReadOptions,
): Promise<Flavor | undefined> {
  if (nameOrId === '') throw new OptionError('findFlavor: a name or an id is needed');
  try {
    // An id can be any text, and Nova has no filter for names.
    return await getFlavor(session, nameOrId, options);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  const all = await new Paginator(() => listFlavors(session, options)).toArray();
  const found = all.filter(({ name }) => name === nameOrId);
  if (found.length < 2) return found[0];
  throw new AmbiguousNameError(
    `${found.length} flavors are called ${nameOrId}: use an id: ${found.map(({ id }) => id).join(', ')}`,
    found,
  );
}
