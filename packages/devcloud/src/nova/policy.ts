import { fault } from './request.ts';
import type { Request } from './request.ts';

/** What a policy asks for besides being in the project of the thing: nothing but reading, changing, or the role admin. */
export type Need = 'read' | 'write' | 'admin';

/** Whether the caller may do something in her project. */
export function may({ caller, nova }: Request, need: Need): boolean {
  if (caller.isAdmin) return true;
  if (need === 'admin') return false;
  if (!nova.release.secureRbac) return true;
  return caller.projectId !== '' && caller.roles.has(need === 'read' ? 'reader' : 'member');
}

/**
 * Lets only those do something who may.
 * @param rule name of the policy without its prefix, such as `servers:create`
 * @throws 403
 */
export function enforce(request: Request, need: Need, rule: string): void {
  if (!may(request, need)) throw denied(rule);
}

/** The 403 of a policy. */
export function denied(rule: string): Error {
  return fault(403, `Policy doesn't allow os_compute_api:${rule} to be performed.`);
}
