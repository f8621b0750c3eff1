import { OptionError } from '../errors.ts';
import { path } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import { checkOptions } from '../options.ts';
import { callKeys, remove, removeKeys, type RemoveOptions } from './call.ts';
import { getImage, imageId, updateImage } from './images.ts';
import type { CallOptions, Image, ImageRef } from './types.ts';

/**
 * Whether Glance takes a tag in a URL for what it is: it reads the bytes of others as Latin-1, and finds nothing
 * behind a slash.
 */
function isSafeInUrl(tag: string): boolean {
  return /^[\x20-\x7e]+$/.test(tag) && !tag.includes('/') && tag !== '.' && tag !== '..';
}

function checkTag(where: string, tag: string): void {
  if (tag === '') throw new OptionError(`${where}: a tag must not be empty`);
}

/** Puts a tag on an image; the others stay. */
export async function addTag(
  session: Session,
  image: ImageRef,
  tag: string,
  options: CallOptions,
): Promise<void> {
  checkOptions('addTag', options, callKeys);
  checkTag('addTag', tag);
  const { signal } = options;
  if (isSafeInUrl(tag)) {
    await session.call({
      service: 'image',
      method: 'PUT',
      path: path`/images/${imageId(image)}/tags/${tag}`,
      signal,
    });
    return;
  }
  const { tags } = await getImage(session, image, { signal });
  if (!tags.includes(tag)) await updateImage(session, image, { tags: [...tags, tag] }, { signal });
}

/** Takes a tag off an image. */
export async function removeTag(
  session: Session,
  image: ImageRef,
  tag: string,
  options: RemoveOptions,
): Promise<void> {
  checkOptions('removeTag', options, removeKeys);
  checkTag('removeTag', tag);
  const { signal } = options;
  const current = isSafeInUrl(tag) ? undefined : (await getImage(session, image, { signal })).tags;
  if (current?.includes(tag) === true) {
    await updateImage(session, image, { tags: current.filter((each) => each !== tag) }, { signal });
    return;
  }
  // Where the tag is not there, this is what says so, in Glance's own words.
  await remove(session, 'removeTag', path`/images/${imageId(image)}/tags/${tag}`, options);
}

/** Makes these the tags of an image, and no others. */
export async function setTags(
  session: Session,
  image: ImageRef,
  tags: readonly string[],
  options: CallOptions,
): Promise<Image> {
  checkOptions('setTags', options, callKeys);
  for (const tag of tags) checkTag('setTags', tag);
  return updateImage(session, image, { tags: [...new Set(tags)] }, options);
}
