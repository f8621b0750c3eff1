import type { Schema } from '../../python/json-schema.ts';
import type { JsonObject } from '../../python/json.ts';
import type { TaskType } from '../../releases/release.ts';

const readOnlyText = { readOnly: true, type: 'string' };

function fieldsFor(types: readonly TaskType[]): JsonObject {
  return {
    id: {
      description: 'An identifier for the task',
      pattern: '^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$',
      type: 'string',
    },
    type: { description: 'The type of task represented by this content', enum: types, type: 'string' },
    status: {
      description: 'The current status of this task',
      enum: ['pending', 'processing', 'success', 'failure'],
      type: 'string',
    },
    input: { description: 'The parameters required by task, JSON blob', type: ['null', 'object'] },
    result: { description: 'The result of current task, JSON blob', type: ['null', 'object'] },
    owner: { description: 'An identifier for the owner of this task', type: 'string' },
    message: {
      description: 'Human-readable informative message only included when appropriate (usually on failure)',
      type: 'string',
    },
    image_id: { description: 'Image associated with the task', type: 'string' },
    request_id: { description: 'Human-readable informative request-id', type: 'string' },
    user_id: { description: 'User associated with the task', type: 'string' },
    expires_at: {
      description: 'Datetime when this resource would be subject to removal',
      type: ['null', 'string'],
    },
    created_at: { description: 'Datetime when this resource was created', type: 'string' },
    updated_at: { description: 'Datetime when this resource was updated', type: 'string' },
    self: readOnlyText,
    schema: readOnlyText,
  };
}

/** What the API shows of a task. */
export function shownTaskSchema(types: readonly TaskType[]): Schema {
  return { name: 'task', properties: fieldsFor(types) };
}

/** What a task may be that is to be made. */
export function wantedTaskSchema(types: readonly TaskType[]): Schema {
  return { ...shownTaskSchema(types), additionalProperties: false };
}

const unlisted: ReadonlySet<string> = new Set(['input', 'result', 'message']);

/** What the list of tasks shows of one. */
export function stubTaskSchema(types: readonly TaskType[]): Schema {
  const shown = Object.entries(fieldsFor(types)).filter(([name]) => !unlisted.has(name));
  return { name: 'task', properties: Object.fromEntries(shown) };
}
