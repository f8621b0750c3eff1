import { isObject } from '../../python/json.ts';
import type { JsonObject } from '../../python/json.ts';
import type { Schema } from '../../python/json-schema.ts';
import { jsonBody } from '../body.ts';
import { mayRead, notAuthorized } from '../policy.ts';
import { complaintAboutWide } from '../property-rules.ts';
import { explain, fail } from '../request.ts';
import type { Request } from '../request.ts';
import { refuseMisfit } from '../schema-check.ts';
import type { Namespace } from './model.ts';
import { ModelError } from './property-type.ts';

/** Whether a namespace exists for the caller. */
export function isVisible({ caller }: Request, { owner, visibility }: Namespace): boolean {
  if (caller.isAdmin || owner === null || visibility === 'public') return true;
  return owner === caller.projectId;
}

/** Where the words of a 404 come from: the API itself, or the layer below, which tells what is hidden in words of its own. */
export type Words = 'api' | 'database' | 'bare';

/** The namespace of the route, if the caller may see it. @throws 404 */
export function needNamespace(request: Request, words: Words = 'api'): Namespace {
  const name = request.params['namespace'] ?? '';
  const namespace = request.glance.metadefs.namespaces.find((each) => each.name === name);
  if (namespace === undefined) {
    throw words === 'api' ? notFound(request, name) : missing(request, name);
  }
  if (!isVisible(request, namespace)) throw words === 'bare' ? fail(request, 404) : notFound(request, name);
  enforceRead(request);
  return namespace;
}

function notFound(request: Request, name: string): Error {
  return explain(request, 404, `Namespace ${name} not found`);
}

/** The 404 of the layer below the API. */
export function missing(request: Request, name: string): Error {
  return explain(request, 404, `Metadata definition namespace=${name} was not found.`);
}

/** Lets only those read definitions who may. @throws 404 */
export function enforceRead(request: Request): void {
  if (!mayRead(request)) throw fail(request, 404);
}

/** Lets only admins change definitions. @param action name of the policy @throws 403 */
export function enforceAdmin(request: Request, action: string): void {
  if (!request.caller.isAdmin) throw notAuthorized(request, action);
}

/** Refuses to take something from a protected namespace. @param what as Glance calls it, with its name @throws 403 */
export function refuseProtected(request: Request, namespace: Namespace, what: string): void {
  if (!namespace.protected) return;
  throw explain(request, 403, `Metadata definition ${what} is protected and cannot be deleted.`);
}

/** Reads a body and checks it. @param readOnly names it may not have @throws 400, 403, 500 */
export async function readBody(
  request: Request,
  name: string,
  schema: Schema,
  readOnly: readonly string[],
): Promise<JsonObject> {
  const body = await jsonBody(request);
  if (!isObject(body)) throw fail(request, 500);
  const forbidden = readOnly.find((each) => each in body);
  if (forbidden !== undefined) throw explain(request, 403, `Attribute '${forbidden}' is read-only.`);
  refuseMisfit(request, name, body, schema);
  return body;
}

/** Does what may stumble over Glance's model, which then is an error of Glance's own. @throws 500 */
export function modelled<Value>(request: Request, make: () => Value): Value {
  try {
    return make();
  } catch (error) {
    if (error instanceof ModelError) throw fail(request, 500);
    throw error;
  }
}

/** Refuses texts that the database cannot hold. @param what could not be done, in Glance's words @throws 400 */
export function refuseWideTexts(request: Request, what: string, body: JsonObject): void {
  const complaint = complaintAboutWide(body);
  if (complaint !== undefined) throw explain(request, 400, `Couldn't ${what}: ${complaint}`);
}
