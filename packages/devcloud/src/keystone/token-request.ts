import { isList, isObject, parseJson } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
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
  if (!/^application\/json\b/i.test(contentType ?? '')) {
    throw missing('application/json', 'Content-Type header');
  }
  const body = parseJson(text);
  if (!isObject(body)) throw missing('valid JSON', 'request body');
  const auth = body['auth'];
  if (auth === undefined) throw missing('auth', 'request body');
  if (!isObject(auth)) throw wrongType('auth', auth, 'object');
  const identity = auth['identity'];
  if (identity === undefined) throw keystoneError(400, "'identity' is a required property");
  if (!isObject(identity)) throw wrongType('identity', identity, 'object');
  const methods = identity['methods'];
  if (methods === undefined) throw keystoneError(400, "'methods' is a required property");
  if (!isList(methods)) throw wrongType('methods', methods, 'array');
  const names = methods.map((method) => {
    if (typeof method !== 'string') throw wrongType('methods', method, 'string');
    if (identity[method] === undefined) throw missing(method, 'identity');
    return method;
  });
  return { methods: names, identity, scope: auth['scope'] };
}

function wrongType(name: string, value: Json, type: string): Error {
  return keystoneError(
    400,
    `Invalid input for field '${name}': ${JSON.stringify(value)} is not of type '${type}'`,
  );
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
