import type { ActionCommand } from '../../command.ts';
import { forEachName } from '../../for-each.ts';
import { imageNamed } from '../../image/find-image.ts';

const images = { name: 'image', description: 'names or ids of the images', variadic: true };

/** `cached image queue` */
export const command: ActionCommand = {
  output: 'none',
  description: 'Have images fetched into the cache (administrators).',
  arguments: [images],
  parameters: [],
  async run(context) {
    const { values, signal } = context;
    const wording = { verb: 'queue', past: 'queued', noun: 'image', nouns: 'images' };
    await forEachName(context, values.arguments(images), wording, async (name) => {
      const connection = await context.connect();
      const found = await imageNamed(connection, name, signal);
      await connection.image.cache.queue(found, { signal });
    });
  },
};
