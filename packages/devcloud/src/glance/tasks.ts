import { jsonAnswer } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { findImage, notAuthorized } from './policy.ts';
import { fail } from './request.ts';
import type { Request } from './request.ts';

/** `GET /v2/images/{id}/tasks`: nothing in this cloud makes tasks yet. */
export function listImageTasks(request: Request): Answer {
  if (findImage(request, request.params['id'] ?? '') === undefined) throw fail(request, 404);
  return jsonAnswer(200, { tasks: [] });
}

/** `GET /v2/tasks`, for admins. */
export function listTasks(request: Request): Answer {
  if (!request.caller.isAdmin) throw notAuthorized(request, 'tasks_api_access');
  return jsonAnswer(200, { tasks: [], first: '/v2/tasks', schema: '/v2/schemas/tasks' });
}
