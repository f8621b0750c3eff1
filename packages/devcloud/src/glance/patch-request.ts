import { headerOf } from '../http/exchange.ts';
import { isList, isObject } from '../python/json.ts';
import type { Json, JsonObject } from '../python/json.ts';
import { jsonBody } from './body.ts';
import { imageSchema } from './image-schema.ts';
import { refuseMisfit } from './schema-check.ts';
import { decodePointer } from './json-pointer.ts';
import { isReserved, readOnlyNames } from './property-rules.ts';
import { repr } from '../python/repr.ts';
import { explain, fail } from './request.ts';
import type { Request } from './request.ts';

/** One change of an image. */
export interface Change {
  readonly op: Operation;
  /** The name of the attribute, and a position behind it for `locations`. */
  readonly path: readonly [root: string, ...rest: string[]];
  /** Undefined for `remove`. */
  readonly value: Json | undefined;
  /** The older media type refuses to add what is there. */
  readonly strict: boolean;
}

type Operation = 'add' | 'remove' | 'replace';

const operations: readonly Operation[] = ['add', 'remove', 'replace'];
const available = operations.join(', ');
const mediaTypes = [
  'application/openstack-images-v2.0-json-patch',
  'application/openstack-images-v2.1-json-patch',
] as const;

/** Reads the body of `PATCH /v2/images/{id}`. @throws 400, 403 or 415 in Glance's words */
export async function readChanges(request: Request): Promise<readonly Change[]> {
  const type = headerOf(request.exchange, 'content-type')?.split(';')[0]?.trim().toLowerCase();
  const mediaType = mediaTypes.find((known) => known === type);
  if (mediaType === undefined) {
    throw fail(request, 415, { headers: [['Accept-Patch', mediaTypes.join(', ')]] });
  }
  const body = await jsonBody(request);
  if (!isList(body)) throw explain(request, 400, 'Request body must be a JSON array of operation objects.');
  return body.map((raw) => readChange(request, raw, mediaType === mediaTypes[0]));
}

function readChange(request: Request, raw: Json, strict: boolean): Change {
  if (!isObject(raw)) throw explain(request, 400, 'Operations must be JSON objects.');
  const op = strict ? oldOperation(request, raw) : newOperation(request, raw);
  const pointer = raw[strict ? op : 'path'];
  if (typeof pointer !== 'string') {
    // Glance trips over a path that is no text.
    throw pointer === undefined
      ? explain(request, 400, "Unable to find 'path' in JSON Schema change")
      : fail(request, 500);
  }
  const path = decodePointer(request, pointer);
  checkDepth(request, op, path);
  const value = op === 'remove' ? undefined : raw['value'];
  if (op !== 'remove' && value === undefined) {
    throw explain(request, 400, `Operation "${op}" requires a member named "value".`);
  }
  const change: Change = { op, path, value, strict };
  checkChange(request, change);
  return change;
}

function newOperation(request: Request, raw: JsonObject): Operation {
  const given = raw['op'];
  if (given === undefined || given === null) {
    throw explain(
      request,
      400,
      `Unable to find \`op\` in JSON Schema change. It must be one of the following: ${available}.`,
    );
  }
  const op = operations.find((known) => known === given);
  if (op !== undefined) return op;
  throw explain(
    request,
    400,
    `Invalid operation: \`${typeof given === 'string' ? given : repr(given)}\`. It must be one of the following: ${available}.`,
  );
}

function oldOperation(request: Request, raw: JsonObject): Operation {
  const given = operations.filter((known) => known in raw);
  const [op] = given;
  if (op !== undefined && given.length === 1) return op;
  throw explain(
    request,
    400,
    `Operation objects must contain ${given.length === 0 ? 'exactly' : 'only'} one member named "add", "remove", or "replace".`,
  );
}

function checkDepth(request: Request, op: Operation, path: Change['path']): void {
  const depth = path[0] === 'locations' && op !== 'replace' ? 2 : 1;
  if (path.length !== depth) {
    throw explain(request, 400, `Invalid JSON pointer for this resource: '/${path.join('/')}'`);
  }
}

function checkChange(request: Request, { op, path, value }: Change): void {
  const [root] = path;
  if (readOnlyNames.has(root)) throw explain(request, 403, `Attribute '${root}' is read-only.`);
  if (isReserved(root)) throw explain(request, 403, `Attribute '${root}' is reserved.`);
  if (op === 'remove' || value === undefined) return;
  const partial = { [root]: path.length === 1 ? value : [value] };
  refuseMisfit(request, 'image', partial, imageSchema);
}
