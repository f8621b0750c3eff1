import type { ShowCommand } from '../../../command.ts';
import { taskRecord } from '../../../image/task.ts';

const task = { name: 'task', description: 'id of the task' };

/** `image task show` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Show a task of the Image service (administrators; others: ostk image tasks).',
  arguments: [task],
  parameters: [],
  async run({ values, signal, connect }) {
    return taskRecord(await (await connect()).image.tasks.get(values.argument(task), { signal }));
  },
};
