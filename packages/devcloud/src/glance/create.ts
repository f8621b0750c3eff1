import type { Answer } from '../http/answer.ts';
import { newUuid } from '../ids.ts';
import { isObject } from '../python/json.ts';
import type { JsonObject } from '../python/json.ts';
import { jsonBody } from './body.ts';
import { importMethods, limits, stores } from './glance.ts';
import { imageAnswer } from './image-json.ts';
import { imageSchema } from './image-schema.ts';
import type { Image } from './image.ts';
import { imageFrom, propertiesOf, tagsOf, textOr } from './new-image.ts';
import { refuseMisfit } from './schema-check.ts';
import { enforceCreate } from './policy.ts';
import { baseNames, isReserved, refuseWideCharacters, reservedNames } from './property-rules.ts';
import { enforceLimit } from './quotas.ts';
import { explain, fail } from './request.ts';
import type { Request } from './request.ts';

/** `POST /v2/images`. */
export async function createImage(request: Request): Promise<Answer> {
  const wanted = await readWanted(request);
  const owner = ownerOf(request, wanted);
  enforceLimit(request, 'image_count_total', 1);
  enforceCreate(request, owner, wanted['visibility']);
  const image = newImage(request, wanted, owner);
  request.glance.images.set(image.id, image);
  return imageAnswer(request, image, 201, [
    // WebOb makes it absolute from the host alone: a prefix the service is mounted at is lost.
    ['Location', `${request.exchange.origin}/v2/images/${image.id}`],
    ['Openstack-Image-Import-Methods', importMethods.join(',')],
    ['Openstack-Image-Store-Ids', stores.join(',')],
  ]);
}

const neverGiven = ['direct_url', 'self', 'file', 'schema', 'stores'];
const readOnly = ['created_at', 'updated_at', 'status', 'checksum', 'size', 'virtual_size'];

async function readWanted(request: Request): Promise<JsonObject> {
  const body = await jsonBody(request);
  if (!isObject(body)) throw fail(request, 500);
  const forbidden = neverGiven.find((name) => name in body);
  if (forbidden !== undefined) throw explain(request, 403, `Attribute '${forbidden}' is read-only.`);
  refuseMisfit(request, 'image', body, imageSchema);
  for (const name of Object.keys(body).filter((key) => !baseNames.has(key))) {
    if (name.length > 255) {
      throw explain(request, 400, 'Custom property should not be greater than 255 characters.');
    }
    if (isReserved(name)) throw fail(request, 403, { detail: `Attribute '${name}' is reserved.` });
  }
  return body;
}

function ownerOf({ caller }: Request, wanted: JsonObject): string | null {
  const owner = 'owner' in wanted ? wanted['owner'] : caller.projectId;
  return typeof owner === 'string' ? owner : null;
}

function newImage(request: Request, wanted: JsonObject, owner: string | null): Image {
  const { glance } = request;
  const fixed = readOnly.find((name) => name in wanted);
  if (fixed !== undefined) throw explain(request, 403, `Attribute '${fixed}' is read-only.`);
  const properties = propertiesOf(wanted);
  const reserved = reservedNames.find((name) => properties.has(name));
  if (reserved !== undefined) throw explain(request, 403, `Attribute '${reserved}' is reserved.`);
  const tags = tagsOf(wanted['tags']);
  checkCount(request, 'properties', properties.size);
  checkCount(request, 'tags', tags.size);
  const id = textOr(wanted['id'], newUuid());
  for (const name of ['min_disk', 'min_ram'] as const) amount(request, wanted, name);
  refuseWideCharacters(request, wanted, tags);
  if (glance.images.has(id)) throw explain(request, 409, `Image ID ${id} already exists!`);
  return imageFrom(wanted, id, owner, glance.now());
}

const largestInteger = 2 ** 31 - 1;

/** An amount that fits a database column. @throws 400 */
export function amount(request: Request, wanted: JsonObject, name: 'min_disk' | 'min_ram'): number {
  const value = Number(wanted[name] ?? 0);
  if (value < 0) {
    throw explain(
      request,
      400,
      `Invalid value '${value}' for parameter '${name}': Cannot be a negative value`,
    );
  }
  if (value > largestInteger) {
    throw explain(request, 400, `'${name}' value out of range, must not exceed ${largestInteger}.`);
  }
  return value;
}

/** Refuses more properties or tags than an image may have. @throws 413 */
export function checkCount(request: Request, what: 'properties' | 'tags', count: number): void {
  const maximum = limits[what];
  if (count <= maximum) return;
  throw explain(
    request,
    413,
    `The limit has been exceeded on the number of allowed image ${what}. Attempted: ${count}, Maximum: ${maximum}`,
  );
}
