import type { Answer } from '../../http/answer.ts';
import { checkedBody } from '../check-input.ts';
import { denied, enforce } from '../policy.ts';
import { doneAnswer } from '../request.ts';
import type { Request } from '../request.ts';
import { needServer } from '../servers/find-server.ts';
import { change } from '../servers/server.ts';

const schema = {
  type: ['object', 'null'],
  properties: { locked_reason: { type: 'string', minLength: 1, maxLength: 255 } },
  additionalProperties: false,
};

/** `lock`: only admins can then do anything with the server. Since 2.73 with a reason. */
export function lockServer(request: Request): Answer {
  const { locked_reason: reason } = request.minor >= 73 ? checkedBody(request.body, 'lock', schema) : {};
  const server = needServer(request);
  enforce(request, 'write', 'os-lock-server:lock');
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
