import { OptionError, OstkError } from '../errors.ts';
import type { Session } from '../http/session.ts';
import { checkOptions, type KeysOf } from '../options.ts';
import { ownProject } from './call.ts';
import { deleteImage, listImages, updateImage } from './images.ts';
import type { CallOptions, Image } from './types.ts';

/** Which images to clean up, and how far to go. */
export interface CleanupOptions extends CallOptions {
  /** Whether an image is to be deleted. There is no default: nothing is deleted that was not chosen. */
  readonly filter: (image: Image) => boolean;
  /** Only tell what would be deleted. */
  readonly dryRun?: boolean | undefined;
  /** Look at hidden images as well. */
  readonly includeHidden?: boolean | undefined;
  /** Delete protected images as well, which are otherwise left. */
  readonly unprotect?: boolean | undefined;
}

/** What became of the images that were chosen. */
export interface CleanupReport {
  /** With `dryRun`, what would be deleted. */
  readonly deleted: readonly Image[];
  /** Protected images that were left. */
  readonly skipped: readonly Image[];
  readonly failed: readonly { readonly image: Image; readonly error: OstkError }[];
}

const keys: KeysOf<CleanupOptions> = {
  filter: true,
  dryRun: true,
  includeHidden: true,
  unprotect: true,
  signal: true,
};

async function chosen(session: Session, options: CleanupOptions): Promise<readonly Image[]> {
  const { filter, includeHidden = false, signal } = options;
  const owner = await ownProject(session, signal);
  const found: Image[] = [];
  for (const osHidden of includeHidden ? [false, true] : [false]) {
    for await (const image of listImages(session, { owner, osHidden, signal })) {
      // A service that does not filter by owner must not cost others their images.
      if (image.owner === owner && filter(image)) found.push(image);
    }
  }
  return found;
}

/** Deletes images, as far as they are there and not protected; one that cannot be deleted does not stop the others. */
export async function deleteImages(
  session: Session,
  images: readonly Image[],
  options: Omit<CleanupOptions, 'filter' | 'includeHidden'>,
): Promise<CleanupReport> {
  const { dryRun = false, unprotect = false, signal } = options;
  const deleted: Image[] = [];
  const skipped: Image[] = [];
  const failed: { readonly image: Image; readonly error: OstkError }[] = [];
  for (const image of images) {
    if (image.protected && !unprotect) {
      skipped.push(image);
      continue;
    }
    try {
      if (!dryRun) {
        if (image.protected) await updateImage(session, image, { protected: false }, { signal });
        await deleteImage(session, image, { ignoreMissing: true, signal });
      }
      deleted.push(image);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof OstkError)) throw error;
      failed.push({ image, error });
    }
  }
  return { deleted, skipped, failed };
}

/** Deletes those of the project's images that the filter chooses. */
export async function cleanupImages(session: Session, options: CleanupOptions): Promise<CleanupReport> {
  checkOptions('cleanupImages', options, keys);
  if (typeof options.filter !== 'function')
    throw new OptionError('cleanupImages: filter is missing; () => true chooses all images of the project');
  const { dryRun, unprotect, signal } = options;
  return deleteImages(session, await chosen(session, options), { dryRun, unprotect, signal });
}
