import { isNotFound, StateError } from '../errors.ts';
import type { Session } from '../http/session.ts';
import { checkOptions, type KeysOf } from '../options.ts';
import { waitFor, waitOptionKeys, type WaitOptions } from '../resource/wait.ts';
import { serverId } from './call.ts';
import { getServer } from './servers.ts';
import type { Server, ServerRef, ServerStatus } from './types.ts';

/** What state to wait for, and how patiently. */
export interface WaitForServerOptions extends WaitOptions {
  /** `ACTIVE` by default. */
  readonly status?: ServerStatus | undefined;
}

const keys: KeysOf<WaitForServerOptions> = { ...waitOptionKeys, status: true };

const gone: ReadonlySet<string> = new Set(['DELETED', 'SOFT_DELETED']);

function failed(id: string, expected: string, actual: string, why: string): StateError {
  return new StateError(`server ${id} will not become ${expected}: ${why}`, { expected, actual });
}

/** What Nova says of a server that is in error. */
export function faultOf(server: Server): string {
  const told = server.fault?.message.trim() ?? '';
  return told === '' ? 'it is in ERROR, and Nova gives no reason' : `it is in ERROR: ${told}`;
}

/** Whether Nova shows a server that is deleted already. */
export function isGone(server: Server): boolean {
  return gone.has(server.status);
}

function hopeless(server: Server, wanted: string): StateError | undefined {
  const { id, status } = server;
  if (status === 'ERROR') return failed(id, wanted, status, faultOf(server));
  if (isGone(server)) return failed(id, wanted, status, 'it was deleted');
  return undefined;
}

function shown(server: Server | undefined): string {
  if (server === undefined) return 'unknown';
  return server.taskState === null ? server.status : `${server.status} (${server.taskState})`;
}

/**
 * Waits until a server has the wanted status.
 *
 * @throws StateError if that cannot be expected any more, TimeoutError when the time is up.
 */
export async function waitForServer(
  session: Session,
  server: ServerRef,
  options: WaitForServerOptions,
): Promise<Server> {
  checkOptions('waitForServer', options, keys);
  const { status: wanted = 'ACTIVE', ...patience } = options;
  const { signal } = patience;
  const id = serverId(server);
  let seen: Server | undefined;
  const look = async (): Promise<Server | undefined> => {
    try {
      const current = await getServer(session, id, { signal });
      seen = current;
    } catch (error) {
      if (isNotFound(error) && seen !== undefined) throw failed(id, wanted, 'DELETED', 'it was deleted');
      throw error;
    }
    if (seen.status === wanted) return seen;
    const end = hopeless(seen, wanted);
    if (end !== undefined) throw end;
    return undefined;
  };
  return waitFor(look, () => `server ${id} is ${shown(seen)}, not ${wanted}`, patience);
}

/** Waits until a server is gone. */
export async function waitForServerDeletion(
  session: Session,
  server: ServerRef,
  options: WaitOptions,
): Promise<void> {
  checkOptions('waitForServerDeletion', options, waitOptionKeys);
  const { signal } = options;
  const id = serverId(server);
  let seen: Server | undefined;
  const look = async (): Promise<true | undefined> => {
    try {
      seen = await getServer(session, id, { signal });
    } catch (error) {
      if (isNotFound(error)) return true;
      throw error;
    }
    // Nova keeps it for a while where it is set up to. One that is DELETED is gone, too, but may be shown until then.
    return seen.status === 'SOFT_DELETED' ? true : undefined;
  };
  await waitFor(look, () => `server ${id} is still there: ${shown(seen)}`, options);
}
