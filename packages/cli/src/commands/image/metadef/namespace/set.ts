import type { ActionCommand } from '../../../../command.ts';
import {
  description,
  displayName,
  namespaceArgument,
  namespaceProtected,
  namespaceVisibility,
} from '../../../../image/metadef.ts';
import { texts } from '../../../../parameters/parameter.ts';

const tags = texts('--tag <tag>', 'a tag to add (may be repeated)');

/** `image metadef namespace set` */
export const command: ActionCommand = {
  output: 'none',
  description: 'Change a namespace of metadata definitions; what is not named stays as it is.',
  arguments: [namespaceArgument],
  parameters: [displayName, description, namespaceVisibility, namespaceProtected, tags],
  async run({ values, signal, connect }) {
    const { metadefs } = (await connect()).image;
    const namespace = values.argument(namespaceArgument);
    const changes = {
      displayName: values.get(displayName),
      description: values.get(description),
      visibility: values.get(namespaceVisibility),
      protected: values.get(namespaceProtected),
    };
    const added = values.get(tags);
    const isChange = Object.values(changes).some((value) => value !== undefined);
    if (isChange || added.length === 0) await metadefs.namespaces.update(namespace, changes, { signal });
    if (added.length > 0) await metadefs.tags.set(namespace, [...new Set(added)], { append: true, signal });
  },
};
