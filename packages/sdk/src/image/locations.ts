import { OptionError } from '../errors.ts';
import { path } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import { asArray, asRecord, asString, type JsonRecord } from '../json.ts';
import { checkOptions } from '../options.ts';
import type { PatchOperation } from '../resource/json-patch.ts';
import { answerOf, callKeys, read } from './call.ts';
import { fetchImage, imageId, patchMediaType } from './images.ts';
import type { CallOptions, Image, ImageRef } from './types.ts';
import { toImage } from './wire.ts';

/** One of the places where an image's data are. */
export interface ImageLocation {
  /** Such as `rbd://…` or `https://…`; may hold the credentials of a store. */
  readonly url: string;
  /** What the store keeps with it; `store` is its id. */
  readonly metadata: JsonRecord;
}

/** What the data at a location are, told to Glance instead of being computed. */
export interface ValidationData {
  /** The MD5 digest; for the older of the two ways to add a location. */
  readonly checksum?: string | undefined;
  /** `sha512`, … */
  readonly osHashAlgo: string;
  /** In hexadecimal. */
  readonly osHashValue: string;
}

/** A location to give to an image. */
export interface NewLocation {
  readonly url: string;
  readonly metadata?: JsonRecord | undefined;
  /** Only while the image holds no data. */
  readonly validationData?: ValidationData | undefined;
}

const locationKeys = { url: true, metadata: true, validationData: true } as const;
const validationKeys = { checksum: true, osHashAlgo: true, osHashValue: true } as const;

function toLocation(value: unknown): ImageLocation {
  const record = asRecord(value) ?? {};
  return { url: asString(record['url']) ?? '', metadata: asRecord(record['metadata']) ?? {} };
}

function validationOnWire(where: string, data: ValidationData): JsonRecord {
  checkOptions(`${where}: validationData`, data, validationKeys);
  const { checksum, osHashAlgo, osHashValue } = data;
  return {
    ...(checksum !== undefined && { checksum }),
    os_hash_algo: osHashAlgo,
    os_hash_value: osHashValue,
  };
}

function onWire(where: string, location: NewLocation): JsonRecord {
  checkOptions(where, location, locationKeys);
  const { url, metadata = {}, validationData } = location;
  if (url === '') throw new OptionError(`${where}: url is empty`);
  return {
    url,
    metadata,
    ...(validationData !== undefined && { validation_data: validationOnWire(where, validationData) }),
  };
}

async function patchLocations(
  session: Session,
  id: string,
  operation: PatchOperation,
  { signal }: CallOptions,
): Promise<Image> {
  const { value } = await session.json({
    service: 'image',
    method: 'PATCH',
    path: path`/images/${id}`,
    headers: { 'Content-Type': patchMediaType },
    json: [operation],
    signal,
  });
  return toImage(value);
}

/** The locations that are shown with an image; `undefined` where a cloud shows none. */
export async function listLocations(
  session: Session,
  image: ImageRef,
  options: CallOptions,
): Promise<readonly ImageLocation[] | undefined> {
  checkOptions('locations', options, callKeys);
  const shown = asRecord(await fetchImage(session, imageId(image), options.signal))?.['locations'];
  return Array.isArray(shown) ? shown.map(toLocation) : undefined;
}

/** Adds a location after the others. */
export async function addLocation(
  session: Session,
  image: ImageRef,
  location: NewLocation,
  options: CallOptions,
): Promise<Image> {
  checkOptions('addLocation', options, callKeys);
  const value = onWire('addLocation', location);
  return patchLocations(session, imageId(image), { op: 'add', path: '/locations/-', value }, options);
}

/** Makes these the locations of an image, and no others. */
export async function replaceLocations(
  session: Session,
  image: ImageRef,
  locations: readonly NewLocation[],
  options: CallOptions,
): Promise<Image> {
  checkOptions('replaceLocations', options, callKeys);
  const value = locations.map((location) => onWire('replaceLocations', location));
  return patchLocations(session, imageId(image), { op: 'replace', path: '/locations', value }, options);
}

/** Takes a location away, and deletes the data there. */
export async function removeLocation(
  session: Session,
  image: ImageRef,
  url: string,
  options: CallOptions,
): Promise<Image> {
  checkOptions('removeLocation', options, callKeys);
  const locations = (await listLocations(session, image, options)) ?? [];
  const position = locations.findIndex((location) => location.url === url);
  if (position < 0) {
    throw new OptionError(
      `removeLocation: image ${imageId(image)} has no such location; see which ones it has with locations()`,
    );
  }
  return patchLocations(session, imageId(image), { op: 'remove', path: `/locations/${position}` }, options);
}

/** Gives a location to an image without data; Glance takes it over in the background. */
export async function addImageLocation(
  session: Session,
  image: ImageRef,
  location: Omit<NewLocation, 'metadata'>,
  options: CallOptions,
): Promise<void> {
  checkOptions('addImageLocation', options, callKeys);
  const { metadata: _, ...json } = onWire('addImageLocation', location);
  await session.call({
    service: 'image',
    method: 'POST',
    path: path`/images/${imageId(image)}/locations`,
    json,
    signal: options.signal,
  });
}

/** Gets the locations of an image as another service of the cloud does. */
export async function listImageLocations(
  session: Session,
  image: ImageRef,
  options: CallOptions,
): Promise<readonly ImageLocation[]> {
  checkOptions('imageLocations', options, callKeys);
  const value = await read(session, path`/images/${imageId(image)}/locations`, options);
  // The list stands by itself, without an object around it.
  return asArray(
    answerOf({ list: Array.isArray(value) ? value : undefined }, 'list', 'a list of locations')['list'],
  ).map(toLocation);
}
