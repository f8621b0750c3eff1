import {
  isConflict,
  isHttpError,
  isNotFound,
  OptionError,
  type Conflict,
  type HttpError,
} from '../errors.ts';
import { path } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import { asArray, asRecord } from '../json.ts';
import { checkOptions, type KeysOf } from '../options.ts';
import { patchOf } from '../resource/json-patch.ts';
import type { Paginator } from '../resource/paginator.ts';
import { pagedList } from './list.ts';
import { imageQuery } from './query.ts';
import type { CallOptions, Image, ImageAttributes, ImageChanges, ImageQuery, ImageRef } from './types.ts';
import { isBase, toImage, toWire } from './wire.ts';

/** The media type of a JSON patch of an image. */
export const patchMediaType: string = 'application/openstack-images-v2.1-json-patch';

/** The names of {@link ImageAttributes}. */
export const attributeKeys: KeysOf<ImageAttributes> = {
  id: true,
  name: true,
  visibility: true,
  owner: true,
  protected: true,
  osHidden: true,
  tags: true,
  diskFormat: true,
  containerFormat: true,
  minDisk: true,
  minRam: true,
  properties: true,
};

const { id: _, ...changeKeys } = attributeKeys;

/** The id of an image that is given as such or as an id. */
export function imageId(image: ImageRef): string {
  const id = typeof image === 'string' ? image : image.id;
  if (id === '') throw new OptionError('an image is needed: its id is empty');
  return id;
}

/** Lists images; see {@link ImageQuery}. */
export function listImages(session: Session, query: ImageQuery): Paginator<Image> {
  return pagedList(session, {
    path: '/images',
    query: imageQuery(query),
    member: 'images',
    decode: toImage,
    maxItems: query.maxItems,
    signal: query.signal,
  });
}

/** Gets one image as the API describes it. */
export async function fetchImage(
  session: Session,
  id: string,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const { value } = await session.json({
    service: 'image',
    method: 'GET',
    path: path`/images/${id}`,
    signal,
  });
  return value;
}

/** Gets one image. */
export async function getImage(session: Session, image: ImageRef, options: CallOptions): Promise<Image> {
  return toImage(await fetchImage(session, imageId(image), options.signal));
}

/** Creates an image record without data. */
export async function createImage(
  session: Session,
  attributes: ImageAttributes,
  options: CallOptions,
): Promise<Image> {
  checkOptions('createImage', attributes, attributeKeys);
  // With an id of our own the request can be repeated: the second time, Glance says that the image is there.
  const id = attributes.id ?? crypto.randomUUID();
  const json = { ...toWire(attributes), id };
  try {
    const { value } = await session.json({
      service: 'image',
      method: 'POST',
      path: '/images',
      json,
      idempotent: true,
      signal: options.signal,
    });
    return toImage(value);
  } catch (error) {
    if (isConflict(error) && error.attempts > 1) {
      return ownImage(session, { ...attributes, id }, error, options);
    }
    throw error;
  }
}

/**
 * The image that an earlier attempt has made. Glance writes its tags after the image itself: where it fails in between,
 * they are missing.
 */
async function ownImage(
  session: Session,
  { id, ...attributes }: ImageAttributes & { readonly id: string },
  conflict: Conflict,
  options: CallOptions,
): Promise<Image> {
  try {
    const image = await getImage(session, id, options);
    if (image.status === 'queued') return await updateImage(session, id, attributes, options);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  // It is not the one that an earlier attempt has just made.
  throw conflict;
}

/** Changes an image by the smallest patch that does it; without a difference nothing is sent. */
export async function updateImage(
  session: Session,
  image: ImageRef,
  changes: ImageChanges,
  options: CallOptions,
): Promise<Image> {
  checkOptions('updateImage', changes, changeKeys);
  const id = imageId(image);
  const wire = toWire(changes);
  const current = await fetchImage(session, id, options.signal);
  const patch = patchOf(asRecord(current) ?? {}, sameTags(wire, current), isBase);
  if (patch.length === 0) return toImage(current);
  const { value } = await session.json({
    service: 'image',
    method: 'PATCH',
    path: path`/images/${id}`,
    headers: { 'Content-Type': patchMediaType },
    json: patch,
    signal: options.signal,
  });
  return toImage(value);
}

/** Tags are a set: another order is no difference. */
function sameTags(
  wire: Readonly<Record<string, unknown>>,
  current: unknown,
): Readonly<Record<string, unknown>> {
  if (!Array.isArray(wire['tags'])) return wire;
  const wanted = new Set(asArray(wire['tags']));
  const there = new Set(asArray(asRecord(current)?.['tags']));
  const same = wanted.size === there.size && [...wanted].every((tag) => there.has(tag));
  return same ? { ...wire, tags: undefined } : wire;
}

/** What to do about an image that is to be deleted. */
export interface DeleteImageOptions extends CallOptions {
  /** Take it for done if there is no such image; by default that is a NotFound. */
  readonly ignoreMissing?: boolean | undefined;
}

const deleteKeys: KeysOf<DeleteImageOptions> = { ignoreMissing: true, signal: true };

/** Deletes an image and its data. */
export async function deleteImage(
  session: Session,
  image: ImageRef,
  options: DeleteImageOptions,
): Promise<void> {
  checkOptions('deleteImage', options, deleteKeys);
  const { signal, ignoreMissing = false } = options;
  try {
    await session.call({ service: 'image', method: 'DELETE', path: path`/images/${imageId(image)}`, signal });
  } catch (error) {
    // In a later attempt it may be our own first one that did it.
    if (isGone(error) && (ignoreMissing || error.attempts > 1)) return;
    throw error;
  }
}

/**
 * Whether a deletion was refused because there is nothing left to delete. Glance writes the status `deleted` before it
 * takes the row away: where it fails in between, the data are gone, and every later DELETE is a 400.
 */
function isGone(error: unknown): error is HttpError {
  if (isNotFound(error)) return true;
  return (
    isHttpError(error, 400) && error.reason.startsWith('Image status transition from deleted to deleted ')
  );
}
