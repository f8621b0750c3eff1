import type { ListCommand } from '../../../../command.ts';
import { namespaceArgument } from '../../../../image/metadef.ts';

/** `image metadef resource type association list` */
export const command: ListCommand = {
  output: 'list',
  description: 'List the kinds of resource that a namespace is for.',
  arguments: [namespaceArgument],
  parameters: [],
  async run({ values, signal, connect }) {
    const { resourceTypes } = (await connect()).image.metadefs;
    const types = await resourceTypes.associations(values.argument(namespaceArgument), { signal });
    return { columns: [{ name: 'Name' }], rows: types.map(({ name }) => [name]) };
  },
};
