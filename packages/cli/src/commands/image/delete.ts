import type { ActionCommand } from '../../command.ts';
import { forEachName } from '../../for-each.ts';
import { imageNamed } from '../../image/find-image.ts';
import { text } from '../../parameters/parameter.ts';

const images = { name: 'image', description: 'names or ids of the images', variadic: true };
const store = text('--store <store>', 'delete the data from this store only; the image stays');

/** `image delete` */
export const command: ActionCommand = {
  output: 'none',
  description: 'Delete images. One that cannot be deleted does not keep the others from being deleted.',
  arguments: [images],
  parameters: [store],
  async run(context) {
    const { values, signal } = context;
    const from = values.get(store);
    const wording = { verb: 'delete', past: 'deleted', noun: 'image', nouns: 'images' };
    await forEachName(context, values.arguments(images), wording, async (name) => {
      const { image } = await context.connect();
      const found = await imageNamed(await context.connect(), name, signal);
      if (from === undefined) await image.deleteImage(found, { signal });
      else await image.deleteFromStore(found, from, { signal });
    });
  },
};
