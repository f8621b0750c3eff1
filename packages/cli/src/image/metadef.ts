import type { Metadefs } from '@ostk/sdk';
import type { ActionCommand, Context } from '../command.ts';
import { UsageError } from '../errors.ts';
import { forEachName } from '../for-each.ts';
import { type ArgumentSpec, flag } from '../parameters/parameter.ts';

/** The namespace that a command is about. */
export const namespaceArgument: ArgumentSpec = { name: 'namespace', description: 'name of the namespace' };

/** The namespace that the command line names, and where it is. */
export async function givenNamespace({
  values,
  connect,
}: Context): Promise<{ readonly metadefs: Metadefs; readonly namespace: string }> {
  const { metadefs } = (await connect()).image;
  return { metadefs, namespace: values.argument(namespaceArgument) };
}

/** The command that deletes some or all of what is in a namespace. */
export function removal(noun: 'object' | 'property', nouns: 'objects' | 'properties'): ActionCommand {
  const names = { name: noun, description: `names of the ${nouns}`, variadic: true, optional: true };
  const all = flag('--all', `all ${nouns} of the namespace`);
  return {
    output: 'none',
    description: `Delete ${nouns} of a namespace.`,
    arguments: [namespaceArgument, names],
    parameters: [all],
    async run(context) {
      const { values, signal } = context;
      const isNamed = values.arguments(names).length > 0;
      if (values.get(all) === isNamed) throw new UsageError('either names or --all must be given');
      const { metadefs, namespace } = await givenNamespace(context);
      if (!isNamed) return metadefs[nouns].deleteAll(namespace, { signal });
      await forEachName(context, names, 'delete', noun, (_connection, name) =>
        metadefs[nouns].delete(namespace, name, { signal }),
      );
    },
  };
}
