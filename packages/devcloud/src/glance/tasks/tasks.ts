import { jsonAnswer } from '../../http/answer.ts';
import type { Answer } from '../../http/answer.ts';
import { isObject } from '../../python/json.ts';
import type { TaskType } from '../../releases/release.ts';
import { jsonBody } from '../body.ts';
import { limits } from '../glance.ts';
import { pageOf, readPageQuery } from '../page.ts';
import type { Columns } from '../page.ts';
import { pageLinks } from '../page-links.ts';
import { findImage, mayRead, notAuthorized } from '../policy.ts';
import { explain, fail } from '../request.ts';
import type { Request } from '../request.ts';
import { refuseMisfit } from '../schema-check.ts';
import { startLegacyTask } from './legacy-task.ts';
import { refuseSource } from './legacy-source.ts';
import { newTask } from './new-task.ts';
import { livingTasks } from './task.ts';
import type { Task } from './task.ts';
import { taskJson, taskRowJson, taskStubJson } from './task-json.ts';
import { wantedTaskSchema } from './task-schema.ts';

/** `GET /v2/images/{id}/tasks`: those the caller may see. */
export function listImageTasks(request: Request): Answer {
  const { caller, glance } = request;
  const image = findImage(request, request.params['id'] ?? '');
  if (image === undefined || !mayRead(request)) throw fail(request, 404);
  const tasks = livingTasks(glance.tasks, glance.now()).filter(
    ({ imageId, owner }) =>
      imageId === image.id && (caller.isAdmin || owner === null || owner === caller.projectId),
  );
  return jsonAnswer(200, { tasks: tasks.map(taskRowJson) });
}

const columns: Columns<Task> = {
  id: ({ id }) => id,
  type: ({ type }) => type,
  status: ({ status }) => status,
  owner: ({ owner }) => owner,
  expires_at: ({ expiresAt }) => expiresAt,
  created_at: ({ createdAt }) => createdAt,
  updated_at: ({ updatedAt }) => updatedAt,
  image_id: ({ imageId }) => imageId,
  request_id: ({ requestId }) => requestId,
  user_id: ({ userId }) => userId,
};

/** `GET /v2/tasks`, for admins. */
export function listTasks(request: Request): Answer {
  enforceAccess(request);
  const { exchange, glance } = request;
  refuseUnknown(request, 'status', ['pending', 'processing', 'success', 'failure']);
  refuseUnknown(request, 'type', ['import']);
  const query = readPageQuery(request, undefined);
  const limit = Math.min(query.limit ?? limits.defaultPage, limits.largestPage);
  const living = livingTasks(glance.tasks, glance.now());
  const marker = query.marker === undefined ? undefined : findMarker(request, living, query.marker);
  const wanted = living.filter((task) => isWanted(exchange.query, task));
  if (!Object.hasOwn(columns, query.sortKey)) throw explain(request, 400, 'Sort key supplied was not valid.');
  const page = pageOf(request, wanted, columns, { ...query, limit }, marker);
  const last = page.length === limit ? page.at(-1) : undefined;
  const { first, next } = pageLinks('/v2/tasks', exchange.query, last?.id);
  return jsonAnswer(200, {
    tasks: page.map(taskStubJson),
    first,
    schema: '/v2/schemas/tasks',
    ...(next === undefined ? {} : { next }),
  });
}

function refuseUnknown(request: Request, name: string, known: readonly string[]): void {
  const value = request.exchange.query.get(name) ?? '';
  if (value !== '' && !known.includes(value)) throw explain(request, 400, `Invalid ${name} value: ${value}`);
}

function findMarker(request: Request, tasks: readonly Task[], id: string): Task {
  if (!/^[0-9a-f-]{32,36}$/i.test(id)) throw explain(request, 400, 'Invalid marker format');
  const task = tasks.find((each) => each.id === id);
  if (task === undefined) throw explain(request, 400, `Task with the given id ${id} was not found`);
  return task;
}

/** A parameter that is the name of a column filters by it; any other does nothing. */
function isWanted(query: URLSearchParams, task: Task): boolean {
  return [...query].every(([name, value]) => {
    const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
    return column === undefined || column(task) === value;
  });
}

/** `GET /v2/tasks/{id}`, for admins. */
export function showTask(request: Request): Answer {
  enforceAccess(request);
  const id = request.params['id'] ?? '';
  const task = request.glance.tasks.get(id);
  if (task === undefined) throw explain(request, 404, `Could not find task ${id}`);
  return jsonAnswer(200, taskJson(task));
}

/** `DELETE /v2/tasks/{id}`: never done. */
export function deleteTask(request: Request): Answer {
  enforceAccess(request);
  const message =
    'This operation is currently not permitted on Glance Tasks. They are auto deleted after reaching the time based on their expires_at property.';
  throw fail(request, 405, { template: message, headers: [['Allow', 'GET']] });
}

/** `POST /v2/tasks`, for admins: the old way to import. */
export async function createTask(request: Request): Promise<Answer> {
  enforceAccess(request);
  const body = await jsonBody(request);
  const missing = ['type', 'input'].find((name) => !isObject(body) || !(name in body));
  if (missing !== undefined || !isObject(body)) {
    throw explain(request, 400, `Task '${missing ?? 'type'}' is required`);
  }
  const { glance } = request;
  refuseMisfit(request, 'task', body, wantedTaskSchema(glance.release.taskTypes));
  const type = taskTypeOf(request, body['type']);
  if (glance.release.legacyImportsAreChecked && type === 'import') {
    await refuseSource(request, isObject(body['input']) ? body['input']['import_from'] : undefined);
  }
  const { input } = body;
  if (!isObject(input)) throw fail(request, 500);
  const imageId = input['image_id'];
  const task = newTask(request, type, input, typeof imageId === 'string' ? imageId : null);
  glance.tasks.set(task.id, task);
  const answer = jsonAnswer(201, taskJson(task), [
    ['Location', `${request.exchange.origin}/v2/tasks/${task.id}`],
  ]);
  startLegacyTask(glance, task);
  return answer;
}

function taskTypeOf(request: Request, value: unknown): TaskType {
  const type = request.glance.release.taskTypes.find((known) => known === value);
  if (type === undefined) throw new Error(`The schema lets through the task type ${String(value)}`);
  return type;
}

function enforceAccess(request: Request): void {
  if (!request.caller.isAdmin) throw notAuthorized(request, 'tasks_api_access');
}
