import { DiscoveryError, OptionError } from '../errors.ts';
import type { Query } from '../http/path.ts';
import type { JsonAnswer, Session } from '../http/session.ts';
import { asRecord, type JsonRecord } from '../json.ts';
import type { KeysOf } from '../options.ts';
import { negotiate } from './microversion.ts';
import type { FlavorRef, ReadOptions, ServerRef } from './types.ts';

/** The names of {@link ReadOptions}. */
export const readKeys: KeysOf<ReadOptions> = { signal: true, microversion: true };

function idOf(ref: string | { readonly id: string }, kind: string): string {
  const id = typeof ref === 'string' ? ref : ref.id;
  if (id === '') throw new OptionError(`a ${kind} is needed: its id is empty`);
  return id;
}

/** The id of a server that is given as such or as an id. */
export function serverId(server: ServerRef): string {
  return idOf(server, 'server');
}

/** The id of a flavor that is given as such or as an id. */
export function flavorId(flavor: FlavorRef): string {
  return idOf(flavor, 'flavor');
}

/** Reads a resource of the compute service, by the microversion that the options ask for. */
export async function read(
  session: Session,
  path: string,
  options: ReadOptions,
  query?: Query,
): Promise<unknown> {
  const { signal } = options;
  const microversion = await negotiate(
    session,
    { what: 'the option microversion', least: options.microversion },
    signal,
  );
  const { value } = await session.json({
    service: 'compute',
    method: 'GET',
    path,
    query,
    microversion,
    signal,
  });
  return value;
}

/** A request that changes something and is answered in JSON. */
export async function post(
  session: Session,
  path: string,
  json: JsonRecord,
  how: { readonly microversion?: string | undefined; readonly signal?: AbortSignal | undefined },
): Promise<JsonAnswer> {
  return session.json({ service: 'compute', method: 'POST', path, json, ...how });
}

/** The object that an answer holds under a name, as all of Nova's do. */
export function member(value: unknown, name: string): JsonRecord {
  const found = asRecord(asRecord(value)?.[name]);
  if (found !== undefined) return found;
  throw new DiscoveryError(
    `the compute service answered with something that is not a ${name}: check the endpoint`,
  );
}
