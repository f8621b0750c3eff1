import type { Answer } from '../../http/answer.ts';
import { checkedBody } from '../check-input.ts';
import { enforce } from '../policy.ts';
import { doneAnswer } from '../request.ts';
import type { Request } from '../request.ts';
import { objectOf } from '../schema-types.ts';
import { needServer } from '../servers/find-server.ts';
import { change } from '../servers/server.ts';

const schema = objectOf({ state: { type: 'string', enum: ['active', 'error'] } }, 'state');

/** `os-resetState`: an admin says what state a server is in. Work under way finds the server gone from where it was. */
export function resetState(request: Request): Answer {
  const { state } = checkedBody(request.body, 'os-resetState', schema);
  const server = needServer(request);
  enforce(request, 'admin', 'os-admin-actions:reset_state');
  change(request.nova, server, { vmState: state === 'error' ? 'error' : 'active', taskState: null });
  return doneAnswer(202);
}
