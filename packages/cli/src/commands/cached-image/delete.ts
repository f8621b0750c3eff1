import type { ActionCommand } from '../../command.ts';
import { forEachName } from '../../for-each.ts';
import { imageNamed } from '../../image/find-image.ts';

const images = { name: 'image', description: 'names or ids of the images', variadic: true };

/** `cached image delete` */
export const command: ActionCommand = {
  output: 'none',
  description: 'Take images out of the cache and its queue (administrators).',
  arguments: [images],
  parameters: [],
  async run(context) {
    const { values, signal } = context;
    const wording = { verb: 'delete', past: 'deleted', noun: 'image', nouns: 'images' };
    await forEachName(context, values.arguments(images), wording, async (name) => {
      const connection = await context.connect();
      const found = await imageNamed(connection, name, signal);
      await connection.image.cache.delete(found, { signal });
    });
  },
};
