import type { ShowCommand } from '../../../../command.ts';
import { UsageError } from '../../../../errors.ts';
import { objectRecord } from '../../../../image/metadef.ts';
import { text } from '../../../../parameters/parameter.ts';

const namespace = text('--namespace <namespace>', 'the namespace that it is to be in');
const name = { name: 'name', description: 'name of the new object' };

/** `image metadef object create` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Create an object: a set of properties that belong together.',
  arguments: [name],
  parameters: [namespace],
  async run({ values, signal, connect }) {
    const into = values.get(namespace);
    if (into === undefined) throw new UsageError('--namespace is missing');
    const { metadefs } = (await connect()).image;
    return objectRecord(
      into,
      await metadefs.objects.create(into, { name: values.argument(name) }, { signal }),
    );
  },
};
