import type { Session } from '../../http/session.ts';
import { asRecord, type JsonRecord } from '../../json.ts';
import { read } from '../call.ts';
import type { CallOptions } from '../types.ts';
import { withoutReadOnly } from './wire.ts';

/** A namespace, or its name. */
export type NamespaceRef = string | { readonly namespace: string };

/** Something with a name, or its name. */
export type NameRef = string | { readonly name: string };

/** The name of a namespace. */
export function namespaceName(namespace: NamespaceRef): string {
  return typeof namespace === 'string' ? namespace : namespace.namespace;
}

/** The name of a thing in a namespace. */
export function nameOf(thing: NameRef): string {
  return typeof thing === 'string' ? thing : thing.name;
}

/** Writes a resource, and answers what the service makes of it. */
export async function write(
  session: Session,
  method: 'POST' | 'PUT',
  path: string,
  json: JsonRecord,
  { signal }: CallOptions,
): Promise<unknown> {
  const { value } = await session.json({ service: 'image', method, path, json, signal });
  return value;
}

/** A resource with some parts changed: `undefined` leaves one as it is, `null` takes it away. */
export function merged(current: JsonRecord | undefined, changes: JsonRecord): JsonRecord {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const parts = { ...current, ...Object.fromEntries(given) };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== null));
}

/**
 * Changes parts of a resource. Glance replaces it as a whole and takes what is not sent for taken away, so that it is
 * read before.
 */
export async function change(
  session: Session,
  path: string,
  changeIt: (current: JsonRecord) => JsonRecord,
  options: CallOptions,
): Promise<unknown> {
  const current = asRecord(await read(session, path, options)) ?? {};
  return write(session, 'PUT', path, withoutReadOnly(changeIt(current)), options);
}
