import type { ActionCommand } from '../../../../command.ts';
import { namespaceArgument } from '../../../../image/metadef.ts';
import { text } from '../../../../parameters/parameter.ts';

const object = { name: 'object', description: 'name of the object' };
const newName = text('--name <name>', 'its new name');

/** `image metadef object update` */
export const command: ActionCommand = {
  output: 'none',
  description: 'Rename an object of a namespace.',
  arguments: [namespaceArgument, object],
  parameters: [newName],
  async run({ values, signal, connect }) {
    const { metadefs } = (await connect()).image;
    const changes = { name: values.get(newName) };
    await metadefs.objects.update(values.argument(namespaceArgument), values.argument(object), changes, {
      signal,
    });
  },
};
