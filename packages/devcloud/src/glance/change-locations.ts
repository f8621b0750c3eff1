import { isList, isObject } from '../python/json.ts';
import type { Json, JsonObject } from '../python/json.ts';
import { repr } from '../python/repr.ts';
import type { Image, Location } from './image.ts';
import type { Change } from './patch-request.ts';
import { enforceDeleteLocation, enforceWrite } from './policy.ts';
import { explain, fail } from './request.ts';
import type { Request } from './request.ts';

/** Changes the locations of an image by one operation of a PATCH. The stores of this cloud take no URLs from outside. */
export function changeLocations(request: Request, draft: Image, change: Change): void {
  if (change.op === 'remove') removeLocation(request, draft, change.path[1] ?? '');
  else if (change.op === 'replace') replaceLocations(request, draft, change.value);
  else addLocation(request, draft, change.value);
}

function removeLocation(request: Request, draft: Image, place: string): void {
  enforceDeleteLocation(request, draft);
  refuseStatus(request, draft, 'remove', ['active']);
  const { locations } = draft;
  if (locations.length === 1) {
    throw fail(request, 403, { detail: 'Cannot remove last location in the image.' });
  }
  const at = place === '-' ? locations.length - 1 : Number(/^\d+$/.test(place) ? place : Number.NaN);
  if (locations[at] === undefined) throw explain(request, 400, 'Invalid position for removing a location.');
  draft.locations = locations.toSpliced(at, 1);
}

function replaceLocations(request: Request, draft: Image, value: Json | undefined): void {
  const wanted = isList(value) ? value : [];
  if (wanted.length === 0) throw fail(request, 403, { detail: 'Cannot set locations to empty list.' });
  enforceWrite(request, draft, 'set_image_location');
  refuseStatus(request, draft, 'replace', ['active', 'queued']);
  for (const location of wanted) refuseData(request, draft, location);
  const urls = wanted.map(urlOf);
  const { locations } = draft;
  const reordered = urls.flatMap((url) => locations.find((location) => location.url === url) ?? []);
  if (reordered.length === locations.length && urls.length === locations.length && locations.length > 0) {
    draft.locations = reordered;
    return;
  }
  if (locations.length === 0) throw explain(request, 400, 'Invalid location');
  throw explain(request, 400, `Original locations is not empty: ${repr(locations.map(locationRow))}`);
}

function addLocation(request: Request, draft: Image, value: Json | undefined): void {
  enforceWrite(request, draft, 'set_image_location');
  refuseStatus(request, draft, 'add', ['active', 'queued']);
  refuseData(request, draft, value);
  throw explain(request, 400, 'Invalid location');
}

function refuseStatus(request: Request, { status }: Image, op: string, fits: readonly string[]): void {
  if (fits.includes(status)) return;
  throw explain(request, 409, `It's not allowed to ${op} locations if image status is ${status}.`);
}

/** A location as the database has it, which is how Glance tells of it. */
function locationRow({ id, url, store }: Location): JsonObject {
  return { id, url, metadata: { store }, status: 'active' };
}

function urlOf(location: Json): string {
  const url = isObject(location) ? location['url'] : undefined;
  return typeof url === 'string' ? url : '';
}

const checksumSize = 16;
const hashSize = 64;

/** Refuses what a location says of its data when it cannot be right. @throws 409 */
function refuseData(request: Request, { status, ...image }: Image, location: Json | undefined): void {
  const data = isObject(location) ? location['validation_data'] : undefined;
  if (!isObject(data)) return;
  const current: Readonly<Record<string, string | null>> = {
    checksum: image.checksum,
    os_hash_algo: image.hashAlgorithm,
    os_hash_value: image.hashValue,
  };
  const fresh = Object.entries(data).filter(([name, value]) => value !== current[name]);
  const refuse = (words: string): Error => explain(request, 409, words);
  const changed = fresh.find(([name]) => (current[name] ?? null) !== null);
  if (changed !== undefined) throw refuse(`${changed[0]} is already set with a different value`);
  if (fresh.length === 0) return;
  if (status !== 'queued') {
    const names = fresh.map(([name]) => name).join(', ');
    throw refuse(`New value(s) for ${names} may only be provided when image status is 'queued'`);
  }
  const { checksum, os_hash_algo: algorithm, os_hash_value: hash } = Object.fromEntries(fresh);
  if (typeof checksum === 'string') {
    if (!isHex(checksum)) throw refuse(`checksum (${checksum}) is not a valid hexadecimal value`);
    if (checksum.length !== checksumSize * 2) {
      throw refuse(`checksum (${checksum}) is not the correct size for md5 (should be 16 bytes)`);
    }
  }
  if (algorithm !== 'sha512') {
    throw refuse(`os_hash_algo must be sha512, not ${typeof algorithm === 'string' ? algorithm : 'None'}`);
  }
  if (typeof hash !== 'string') return;
  if (!isHex(hash)) throw refuse(`os_hash_value (${hash}) is not a valid hexadecimal value`);
  if (hash.length !== hashSize * 2) {
    throw refuse(`os_hash_value (${hash}) is not the correct size for sha512 (should be 64 bytes)`);
  }
}

function isHex(text: string): boolean {
  return /^(?:[0-9a-f]{2})*$/i.test(text);
}
