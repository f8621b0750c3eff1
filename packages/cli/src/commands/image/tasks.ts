import type { ListCommand } from '../../command.ts';
import { imageNamed } from '../../image/find-image.ts';

const image = { name: 'image', description: 'name or id of the image' };

/** `image tasks` */
export const command: ListCommand = {
  output: 'list',
  description: 'List the tasks of an image, such as its imports, and what they say of themselves.',
  arguments: [image],
  parameters: [],
  async run({ values, signal, connect }) {
    const connection = await connect();
    const found = await imageNamed(connection, values.argument(image), signal);
    const tasks = await connection.image.imageTasks(found, { signal });
    return {
      columns: ['ID', 'Type', 'Status', 'Message', 'Created At', 'Updated At'].map((name) => ({ name })),
      rows: tasks.map((task) => [
        task.id,
        task.type,
        task.status,
        task.message,
        task.createdAt,
        task.updatedAt,
      ]),
    };
  },
};
