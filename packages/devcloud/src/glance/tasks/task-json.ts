import { glanceTime, pythonTime } from '../../clock.ts';
import type { JsonObject } from '../../python/json.ts';
import type { Task } from './task.ts';

/** A task as `/v2/tasks/{id}` shows it. */
export function taskJson(task: Task): JsonObject {
  const { id, input, type, status, owner, message, result } = task;
  return {
    id,
    input,
    type,
    status,
    owner,
    message,
    result,
    ...timesAndLinks(task),
    ...(task.imageId === null ? {} : { image_id: task.imageId }),
    request_id: task.requestId,
    user_id: task.userId,
    ...expiry(task),
  };
}

/** A task as the list of tasks shows it. */
export function taskStubJson(task: Task): JsonObject {
  const { id, type, status, owner } = task;
  return { id, type, status, owner, ...timesAndLinks(task), ...expiry(task) };
}

function timesAndLinks({ id, createdAt, updatedAt }: Task): JsonObject {
  return {
    created_at: glanceTime(createdAt),
    updated_at: glanceTime(updatedAt),
    self: `/v2/tasks/${id}`,
    schema: '/v2/schemas/task',
  };
}

function expiry({ expiresAt }: Task): JsonObject {
  return expiresAt === null ? {} : { expires_at: glanceTime(expiresAt) };
}

/** A task as an image shows it: the row of the database, as it is. */
export function taskRowJson(task: Task): JsonObject {
  const { id, type, status, owner, input, result, message } = task;
  return {
    id,
    type,
    status,
    owner,
    expires_at: task.expiresAt === null ? null : pythonTime(task.expiresAt),
    created_at: pythonTime(task.createdAt),
    updated_at: pythonTime(task.updatedAt),
    deleted_at: null,
    deleted: false,
    image_id: task.imageId,
    request_id: task.requestId,
    user_id: task.userId,
    input,
    result,
    message,
  };
}
