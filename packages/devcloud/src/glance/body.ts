import { isList, isObject, parseJson } from '../python/json.ts';
import type { Json, JsonObject } from '../python/json.ts';
import { headerOf } from '../http/exchange.ts';
import { explain, fail } from './request.ts';
import type { Request } from './request.ts';
import type { GlanceHandler } from './routes.ts';

/** Whether a request carries a body, as Glance tells. */
export function hasBody({ exchange }: Request): boolean {
  const { body, method } = exchange;
  return (body.chunked && ['POST', 'PUT', 'PATCH'].includes(method)) || (body.length ?? 0) > 0;
}

/** The JSON body of a request, an object or a list. @throws 400 in Glance's words */
export async function jsonBody(request: Request): Promise<JsonObject | readonly Json[]> {
  if (!hasBody(request)) throw explain(request, 400, 'Body expected in request.');
  const value = parseJson(await request.exchange.body.text());
  if (value === undefined) throw explain(request, 400, 'Malformed JSON in request body.');
  if (!isObject(value) && !isList(value)) {
    throw explain(request, 400, 'Unexpected body type. Expected list/dict.');
  }
  return value;
}

/** A handler that refuses a request with a body. */
export function bodiless(handler: GlanceHandler): GlanceHandler {
  return (request) => {
    if (hasBody(request)) throw explain(request, 400, 'A body is not expected with this request.');
    return handler(request);
  };
}

/** Lets only data pass that are sent as such. @throws 415 */
export function needOctets(request: Request): void {
  const type = headerOf(request.exchange, 'content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/octet-stream') throw fail(request, 415);
}
