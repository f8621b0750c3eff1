import type { ServiceType } from '../config/service-type.ts';
import { DiscoveryError, isNotFound, StateError } from '../errors.ts';
import type { Query } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import { asRecord, asString, type JsonRecord } from '../json.ts';
import { checkOptions, type KeysOf } from '../options.ts';
import type { CallOptions } from './types.ts';

/** The names of {@link CallOptions}. */
export const callKeys: KeysOf<CallOptions> = { signal: true };

/** What to do about something that is to be taken away. */
export interface RemoveOptions extends CallOptions {
  /** Take it for done if there is nothing to take away; by default that is a NotFound. */
  readonly ignoreMissing?: boolean | undefined;
}

/** The names of {@link RemoveOptions}. */
export const removeKeys: KeysOf<RemoveOptions> = { signal: true, ignoreMissing: true };

/** Reads a resource of the image service. */
export async function read(
  session: Session,
  path: string,
  { signal }: CallOptions,
  query?: Query,
): Promise<unknown> {
  const { value } = await session.json({ service: 'image', method: 'GET', path, query, signal });
  return value;
}

/** Takes something of a service away. In a later attempt, that it is gone may be the work of our own first one. */
export async function removeFrom(
  service: ServiceType,
  session: Session,
  path: string,
  { signal, ignoreMissing = false }: RemoveOptions,
): Promise<void> {
  try {
    await session.call({ service, method: 'DELETE', path, signal });
  } catch (error) {
    if (isNotFound(error) && (ignoreMissing || error.attempts > 1)) return;
    throw error;
  }
}

/** Takes something of the image service away. */
export async function remove(
  session: Session,
  where: string,
  path: string,
  options: RemoveOptions,
): Promise<void> {
  checkOptions(where, options, removeKeys);
  await removeFrom('image', session, path, options);
}

/**
 * An answer as the object that it is meant to be.
 *
 * @param mark a member that every such object has.
 * @throws DiscoveryError if it is something else: then it is another service that answers.
 */
export function answerOf(value: unknown, mark: string, what: string): JsonRecord {
  const record = asRecord(value);
  if (record !== undefined && record[mark] !== undefined) return record;
  throw new DiscoveryError(
    `the image service answered with something that is not ${what}: check the endpoint`,
  );
}

/** The text of a member, or `null`. */
export function textOf(record: JsonRecord, name: string): string | null {
  return asString(record[name]) ?? null;
}

/** A point in time as ISO 8601 with its zone: some of Glance's answers leave it out, and mean UTC. */
export function timeOf(record: JsonRecord, name: string): string | null {
  const text = asString(record[name]);
  if (text === undefined) return null;
  return /(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`;
}

/** The id of the project that is signed in. */
export async function ownProject(session: Session, signal: AbortSignal | undefined): Promise<string> {
  const { scope } = await session.token({ signal });
  if (scope.kind === 'project') return scope.project.id;
  throw new StateError(`a project is needed for this, but the token is ${scope.kind}`, {
    expected: 'project',
    actual: scope.kind,
  });
}
