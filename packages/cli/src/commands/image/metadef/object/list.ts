import type { ListCommand } from '../../../../command.ts';
import { namespaceArgument } from '../../../../image/metadef.ts';

/** `image metadef object list` */
export const command: ListCommand = {
  output: 'list',
  description: 'List the objects of a namespace.',
  arguments: [namespaceArgument],
  parameters: [],
  async run({ values, signal, connect }) {
    const { metadefs } = (await connect()).image;
    const objects = await metadefs.objects.list(values.argument(namespaceArgument), { signal });
    return {
      columns: [{ name: 'name' }, { name: 'description' }],
      rows: objects.map(({ name, description }) => [name, description]),
    };
  },
};
