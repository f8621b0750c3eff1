import type { JsonObject } from '../../python/json.ts';
import type { TaskType } from '../../releases/release.ts';

/** Work that Glance does after it has answered. Times are microseconds since the epoch. */
export interface Task {
  readonly id: string;
  readonly type: TaskType;
  status: 'pending' | 'processing' | 'success' | 'failure';
  readonly owner: string | null;
  /** How far it has got, or why it has failed. */
  message: string;
  readonly input: JsonObject;
  result: JsonObject | null;
  readonly imageId: string | null;
  readonly requestId: string;
  readonly userId: string;
  readonly createdAt: number;
  updatedAt: number;
  /** When it is forgotten: set at its end. */
  expiresAt: number | null;
}

/** How long a finished task is kept: two days, in microseconds. */
const lifetime = 48 * 3600 * 1e6;

/** What Glance says of most failures. */
export const internalError = 'Task failed due to Internal Error';

/** Begins the work. */
export function beginTask(task: Task, now: number): void {
  task.status = 'processing';
  task.updatedAt = now;
}

/** Tells how far the work has got. */
export function tellProgress(task: Task, message: string, now: number): void {
  task.message = message;
  task.updatedAt = now;
}

/** Ends the work well. */
export function succeed(task: Task, result: JsonObject, now: number): void {
  task.status = 'success';
  task.result = result;
  end(task, now);
}

/** Ends the work badly, unless it has ended already. */
export function fail(task: Task, message: string, now: number): void {
  if (isOver(task)) return;
  task.status = 'failure';
  task.message = message;
  end(task, now);
}

function end(task: Task, now: number): void {
  task.updatedAt = now;
  task.expiresAt = now + lifetime;
}

/** Whether the work has ended. */
export function isOver({ status }: Task): boolean {
  return status === 'success' || status === 'failure';
}

/** The tasks that are not yet forgotten, in the order of their creation. */
export function livingTasks(tasks: ReadonlyMap<string, Task>, now: number): readonly Task[] {
  return [...tasks.values()].filter(({ expiresAt }) => expiresAt === null || expiresAt >= now);
}
