import { fault } from '../request.ts';
import type { Request } from '../request.ts';
import type { ServerTask } from '../../faults/fault.ts';
import type { Server, VmState } from './server.ts';

/** The server of the route. @throws 404 when it is not there for the caller */
export function needServer({ caller, nova, params }: Request): Server {
  const id = params['id'] ?? '';
  const server = nova.servers.get(id);
  const visible = server !== undefined && (caller.isAdmin || server.projectId === caller.projectId);
  if (!visible || server.deleted) throw fault(404, `Instance ${id} could not be found.`);
  return server;
}

/** The states in which something may be done. */
export interface Allowed {
  readonly vm: readonly VmState[];
  /** Only while nothing is being done, by default. */
  readonly task?: readonly (ServerTask | null)[];
}

/**
 * Lets something be done only in the right state.
 * @param action as the message names it, such as `createImage`
 * @throws 409
 */
export function needState(server: Server, action: string, { vm, task = [null] }: Allowed): void {
  const refuse = (attribute: string, state: string): Error =>
    fault(409, `Cannot '${action}' instance ${server.id} while it is in ${attribute} ${state}`);
  if (!vm.includes(server.vmState)) throw refuse('vm_state', server.vmState);
  if (!task.includes(server.taskState)) throw refuse('task_state', server.taskState ?? 'None');
  if (server.launchedAt === undefined) {
    throw fault(409, `Instance ${server.id} is in an invalid state for '${action}'`);
  }
}

/** Lets only admins do something with a server that is locked. @throws 409 */
export function needUnlocked({ caller }: Request, server: Server): void {
  if (server.locked !== undefined && !caller.isAdmin) throw fault(409, `Instance ${server.id} is locked`);
}
