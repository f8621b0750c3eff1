import type { TaskQuery } from '@ostk/sdk';
import type { ListCommand } from '../../../command.ts';
import { UsageError } from '../../../errors.ts';
import { integer, oneOf, text } from '../../../parameters/parameter.ts';
import { didYouMean } from '../../../suggest.ts';

const sortKeys: Readonly<Record<string, NonNullable<TaskQuery['sortKey']>>> = {
  created_at: 'createdAt',
  expires_at: 'expiresAt',
  id: 'id',
  status: 'status',
  type: 'type',
  updated_at: 'updatedAt',
};
const sortKey = text('--sort-key <key>', `${Object.keys(sortKeys).join(', ')}; created_at by default`);
const sortDir = oneOf('--sort-dir <direction>', 'desc by default', ['asc', 'desc']);
const limit = integer('--limit <number>', 'the most tasks to show', 1);
const maxItems = integer('--max-items <number>', 'the same as --limit', 1, { hidden: true });
const marker = text('--marker <task>', 'show what comes after this task, id');
const type = oneOf('--type <type>', 'only tasks of this type', ['import']);
const status = oneOf('--status <status>', 'only tasks in this state', [
  'pending',
  'processing',
  'success',
  'failure',
]);

function readKey(given: string | undefined): TaskQuery['sortKey'] {
  if (given === undefined) return undefined;
  const key = Object.hasOwn(sortKeys, given) ? sortKeys[given] : undefined;
  if (key !== undefined) return key;
  const known = Object.keys(sortKeys);
  throw new UsageError(
    `--sort-key: tasks cannot be sorted by ${given}, only by ${known.join(', ')}${didYouMean(given, known)}`,
  );
}

/** `image task list` */
export const command: ListCommand = {
  output: 'list',
  description: 'List the tasks of the Image service, newest first (administrators).',
  parameters: [sortKey, sortDir, limit, maxItems, marker, type, status],
  async run({ values, signal, connect }) {
    const key = readKey(values.get(sortKey));
    const tasks = (await connect()).image.tasks.list({
      sortKey: key,
      sortDir: values.get(sortDir),
      maxItems: values.get(limit) ?? values.get(maxItems),
      marker: values.get(marker),
      type: values.get(type),
      status: values.get(status),
      signal,
    });
    return {
      columns: [{ name: 'ID' }, { name: 'Type' }, { name: 'Status' }, { name: 'Owner' }],
      rows: (await tasks.toArray()).map((task) => [task.id, task.type, task.status, task.owner]),
    };
  },
};
