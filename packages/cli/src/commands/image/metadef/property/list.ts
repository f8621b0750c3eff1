import type { ListCommand } from '../../../../command.ts';
import { namespaceArgument } from '../../../../image/metadef.ts';

/** `image metadef property list` */
export const command: ListCommand = {
  output: 'list',
  description: 'List the properties of a namespace.',
  arguments: [namespaceArgument],
  parameters: [],
  async run({ values, signal, connect }) {
    const { metadefs } = (await connect()).image;
    const properties = await metadefs.properties.list(values.argument(namespaceArgument), { signal });
    return {
      columns: [{ name: 'name' }, { name: 'title' }, { name: 'type' }],
      rows: Object.entries(properties).map(([name, { title, type }]) => [name, title, type]),
    };
  },
};
