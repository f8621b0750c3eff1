import { headerOf } from '../../http/exchange.ts';
import { isList, isObject } from '../../python/json.ts';
import type { Json, JsonObject } from '../../python/json.ts';
import { repr } from '../../python/repr.ts';
import { jsonBody } from '../body.ts';
import { importMethods, stores as allStores } from '../glance.ts';
import type { Image } from '../image.ts';
import { explain, fail } from '../request.ts';
import type { Request } from '../request.ts';

/** What the body of an import asks for. */
export interface ImportRequest {
  readonly body: JsonObject;
  readonly method: string;
  /** Undefined when there is none. */
  readonly uri: Json | undefined;
  readonly mustSucceed: boolean;
}

/** Reads the body of `POST /v2/images/{id}/import`. @throws 400 in Glance's words */
export async function readImportRequest(request: Request): Promise<ImportRequest> {
  const body = await jsonBody(request);
  // Glance trips over lists and texts where it expects objects.
  if (!isObject(body)) throw fail(request, 500);
  const { method } = body;
  if (method === undefined) throw explain(request, 400, "Import request requires a 'method' field.");
  if (!isObject(method)) throw fail(request, 500);
  const { name, uri } = method;
  if (name === undefined) throw explain(request, 400, "Import request requires a 'name' field.");
  if (typeof name !== 'string' || !importMethods.includes(name)) {
    const shown = typeof name === 'string' ? name : repr(name);
    throw explain(request, 400, `Unknown import method name '${shown}'.`);
  }
  for (const flag of ['all_stores_must_succeed', 'all_stores']) {
    const value = body[flag];
    if (value !== undefined && typeof value !== 'boolean') {
      throw explain(request, 400, `'${flag}' must be boolean value only`);
    }
  }
  return { body, method: name, uri, mustSucceed: body['all_stores_must_succeed'] !== false };
}

/** Refuses an import that does not fit the state of its image. @throws 409 */
export function refuseUnfit(request: Request, image: Image, method: string): void {
  const refuse = (words: string): Error => explain(request, 409, words);
  const { status } = image;
  if (status === 'active' && method !== 'copy-image') {
    throw refuse('Image with status active cannot be target for import');
  }
  if (status !== 'active' && method === 'copy-image') {
    throw refuse('Only images with status active can be targeted for copying');
  }
  if (status !== 'queued' && method === 'web-download') {
    throw refuse(`Image needs to be in 'queued' state to use '${method}' method`);
  }
  if (status !== 'uploading' && method === 'glance-direct') {
    throw refuse("Image needs to be staged before 'glance-direct' method can be used");
  }
  if (image.containerFormat === null) throw refuse("'container_format' needs to be set before import");
  if (image.diskFormat === null) throw refuse("'disk_format' needs to be set before import");
}

/**
 * The stores an import goes to.
 * @returns none when a copy is in all of them already
 * @throws 400 and 409 in Glance's words
 */
export function targetStores(
  request: Request,
  { body, method }: ImportRequest,
  image: Image,
): readonly string[] {
  const wanted = wantedStores(request, body);
  const unknown = wanted.find((store) => !allStores.includes(store));
  if (unknown !== undefined) throw explain(request, 409, `Store for identifier ${unknown} not found`);
  if (method !== 'copy-image') return wanted;
  const present = image.locations.map(({ store }) => store);
  if (body['all_stores'] === true) return wanted.filter((store) => !present.includes(store));
  const twice = present.find((store) => wanted.includes(store));
  if (twice !== undefined) throw explain(request, 400, `Image is already present at store '${twice}'`);
  return wanted;
}

function wantedStores(request: Request, body: JsonObject): readonly string[] {
  const header = headerOf(request.exchange, 'x-image-meta-store');
  const { stores } = body;
  if (body['all_stores'] === true) {
    if (stores !== undefined || header !== undefined) {
      throw explain(
        request,
        400,
        "All_stores parameter can't be used with x-image-meta-store header or stores parameter",
      );
    }
    return allStores;
  }
  if (stores === undefined) return [header ?? allStores[0] ?? ''];
  if (header !== undefined) {
    throw explain(request, 400, "Stores parameter and x-image-meta-store header can't be both specified");
  }
  // Glance goes through whatever it gets: a text is a list of letters to it.
  if (typeof stores === 'string') return Array.from(stores);
  if (!isList(stores)) throw fail(request, 500);
  return stores.map((store) => (typeof store === 'string' ? store : repr(store)));
}
