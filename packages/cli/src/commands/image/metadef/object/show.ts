import type { ShowCommand } from '../../../../command.ts';
import { namespaceArgument, objectRecord } from '../../../../image/metadef.ts';

const object = { name: 'object', description: 'name of the object' };

/** `image metadef object show` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Show an object of a namespace.',
  arguments: [namespaceArgument, object],
  parameters: [],
  async run({ values, signal, connect }) {
    const { metadefs } = (await connect()).image;
    const namespace = values.argument(namespaceArgument);
    return objectRecord(
      namespace,
      await metadefs.objects.get(namespace, values.argument(object), { signal }),
    );
  },
};
