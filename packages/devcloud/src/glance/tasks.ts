import { jsonAnswer } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { needImage, notAuthorized } from './policy.ts';
import type { Request } from './request.ts';

/** `GET /v2/images/{id}/tasks`: nothing in this cloud makes tasks yet. */
export function listImageTasks(request: Request): Answer {
  needImage(request);
  return jsonAnswer(200, { tasks: [] });
}

/** `GET /v2/tasks`, for admins. */
export function listTasks(request: Request): Answer {
  if (!request.caller.isAdmin) throw notAuthorized(request, 'tasks_api_access');
  return jsonAnswer(200, { tasks: [], first: '/v2/tasks', schema: '/v2/schemas/tasks' });
}
