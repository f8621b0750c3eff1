import type { Answer } from '../../http/answer.ts';
import { isObject } from '../../python/json.ts';
import { own } from '../../own.ts';
import { fault } from '../request.ts';
import type { NovaHandler, NovaRoutes, Request } from '../request.ts';
import { deleteServer } from '../servers/change-server.ts';
import { createBackup } from './create-backup.ts';
import { createImage } from './create-image.ts';
import { lockServer, unlockServer } from './lock.ts';
import { rebootServer, startServer, stopServer } from './power.ts';
import { rebuildServer } from './rebuild.ts';
import { resetState } from './reset-state.ts';

/** What can be done with a server, by the one key of the body. */
const actions: Readonly<Record<string, NovaHandler>> = {
  createImage,
  createBackup,
  rebuild: rebuildServer,
  reboot: rebootServer,
  'os-start': startServer,
  'os-stop': stopServer,
  'os-resetState': resetState,
  lock: lockServer,
  unlock: unlockServer,
  forceDelete: (request) => ({ ...toAccepted(deleteServer(request)) }),
};

function toAccepted(answer: Answer | Promise<Answer>): Answer {
  if (answer instanceof Promise) throw new Error('Deleting takes no time');
  return { ...answer, status: 202 };
}

/** The route of all actions. */
export const actionRoutes: NovaRoutes = { '/servers/:id/action': { POST: act } };

function act(request: Request): Answer | Promise<Answer> {
  const names = isObject(request.body) ? Object.keys(request.body) : [];
  const [name = ''] = names;
  if (names.length !== 1) throw fault(400, 'Malformed request body');
  const action = own(actions, name);
  if (action === undefined) throw fault(400, `There is no such action: ${name}`);
  return action(request);
}
