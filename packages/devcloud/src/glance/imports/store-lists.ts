import type { Image } from '../image.ts';

/** The property that holds the id of the task that imports an image: nobody else may, as long as it is there. */
export const lockKey = 'os_glance_import_task';

/** The properties that tell in which stores an image is still to come, and in which it could not come. */
export type ListKey = 'os_glance_importing_to_stores' | 'os_glance_failed_import';

/** Adds stores to a list of an image. */
export function addStores(image: Pick<Image, 'properties'>, key: ListKey, stores: readonly string[]): void {
  write(image, key, new Set([...read(image, key), ...stores]));
}

/** Takes stores from a list of an image. */
export function removeStores(
  image: Pick<Image, 'properties'>,
  key: ListKey,
  stores: readonly string[],
): void {
  write(image, key, new Set(read(image, key).filter((store) => !stores.includes(store))));
}

function read({ properties }: Pick<Image, 'properties'>, key: ListKey): readonly string[] {
  return (properties.get(key) ?? '').split(',').filter((store) => store !== '');
}

function write({ properties }: Pick<Image, 'properties'>, key: ListKey, stores: ReadonlySet<string>): void {
  properties.set(key, [...stores].toSorted().join(','));
}
