import { complaintAbout } from '../python/json-schema.ts';
import type { Schema } from '../python/json-schema.ts';
import type { Json } from '../python/json.ts';
import { explain } from './request.ts';
import type { Request } from './request.ts';

/** Refuses what does not fit a schema. @param name of the schema @throws 400 in Glance's words */
export function refuseMisfit(request: Request, name: string, value: Json, schema: Schema): void {
  const complaint = complaintAbout(value, schema);
  if (complaint === undefined) return;
  throw explain(request, 400, `Provided object does not match schema '${name}': ${complaint.text}`);
}
