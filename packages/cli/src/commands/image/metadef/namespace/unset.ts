import type { ActionCommand } from '../../../../command.ts';
import { UsageError } from '../../../../errors.ts';
import { namespaceArgument } from '../../../../image/metadef.ts';
import { flag, texts } from '../../../../parameters/parameter.ts';

const tags = texts('--tag <tag>', 'a tag to remove (may be repeated)');
const allTags = flag('--all-tags', 'remove all tags');

/** `image metadef namespace unset` */
export const command: ActionCommand = {
  output: 'none',
  description: 'Remove tags of a namespace of metadata definitions.',
  arguments: [namespaceArgument],
  parameters: [tags, allTags],
  async run({ values, signal, connect }) {
    const named = values.get(tags);
    const all = values.get(allTags);
    if (all && named.length > 0) throw new UsageError('--tag and --all-tags exclude each other');
    if (!all && named.length === 0) throw new UsageError('--tag or --all-tags is missing');
    const { metadefs } = (await connect()).image;
    const namespace = values.argument(namespaceArgument);
    if (all) await metadefs.tags.deleteAll(namespace, { signal });
    for (const tag of new Set(named)) await metadefs.tags.delete(namespace, tag, { signal });
  },
};
