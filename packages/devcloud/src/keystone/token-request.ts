import { isList, isObject, parseJson } from '../python/json.ts';
import type { Json, JsonObject } from '../python/json.ts';
import { complaintAbout } from '../python/json-schema.ts';
import type { Schema } from '../python/json-schema.ts';
import { authSchema } from './auth-schema.ts';
import { keystoneError, missing } from './errors.ts';

/** The parts of `POST /v3/auth/tokens`. */
export interface AuthRequest {
  readonly methods: readonly string[];
  /** The `identity` object, with one member a method. */
  readonly identity: JsonObject;
  readonly scope: Json | undefined;
}

/**
 * Reads the body of `POST /v3/auth/tokens`.
 * @throws 400 in Keystone's words
 */
export function readAuthRequest(contentType: string | undefined, text: string): AuthRequest {
  if (contentType !== undefined && !/^application\/json\b/i.test(contentType)) {
    throw missing('application/json', 'Content-Type header');
  }
  const body = text === '' ? {} : parseJson(text);
  if (!isObject(body)) throw missing('valid JSON', 'request body');
  const auth = body['auth'];
  if (auth === undefined || auth === null) throw missing('auth', 'request body');
  refuseMisfit(auth, authSchema);
  refuseNameless(auth);
  const identity = isObject(auth) && isObject(auth['identity']) ? auth['identity'] : {};
  const methods = isList(identity['methods']) ? identity['methods'] : [];
  const names = methods.filter((method) => typeof method === 'string');
  const absent = names.find((name) => identity[name] === undefined);
  if (absent !== undefined) throw missing(absent, 'identity');
  return { methods: names, identity, scope: isObject(auth) ? auth['scope'] : undefined };
}

/** Where an object must have an `id` or a `name`, if it is there at all. */
const named = [
  'identity/password/user',
  'identity/password/user/domain',
  'scope/project',
  'scope/project/domain',
  'scope/domain',
];

function refuseNameless(auth: Json): void {
  for (const path of named) {
    const value = path
      .split('/')
      .reduce<Json | undefined>((at, key) => (isObject(at) ? at[key] : undefined), auth);
    if (isObject(value) && !('id' in value) && !('name' in value)) {
      throw keystoneError(400, `Invalid input for field ${path}: id or name must be present.`);
    }
  }
}

/** Refuses what does not fit a schema. @throws 400 in Keystone's words */
export function refuseMisfit(value: Json, schema: Schema): void {
  const complaint = complaintAbout(value, schema);
  if (complaint === undefined) return;
  const { text, path } = complaint;
  const where = path.length === 0 ? '' : `Invalid input for field '${path.join('/')}': `;
  throw keystoneError(400, `${where}${text}`);
}

/** A member that must be an object. @throws 400 when it is missing */
export function objectIn(parent: JsonObject, name: string, target: string): JsonObject {
  const value = parent[name];
  if (!isObject(value)) throw missing(name, target);
  return value;
}

/** A member that may be text. */
export function textIn(parent: JsonObject, name: string): string | undefined {
  const value = parent[name];
  return typeof value === 'string' ? value : undefined;
}
