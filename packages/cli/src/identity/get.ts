import { type Connection, path, type Query } from '@ostk/sdk';
import { CommandError } from '../errors.ts';
import type { Value } from '../output/data.ts';
import { isMapping } from '../output/python-text.ts';
import { member, toValue } from '../output/record.ts';

/** A resource of Keystone, with Keystone's names. */
export type Resource = Readonly<Record<string, Value>>;

function resource(document: Value): Resource {
  return isMapping(document) ? document : {};
}

/** The text that a resource has under a name. */
export function textIn(found: Resource, name: string): string {
  const value = found[name];
  return typeof value === 'string' ? value : '';
}

/** Gets what is in one member of Keystone's answer. */
export async function getOne(
  connection: Connection,
  where: string,
  name: string,
  signal: AbortSignal,
): Promise<Resource> {
  const { value } = await connection.session.json({
    service: 'identity',
    method: 'GET',
    path: where,
    signal,
  });
  return resource(member(toValue(value), name));
}

/** Gets a list of Keystone's, all its pages. */
export async function getList(
  connection: Connection,
  where: string,
  name: string,
  options: { readonly query?: Query; readonly signal: AbortSignal },
): Promise<readonly Resource[]> {
  const { query, signal } = options;
  const { value } = await connection.session.json({
    service: 'identity',
    method: 'GET',
    path: where,
    query,
    signal,
  });
  const list = member(toValue(value), name);
  return Array.isArray(list) ? list.map(resource) : [];
}

/** The id of the user who is signed in. */
export async function ownUserId(connection: Connection, signal: AbortSignal): Promise<string> {
  const { user } = await connection.session.token({ signal });
  if (user !== undefined) return user.id;
  throw new CommandError(`with auth_type ${connection.config.authType}, there is no user`);
}

/** Where Keystone keeps the application credentials of the user who is signed in. */
export async function credentialsPath(connection: Connection, signal: AbortSignal): Promise<string> {
  return path`/users/${await ownUserId(connection, signal)}/application_credentials`;
}
