import type { Answer } from '../../http/answer.ts';
import { isObject } from '../../python/json.ts';
import { denied, enforce } from '../policy.ts';
import { doneAnswer } from '../request.ts';
import type { Request } from '../request.ts';
import { needServer } from '../servers/find-server.ts';
import { change } from '../servers/server.ts';

/** `lock`: only admins can then do anything with the server. Since 2.73 with a reason. */
export function lockServer(request: Request): Answer {
  const server = needServer(request);
  enforce(request, 'write', 'os-lock-server:lock');
  const told = isObject(request.body) ? request.body['lock'] : undefined;
  const reason = request.minor >= 73 && isObject(told) ? told['locked_reason'] : undefined;
  const locked = {
    byAdmin: request.caller.isAdmin,
    reason: typeof reason === 'string' ? reason : null,
  };
  change(request.nova, server, { locked });
  return doneAnswer(202);
}

/** `unlock`: what an admin has locked only an admin unlocks. */
export function unlockServer(request: Request): Answer {
  const server = needServer(request);
  enforce(request, 'write', 'os-lock-server:unlock');
  if (server.locked?.byAdmin === true && !request.caller.isAdmin) {
    throw denied('os-lock-server:unlock:unlock_override');
  }
  change(request.nova, server, { locked: undefined });
  return doneAnswer(202);
}
