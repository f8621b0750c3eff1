import type { ShowCommand } from '../../../../command.ts';
import { namespaceArgument, namespaceRecord } from '../../../../image/metadef.ts';

/** `image metadef namespace show` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Show a namespace of metadata definitions.',
  arguments: [namespaceArgument],
  parameters: [],
  async run({ values, signal, connect }) {
    const { metadefs } = (await connect()).image;
    return namespaceRecord(await metadefs.namespaces.get(values.argument(namespaceArgument), { signal }));
  },
};
