import type { ShowCommand } from '../../../../command.ts';
import { associationRecord, namespaceArgument } from '../../../../image/metadef.ts';
import { text } from '../../../../parameters/parameter.ts';

const name = { name: 'name', description: 'the kind of resource, such as OS::Glance::Image' };
const target = text(
  '--properties-target <target>',
  'which of its sets of properties is meant: image or user',
);
const prefix = text('--property-prefix <text>', "what comes before a property's name there, such as hw_");

/** `image metadef resource type association create` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Say that a namespace is for a kind of resource.',
  arguments: [namespaceArgument, name],
  parameters: [target, prefix],
  async run({ values, signal, connect }) {
    const { resourceTypes } = (await connect()).image.metadefs;
    const association = {
      name: values.argument(name),
      propertiesTarget: values.get(target),
      prefix: values.get(prefix),
    };
    const namespace = values.argument(namespaceArgument);
    return associationRecord(await resourceTypes.associate(namespace, association, { signal }));
  },
};
