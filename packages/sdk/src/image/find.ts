import { AmbiguousNameError, isNotFound, OptionError } from '../errors.ts';
import type { Session } from '../http/session.ts';
import { getImage, listImages } from './images.ts';
import type { CallOptions, Image, ImageQuery } from './types.ts';

const uuid = /^[\da-f]{8}-?([\da-f]{4}-?){3}[\da-f]{12}$/i;
/** Candidates that are worth listing. */
const enough = 20;

async function byId(session: Session, id: string, options: CallOptions): Promise<Image | undefined> {
  try {
    return await getImage(session, id, options);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function byName(session: Session, query: ImageQuery): Promise<readonly Image[]> {
  // Hidden images have to be asked for, and then only they are listed.
  const lists = await Promise.all(
    [false, true].map((osHidden) => listImages(session, { ...query, osHidden, maxItems: enough }).toArray()),
  );
  return lists.flat();
}

/**
 * The image with this id or name, `undefined` if there is none. Names are looked for among the images that are
 * listed by default and the hidden ones, and only then among community images and pending shares.
 *
 * @throws AmbiguousNameError if more than one carries the name.
 */
export async function findImage(
  session: Session,
  nameOrId: string,
  options: CallOptions,
): Promise<Image | undefined> {
  if (nameOrId === '') throw new OptionError('findImage: a name or an id is needed');
  const { signal } = options;
  const known = uuid.test(nameOrId) ? await byId(session, nameOrId, options) : undefined;
  if (known !== undefined) return known;
  let found = await byName(session, { name: nameOrId, signal });
  if (found.length === 0)
    found = await byName(session, { name: nameOrId, visibility: 'all', memberStatus: 'all', signal });
  if (found.length < 2) return found[0];
  const candidates = found.map(({ id, name }) => ({ id, name }));
  const list = found.map(({ id, status, createdAt }) => `${id} (${status}, ${createdAt})`).join(', ');
  throw new AmbiguousNameError(
    `${found.length} images are called ${nameOrId}: use an id: ${list}`,
    candidates,
  );
}
