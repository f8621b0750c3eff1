import { path } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import { checkOptions } from '../options.ts';
import { callKeys } from './call.ts';
import { imageId } from './images.ts';
import type { CallOptions, ImageRef } from './types.ts';

/** Locks or unlocks the data of an image. Doing it twice is no error to Glance, so that it can be sent again. */
export async function setActivation(
  session: Session,
  image: ImageRef,
  action: 'deactivate' | 'reactivate',
  options: CallOptions,
): Promise<void> {
  checkOptions(`${action}Image`, options, callKeys);
  await session.call({
    service: 'image',
    method: 'POST',
    path: path`/images/${imageId(image)}/actions/${action}`,
    idempotent: true,
    signal: options.signal,
  });
}
