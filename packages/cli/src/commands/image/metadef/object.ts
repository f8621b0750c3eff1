import type { MetadefObject } from '@ostk/sdk';
import type { ActionCommand, ListCommand, ShowCommand } from '../../../command.ts';
import { CommandError, UsageError } from '../../../errors.ts';
import { givenNamespace, namespaceArgument, removal } from '../../../image/metadef.ts';
import type { RecordData } from '../../../output/data.ts';
import { list as listOf } from '../../../output/list.ts';
import { isMapping } from '../../../output/python-text.ts';
import { record, sortedRecord, toValue } from '../../../output/record.ts';
import { text } from '../../../parameters/parameter.ts';

const object = { name: 'object', description: 'name of the object' };
const property = { name: 'property', description: 'name of the property' };
const name = { name: 'name', description: 'name of the new object' };
const newName = text('--name <name>', 'its new name');
const into = text('--namespace <namespace>', 'the namespace that it is to be in');

function objectRecord(namespace: string, shown: MetadefObject): RecordData {
  return record({
    created_at: shown.createdAt,
    description: shown.description,
    name: shown.name,
    namespace_name: namespace,
    properties: toValue(shown.properties),
    required: shown.required,
    updated_at: shown.updatedAt,
  });
}

/** `image metadef object create` */
export const create: ShowCommand = {
  output: 'record',
  description: 'Create an object: a set of properties that belong together.',
  arguments: [name],
  parameters: [into],
  async run({ values, signal, connect }) {
    const namespace = values.get(into);
    if (namespace === undefined) throw new UsageError('--namespace is missing');
    const { objects } = (await connect()).image.metadefs;
    const made = await objects.create(namespace, { name: values.argument(name) }, { signal });
    return objectRecord(namespace, made);
  },
};

/** `image metadef object delete` */
export const remove: ActionCommand = removal('object', 'objects');

/** `image metadef object list` */
export const list: ListCommand = {
  output: 'list',
  description: 'List the objects of a namespace.',
  arguments: [namespaceArgument],
  async run(context) {
    const { metadefs, namespace } = await givenNamespace(context);
    const objects = await metadefs.objects.list(namespace, { signal: context.signal });
    return listOf(objects, { name: (each) => each.name, description: ({ description }) => description });
  },
};

/** `image metadef object property show` */
export const showProperty: ShowCommand = {
  output: 'record',
  description: 'Show a property of an object.',
  arguments: [namespaceArgument, object, property],
  async run(context) {
    const { values, signal } = context;
    const { metadefs, namespace } = await givenNamespace(context);
    const found = await metadefs.objects.get(namespace, values.argument(object), { signal });
    const wanted = values.argument(property);
    const schema = Object.hasOwn(found.properties, wanted) ? found.properties[wanted] : undefined;
    if (schema === undefined) {
      const known = Object.keys(found.properties).join(', ');
      throw new CommandError(
        `object ${found.name} has no property ${wanted}${known === '' ? '' : `; there are ${known}`}`,
      );
    }
    const fields = toValue(schema);
    return sortedRecord({ ...(isMapping(fields) && fields), name: wanted });
  },
};

/** `image metadef object show` */
export const show: ShowCommand = {
  output: 'record',
  description: 'Show an object of a namespace.',
  arguments: [namespaceArgument, object],
  async run(context) {
    const { values, signal } = context;
    const { metadefs, namespace } = await givenNamespace(context);
    return objectRecord(
      namespace,
      await metadefs.objects.get(namespace, values.argument(object), { signal }),
    );
  },
};

/** `image metadef object update` */
export const update: ActionCommand = {
  output: 'none',
  description: 'Rename an object of a namespace.',
  arguments: [namespaceArgument, object],
  parameters: [newName],
  async run(context) {
    const { values, signal } = context;
    const { metadefs, namespace } = await givenNamespace(context);
    const changes = { name: values.get(newName) };
    await metadefs.objects.update(namespace, values.argument(object), changes, { signal });
  },
};
