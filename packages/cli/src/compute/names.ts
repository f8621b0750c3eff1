import { type Connection, isHttpError, isNotFound } from '@ostk/sdk';
import { inParallel } from '../in-parallel.ts';

const atOnce = 4;

/** What is not there any more, or not to be seen, has no name. */
async function nameOrEmpty(found: Promise<{ readonly name: string | null }>): Promise<string> {
  try {
    return (await found).name ?? '';
  } catch (error) {
    if (isNotFound(error) || isHttpError(error, 403)) return '';
    throw error;
  }
}

async function namesOf(
  ids: readonly (string | null | undefined)[],
  nameOf: (id: string) => Promise<string>,
): Promise<ReadonlyMap<string, string>> {
  const unique = [...new Set(ids)].filter((id) => typeof id === 'string');
  const names = await inParallel(unique, atOnce, async (id) => [id, await nameOf(id)] as const);
  return new Map(names);
}

/** The names of images, by their ids; empty for those that are gone. */
export async function imageNames(
  { image }: Connection,
  ids: readonly (string | null | undefined)[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  return namesOf(ids, (id) => nameOrEmpty(image.getImage(id, { signal })));
}

/** The names of flavors, by their ids; empty for those that are gone. */
export async function flavorNames(
  { compute }: Connection,
  ids: readonly (string | null | undefined)[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  return namesOf(ids, (id) => nameOrEmpty(compute.getFlavor(id, { signal })));
}
