import type { ActionCommand } from '../../../../command.ts';
import { forEachName } from '../../../../for-each.ts';

const namespaces = { name: 'namespace', description: 'names of the namespaces', variadic: true };

/** `image metadef namespace delete` */
export const command: ActionCommand = {
  output: 'none',
  description: 'Delete namespaces of metadata definitions, with all that is in them.',
  arguments: [namespaces],
  parameters: [],
  async run(context) {
    const { values, signal } = context;
    const wording = { verb: 'delete', past: 'deleted', noun: 'namespace', nouns: 'namespaces' };
    await forEachName(context, values.arguments(namespaces), wording, async (name) => {
      const { metadefs } = (await context.connect()).image;
      await metadefs.namespaces.delete(name, { signal });
    });
  },
};
