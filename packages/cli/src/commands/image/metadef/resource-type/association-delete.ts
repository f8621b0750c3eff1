import type { ActionCommand } from '../../../../command.ts';
import { forEachName } from '../../../../for-each.ts';
import { namespaceArgument } from '../../../../image/metadef.ts';
import { flag } from '../../../../parameters/parameter.ts';

const names = { name: 'name', description: 'kinds of resource', variadic: true };
const force = flag(
  '--force',
  'also if the namespace is protected: it is unprotected for as long as it takes',
);

/** `image metadef resource type association delete` */
export const command: ActionCommand = {
  output: 'none',
  description: 'Say that a namespace is not for these kinds of resource any more.',
  arguments: [namespaceArgument, names],
  parameters: [force],
  async run(context) {
    const { values, signal } = context;
    const { namespaces, resourceTypes } = (await context.connect()).image.metadefs;
    const namespace = values.argument(namespaceArgument);
    const unlock = values.get(force) && (await namespaces.get(namespace, { signal })).protected;
    if (unlock) await namespaces.update(namespace, { protected: false }, { signal });
    try {
      const wording = { verb: 'delete', past: 'deleted', noun: 'association', nouns: 'associations' };
      await forEachName(context, values.arguments(names), wording, (name) =>
        resourceTypes.dissociate(namespace, name, { signal }),
      );
    } finally {
      // The signal may be what has ended it: the namespace must not stay unprotected for that.
      if (unlock) await namespaces.update(namespace, { protected: true });
    }
  },
};
