import type { ActionCommand, ListCommand, ShowCommand } from '../../../command.ts';
import { forEachName } from '../../../for-each.ts';
import { givenNamespace, namespaceArgument } from '../../../image/metadef.ts';
import { list as listOf } from '../../../output/list.ts';
import { record } from '../../../output/record.ts';
import { flag, text } from '../../../parameters/parameter.ts';

const name = { name: 'name', description: 'the kind of resource, such as OS::Glance::Image' };
const names = { name: 'name', description: 'kinds of resource', variadic: true };
const target = text(
  '--properties-target <target>',
  'which of its sets of properties is meant: image or user',
);
const prefix = text('--property-prefix <text>', "what comes before a property's name there, such as hw_");
const force = flag(
  '--force',
  'also if the namespace is protected: it is unprotected for as long as it takes',
);

/** `image metadef resource type association create` */
export const associate: ShowCommand = {
  output: 'record',
  description: 'Say that a namespace is for a kind of resource.',
  arguments: [namespaceArgument, name],
  parameters: [target, prefix],
  async run(context) {
    const { values, signal } = context;
    const { metadefs, namespace } = await givenNamespace(context);
    const wanted = {
      name: values.argument(name),
      propertiesTarget: values.get(target),
      prefix: values.get(prefix),
    };
    const made = await metadefs.resourceTypes.associate(namespace, wanted, { signal });
    return record({
      created_at: made.createdAt,
      id: made.name,
      name: made.name,
      prefix: made.prefix,
      properties_target: made.propertiesTarget,
      updated_at: made.updatedAt,
    });
  },
};

/** `image metadef resource type association delete` */
export const dissociate: ActionCommand = {
  output: 'none',
  description: 'Say that a namespace is not for these kinds of resource any more.',
  arguments: [namespaceArgument, names],
  parameters: [force],
  async run(context) {
    const { values, signal } = context;
    const { metadefs, namespace } = await givenNamespace(context);
    const { namespaces, resourceTypes } = metadefs;
    const unlock = values.get(force) && (await namespaces.get(namespace, { signal })).protected;
    if (unlock) await namespaces.update(namespace, { protected: false }, { signal });
    try {
      await forEachName(context, names, 'delete', 'association', (_connection, each) =>
        resourceTypes.dissociate(namespace, each, { signal }),
      );
    } finally {
      // The signal may be what has ended it: the namespace must not stay unprotected for that.
      if (unlock) await namespaces.update(namespace, { protected: true });
    }
  },
};

/** `image metadef resource type association list` */
export const listAssociations: ListCommand = {
  output: 'list',
  description: 'List the kinds of resource that a namespace is for.',
  arguments: [namespaceArgument],
  async run(context) {
    const { metadefs, namespace } = await givenNamespace(context);
    const types = await metadefs.resourceTypes.associations(namespace, { signal: context.signal });
    return listOf(types, { Name: (each) => each.name });
  },
};

/** `image metadef resource type list` */
export const list: ListCommand = {
  output: 'list',
  description: 'List the kinds of resource that metadata definitions can be for.',
  async run({ signal, connect }) {
    const types = await (await connect()).image.metadefs.resourceTypes.list({ signal });
    return listOf(types, { Name: (each) => each.name });
  },
};
