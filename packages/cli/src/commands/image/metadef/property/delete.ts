import type { ActionCommand } from '../../../../command.ts';
import { UsageError } from '../../../../errors.ts';
import { forEachName } from '../../../../for-each.ts';
import { namespaceArgument } from '../../../../image/metadef.ts';
import { flag } from '../../../../parameters/parameter.ts';

const names = { name: 'property', description: 'names of the properties', variadic: true, optional: true };
const all = flag('--all', 'all properties of the namespace');

/** `image metadef property delete` */
export const command: ActionCommand = {
  output: 'none',
  description: 'Delete properties of a namespace.',
  arguments: [namespaceArgument, names],
  parameters: [all],
  async run(context) {
    const { values, signal } = context;
    const namespace = values.argument(namespaceArgument);
    const named = values.arguments(names);
    if (values.get(all) === named.length > 0) throw new UsageError('either names or --all must be given');
    const { metadefs } = (await context.connect()).image;
    if (values.get(all)) return metadefs.properties.deleteAll(namespace, { signal });
    const wording = { verb: 'delete', past: 'deleted', noun: 'property', nouns: 'properties' };
    await forEachName(context, named, wording, (name) =>
      metadefs.properties.delete(namespace, name, { signal }),
    );
  },
};
