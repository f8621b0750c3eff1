import type { ShowCommand } from '../../../../command.ts';
import { namespaceArgument, propertyRecord } from '../../../../image/metadef.ts';

const property = { name: 'property', description: 'name of the property' };

/** `image metadef property show` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Show a property of a namespace.',
  arguments: [namespaceArgument, property],
  parameters: [],
  async run({ values, signal, connect }) {
    const { metadefs } = (await connect()).image;
    const namespace = values.argument(namespaceArgument);
    return propertyRecord(await metadefs.properties.get(namespace, values.argument(property), { signal }));
  },
};
