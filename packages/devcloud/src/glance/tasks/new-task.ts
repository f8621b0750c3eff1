import { newUuid } from '../../ids.ts';
import type { JsonObject } from '../../python/json.ts';
import type { TaskType } from '../../releases/release.ts';
import type { Request } from '../request.ts';
import type { Task } from './task.ts';

/** Makes a task for the caller of a request, pending. */
export function newTask(
  { caller, glance, requestId }: Request,
  type: TaskType,
  input: JsonObject,
  imageId: string | null,
): Task {
  const createdAt = glance.now();
  return {
    id: newUuid(),
    type,
    status: 'pending',
    owner: caller.projectId ?? null,
    message: '',
    input,
    result: null,
    imageId,
    requestId,
    userId: caller.userId,
    createdAt,
    updatedAt: createdAt,
    expiresAt: null,
  };
}
