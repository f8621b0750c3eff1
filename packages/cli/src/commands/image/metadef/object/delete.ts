import type { ActionCommand } from '../../../../command.ts';
import { UsageError } from '../../../../errors.ts';
import { forEachName } from '../../../../for-each.ts';
import { namespaceArgument } from '../../../../image/metadef.ts';
import { flag } from '../../../../parameters/parameter.ts';

const names = { name: 'object', description: 'names of the objects', variadic: true, optional: true };
const all = flag('--all', 'all objects of the namespace');

/** `image metadef object delete` */
export const command: ActionCommand = {
  output: 'none',
  description: 'Delete objects of a namespace.',
  arguments: [namespaceArgument, names],
  parameters: [all],
  async run(context) {
    const { values, signal } = context;
    const namespace = values.argument(namespaceArgument);
    const named = values.arguments(names);
    if (values.get(all) === named.length > 0) throw new UsageError('either names or --all must be given');
    const { metadefs } = (await context.connect()).image;
    if (values.get(all)) return metadefs.objects.deleteAll(namespace, { signal });
    const wording = { verb: 'delete', past: 'deleted', noun: 'object', nouns: 'objects' };
    await forEachName(context, named, wording, (name) =>
      metadefs.objects.delete(namespace, name, { signal }),
    );
  },
};
