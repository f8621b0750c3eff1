import { isNotFound } from '../errors.ts';
import { path } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import { checkOptions, type KeysOf } from '../options.ts';
import { waitOptionKeys, type WaitOptions } from '../resource/wait.ts';
import { serverId } from './call.ts';
import { act } from './servers.ts';
import type { ServerRef } from './types.ts';
import { waitForServerDeletion } from './wait.ts';

/** How a server is to be deleted. */
export interface DeleteServerOptions extends WaitOptions {
  /** Take it for done if there is no such server; by default that is a NotFound. */
  readonly ignoreMissing?: boolean | undefined;
  /** Delete it at once, even where a cloud keeps deleted servers for a while or another task is under way. */
  readonly force?: boolean | undefined;
  /** Answer when it is gone, and not as soon as Nova has begun. */
  readonly wait?: boolean | undefined;
}

const deleteKeys: KeysOf<DeleteServerOptions> = {
  ...waitOptionKeys,
  ignoreMissing: true,
  force: true,
  wait: true,
};

/** Deletes a server. */
export async function deleteServer(
  session: Session,
  server: ServerRef,
  options: DeleteServerOptions,
): Promise<void> {
  checkOptions('deleteServer', options, deleteKeys);
  const { ignoreMissing = false, force = false, wait = false, ...patience } = options;
  const { signal } = patience;
  const id = serverId(server);
  try {
    if (force) await act(session, id, { forceDelete: null }, { signal });
    else await session.call({ service: 'compute', method: 'DELETE', path: path`/servers/${id}`, signal });
  } catch (error) {
    // In a later attempt it may be our own first one that did it.
    if (isNotFound(error) && (ignoreMissing || error.attempts > 1)) return;
    throw error;
  }
  if (wait) await waitForServerDeletion(session, id, patience);
}
