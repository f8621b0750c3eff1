import { isNotFound, OptionError, StateError } from '../errors.ts';
import { path, type Query } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import { asArray, asRecord, type JsonRecord } from '../json.ts';
import { checkNumber, checkOptions, type KeysOf } from '../options.ts';
import type { Paginator } from '../resource/paginator.ts';
import { waitFor, waitOptionKeys, type WaitOptions } from '../resource/wait.ts';
import { answerOf, callKeys, read, textOf, timeOf } from './call.ts';
import { imageId } from './images.ts';
import { pagedList } from './list.ts';
import type { CallOptions, ImageRef } from './types.ts';

/** The states of a task: the last two are final. */
export type TaskStatus = 'pending' | 'processing' | 'success' | 'failure';

/** What Glance does in the background, such as an import. Stands for the `task` entity of the Image API v2. */
export interface ImageTask {
  readonly id: string;
  /** `import`, `api_image_import`, `location_import`. */
  readonly type: string;
  readonly status: TaskStatus | (string & {});
  /** The id of the project that it works for. */
  readonly owner: string | null;
  /** How far it is, or why it failed; `null` in the list of all tasks, which does not tell. */
  readonly message: string | null;
  /** What it was given, with Glance's names; `null` in the list of all tasks. */
  readonly input: JsonRecord | null;
  /** What came of it; `null` in the list of all tasks, or as long as nothing has. */
  readonly result: JsonRecord | null;
  /** The image it works on, if Glance tells. */
  readonly imageId: string | null;
  /** The id of the request that it comes from: what an operator searches the logs for. */
  readonly requestId: string | null;
  readonly userId: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
  /** When Glance will forget it; `null` while it runs. */
  readonly expiresAt: string | null;
}

/** A task, or the id of one. */
export type TaskRef = string | { readonly id: string };

/** Which tasks to list. Stands for the query parameters of `GET /v2/tasks`. */
export interface TaskQuery {
  /** The only type that Glance lets be asked for, though there are others. */
  readonly type?: 'import' | undefined;
  readonly status?: TaskStatus | undefined;
  /** By default `createdAt`. */
  readonly sortKey?: 'createdAt' | 'updatedAt' | 'id' | 'type' | 'status' | 'expiresAt' | undefined;
  /** By default `desc`. */
  readonly sortDir?: 'asc' | 'desc' | undefined;
  /** Tasks on a page. */
  readonly limit?: number | undefined;
  /** Tasks in all, at most. */
  readonly maxItems?: number | undefined;
  /** The id of the task after which the list begins. */
  readonly marker?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A task to begin. */
export interface NewTask {
  /** `import` is the only one that Glance lets be begun here. */
  readonly type: string;
  /** With Glance's names, such as `import_from`. */
  readonly input: JsonRecord;
}

const queryKeys: KeysOf<TaskQuery> = {
  type: true,
  status: true,
  sortKey: true,
  sortDir: true,
  limit: true,
  maxItems: true,
  marker: true,
  signal: true,
};

const taskKeys: KeysOf<NewTask> = { type: true, input: true };

function toTask(value: unknown): ImageTask {
  const record = answerOf(value, 'id', 'a task');
  return {
    id: textOf(record, 'id') ?? '',
    type: textOf(record, 'type') ?? '',
    status: textOf(record, 'status') ?? 'pending',
    owner: textOf(record, 'owner'),
    message: textOf(record, 'message'),
    input: asRecord(record['input']) ?? null,
    result: asRecord(record['result']) ?? null,
    imageId: textOf(record, 'image_id'),
    requestId: textOf(record, 'request_id'),
    userId: textOf(record, 'user_id'),
    createdAt: timeOf(record, 'created_at') ?? '',
    updatedAt: timeOf(record, 'updated_at') ?? '',
    expiresAt: timeOf(record, 'expires_at'),
  };
}

function taskId(task: TaskRef): string {
  const id = typeof task === 'string' ? task : task.id;
  if (id === '') throw new OptionError('a task is needed: its id is empty');
  return id;
}

function taskQuery(query: TaskQuery): Query {
  checkOptions('tasks', query, queryKeys);
  checkNumber('tasks: limit', query.limit, 1);
  checkNumber('tasks: maxItems', query.maxItems, 0);
  const { type, status, sortKey, sortDir, limit, marker } = query;
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ['type', type],
    ['status', status],
    ['sort_key', sortKey?.replace(/At$/, '_at')],
    ['sort_dir', sortDir],
    ['limit', limit?.toString()],
    ['marker', marker],
  ];
  return pairs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

/** Whether a task has come to its end. */
export function isOver(task: ImageTask): boolean {
  return task.status === 'success' || task.status === 'failure';
}

/** Lists the tasks of an image; `undefined` where Glance is too old to tell, or has no such image. */
export async function findImageTasks(
  session: Session,
  id: string,
  options: CallOptions,
): Promise<readonly ImageTask[] | undefined> {
  try {
    return await listImageTasks(session, id, options);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Lists the tasks of an image. */
export async function listImageTasks(
  session: Session,
  image: ImageRef,
  options: CallOptions,
): Promise<readonly ImageTask[]> {
  checkOptions('imageTasks', options, callKeys);
  const value = await read(session, path`/images/${imageId(image)}/tasks`, options);
  return asArray(answerOf(value, 'tasks', 'a list of tasks')['tasks']).map(toTask);
}

/** The tasks of the Image service, for administrators: `conn.image.tasks`. */
export class ImageTasks {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * Lists tasks, newest first, without their input, result and message. `GET /v2/tasks`.
   *
   * @throws Forbidden for a plain user: use `imageTasks` for the tasks of one image.
   */
  list(query: TaskQuery = {}): Paginator<ImageTask> {
    return pagedList(this.#session, {
      path: '/tasks',
      query: taskQuery(query),
      member: 'tasks',
      decode: toTask,
      maxItems: query.maxItems,
      signal: query.signal,
    });
  }

  /** Gets a task with all that is known of it. `GET /v2/tasks/{id}`. */
  async get(task: TaskRef, options: CallOptions = {}): Promise<ImageTask> {
    checkOptions('tasks.get', options, callKeys);
    return toTask(await read(this.#session, path`/tasks/${taskId(task)}`, options));
  }

  /** Begins a task. Glance calls this deprecated: `importImage` is what takes its place. `POST /v2/tasks`. */
  async create(task: NewTask, options: CallOptions = {}): Promise<ImageTask> {
    checkOptions('tasks.create', task, taskKeys);
    checkOptions('tasks.create', options, callKeys);
    const { value } = await this.#session.json({
      service: 'image',
      method: 'POST',
      path: '/tasks',
      json: { type: task.type, input: task.input },
      signal: options.signal,
    });
    return toTask(value);
  }

  /**
   * Waits until a task has succeeded.
   *
   * @throws StateError with the task's own message if it fails; TimeoutError when the time is up.
   */
  async wait(task: TaskRef, options: WaitOptions = {}): Promise<ImageTask> {
    checkOptions('tasks.wait', options, waitOptionKeys);
    const id = taskId(task);
    let status = 'unknown';
    const look = async (): Promise<ImageTask | undefined> => {
      const current = await this.get(id, { signal: options.signal });
      status = current.status;
      if (status === 'success') return current;
      if (status !== 'failure') return undefined;
      const why = current.message === null || current.message === '' ? 'no reason is told' : current.message;
      throw new StateError(`task ${id} failed: ${why}`, { expected: 'success', actual: status });
    };
    return waitFor(look, () => `task ${id} is ${status}, not success`, options);
  }
}
