import type { ActionCommand } from '../../command.ts';
import { forEachName } from '../../for-each.ts';
import { imageNamed, imagesArgument } from '../../image/find-image.ts';
import { text } from '../../parameters/parameter.ts';

const store = text('--store <store>', 'delete the data from this store only; the image stays');

/** `image delete` */
export const command: ActionCommand = {
  output: 'none',
  description: 'Delete images. One that cannot be deleted does not keep the others from being deleted.',
  arguments: [imagesArgument],
  parameters: [store],
  async run(context) {
    const { values, signal } = context;
    const from = values.get(store);
    await forEachName(context, imagesArgument, 'delete', 'image', async (connection, name) => {
      const { image } = connection;
      const found = await imageNamed(connection, name, signal);
      if (from === undefined) await image.deleteImage(found, { signal });
      else await image.deleteFromStore(found, from, { signal });
    });
  },
};
