import type { ShowCommand } from '../../../../command.ts';
import { namespaceArgument, objectPropertyRecord } from '../../../../image/metadef.ts';

const object = { name: 'object', description: 'name of the object' };
const property = { name: 'property', description: 'name of the property' };

/** `image metadef object property show` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Show a property of an object.',
  arguments: [namespaceArgument, object, property],
  parameters: [],
  async run({ values, signal, connect }) {
    const { metadefs } = (await connect()).image;
    const namespace = values.argument(namespaceArgument);
    const found = await metadefs.objects.get(namespace, values.argument(object), { signal });
    return objectPropertyRecord(found, values.argument(property));
  },
};
