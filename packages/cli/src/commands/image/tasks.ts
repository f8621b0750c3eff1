import type { TaskQuery } from '@ostk/sdk';
import type { ListCommand, ShowCommand } from '../../command.ts';
import { UsageError } from '../../errors.ts';
import { givenImage, imageArgument } from '../../image/find-image.ts';
import { list as listOf } from '../../output/list.ts';
import { humanMapping } from '../../output/python-text.ts';
import { record, toValue } from '../../output/record.ts';
import { integer, oneOf, text } from '../../parameters/parameter.ts';
import { didYouMean } from '../../suggest.ts';

const task = { name: 'task', description: 'id of the task' };
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
export const list: ListCommand = {
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
    return listOf(await tasks.toArray(), {
      ID: ({ id }) => id,
      Type: (each) => each.type,
      Status: (each) => each.status,
      Owner: ({ owner }) => owner,
    });
  },
};

/** `image task show` */
export const show: ShowCommand = {
  output: 'record',
  description: 'Show a task of the Image service (administrators; others: ostk image tasks).',
  arguments: [task],
  async run({ values, signal, connect }) {
    const found = await (await connect()).image.tasks.get(values.argument(task), { signal });
    const known = { image_id: found.imageId, request_id: found.requestId, user_id: found.userId };
    return record(
      {
        created_at: found.createdAt,
        expires_at: found.expiresAt,
        id: found.id,
        input: toValue(found.input),
        message: found.message,
        owner_id: found.owner,
        properties: Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null)),
        result: toValue(found.result),
        status: found.status,
        type: found.type,
        updated_at: found.updatedAt,
      },
      { properties: humanMapping },
    );
  },
};

/** `image tasks` */
export const ofImage: ListCommand = {
  output: 'list',
  description: 'List the tasks of an image, such as its imports, and what they say of themselves.',
  arguments: [imageArgument],
  async run(context) {
    const { service, image } = await givenImage(context);
    return listOf(await service.imageTasks(image, { signal: context.signal }), {
      ID: ({ id }) => id,
      Type: (each) => each.type,
      Status: (each) => each.status,
      Message: ({ message }) => message,
      'Created At': ({ createdAt }) => createdAt,
      'Updated At': ({ updatedAt }) => updatedAt,
    });
  },
};
