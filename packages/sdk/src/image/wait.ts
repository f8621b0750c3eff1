import { isNotFound, NotFound, StateError } from '../errors.ts';
import type { Session } from '../http/session.ts';
import { checkOptions, type KeysOf } from '../options.ts';
import { waitFor, waitOptionKeys, type WaitOptions } from '../resource/wait.ts';
import { getImage, imageId } from './images.ts';
import type { Image, ImageRef, ImageStatus } from './types.ts';

/** What state to wait for, and how patiently. */
export interface WaitForImageOptions extends WaitOptions {
  /** `active` by default. */
  readonly status?: ImageStatus | undefined;
}

const keys: KeysOf<WaitForImageOptions> = { ...waitOptionKeys, status: true };

const dead: ReadonlySet<string> = new Set(['killed', 'deleted', 'pending_delete']);

function failed(id: string, expected: string, actual: string, why: string): StateError {
  return new StateError(`image ${id} will not become ${expected}: ${why}`, { expected, actual });
}

/** Glance has no error state: an upload or import that fails puts the image back to where it began. */
function hopeless(image: Image, before: string | undefined, wanted: string): StateError | undefined {
  const { id, status } = image;
  // For a moment Glance still shows an image that is gone.
  if (status === 'deleted') return failed(id, wanted, status, 'it was deleted');
  if (dead.has(status)) return failed(id, wanted, status, `it is ${status}`);
  if (status === 'queued' && before !== undefined && before !== 'queued') {
    return failed(
      id,
      wanted,
      status,
      `it went back from ${before} to queued, so its upload or import has failed`,
    );
  }
  return undefined;
}

/**
 * Waits until an image has the wanted status.
 *
 * @throws StateError if that cannot be expected any more, TimeoutError when the time is up.
 */
export async function waitForImage(
  session: Session,
  image: ImageRef,
  options: WaitForImageOptions,
): Promise<Image> {
  checkOptions('waitForImage', options, keys);
  const { status: wanted = 'active', ...patience } = options;
  const id = imageId(image);
  let before =
    typeof image === 'object' && 'status' in image && typeof image.status === 'string'
      ? image.status
      : undefined;
  const look = async (): Promise<Image | undefined> => {
    let current: Image;
    try {
      current = await getImage(session, id, { signal: patience.signal });
    } catch (error) {
      if (isNotFound(error) && before !== undefined) throw failed(id, wanted, 'deleted', 'it was deleted');
      throw error;
    }
    if (current.status === wanted) return current;
    const end = hopeless(current, before, wanted);
    if (end !== undefined) throw end;
    before = current.status;
    return undefined;
  };
  return waitFor(look, () => `image ${id} is ${before ?? 'unknown'}, not ${wanted}`, patience);
}

/** Waits until an image is gone. */
export async function waitForImageDeletion(
  session: Session,
  image: ImageRef,
  options: WaitOptions,
): Promise<void> {
  checkOptions('waitForImageDeletion', options, waitOptionKeys);
  const id = imageId(image);
  const look = async (): Promise<true | undefined> => {
    try {
      const { status } = await getImage(session, id, { signal: options.signal });
      return status === 'deleted' ? true : undefined;
    } catch (error) {
      if (error instanceof NotFound) return true;
      throw error;
    }
  };
  await waitFor(look, () => `image ${id} is still there`, options);
}
