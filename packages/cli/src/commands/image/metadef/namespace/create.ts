import type { ShowCommand } from '../../../../command.ts';
import {
  description,
  displayName,
  namespaceArgument,
  namespaceProtected,
  namespaceRecord,
  namespaceVisibility,
} from '../../../../image/metadef.ts';

/** `image metadef namespace create` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Create a namespace of metadata definitions.',
  arguments: [namespaceArgument],
  parameters: [displayName, description, namespaceVisibility, namespaceProtected],
  async run({ values, signal, connect }) {
    const { metadefs } = (await connect()).image;
    const namespace = {
      namespace: values.argument(namespaceArgument),
      displayName: values.get(displayName),
      description: values.get(description),
      visibility: values.get(namespaceVisibility),
      protected: values.get(namespaceProtected),
    };
    return namespaceRecord(await metadefs.namespaces.create(namespace, { signal }));
  },
};
