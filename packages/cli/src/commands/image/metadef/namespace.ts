import type { MetadefNamespace, MetadefNamespaceContent, NewMetadefNamespace } from '@ostk/sdk';
import type { ActionCommand, ListCommand, ShowCommand } from '../../../command.ts';
import { UsageError } from '../../../errors.ts';
import { forEachName } from '../../../for-each.ts';
import { givenNamespace, namespaceArgument } from '../../../image/metadef.ts';
import type { RecordData } from '../../../output/data.ts';
import { list as listOf } from '../../../output/list.ts';
import { sortedRecord } from '../../../output/record.ts';
import { choice, flag, oneOf, text, texts } from '../../../parameters/parameter.ts';
import { nonEmpty, type Values } from '../../../parameters/values.ts';

const namespaces = { name: 'namespace', description: 'names of the namespaces', variadic: true };
const resourceTypes = text('--resource-types <type,...>', 'only those that are meant for one of these');
const onlyVisibility = oneOf('--visibility <visibility>', 'only those that are public, or private', [
  'public',
  'private',
]);
const attributes = {
  displayName: text('--display-name <name>', 'its name for people'),
  description: text('--description <text>', 'what it is about'),
  visibility: choice({
    public: { value: 'public', description: 'everybody sees it' },
    private: { value: 'private', description: 'only its own project sees it' },
  }),
  protected: choice({
    protected: { value: true, description: 'it cannot be deleted' },
    unprotected: { value: false, description: 'it can be deleted' },
  }),
} as const;
const addedTags = texts('--tag <tag>', 'a tag to add (may be repeated)');
const removedTags = texts('--tag <tag>', 'a tag to remove (may be repeated)');
const allTags = flag('--all-tags', 'remove all tags');

function attributesOf(values: Values): Pick<NewMetadefNamespace, keyof typeof attributes> {
  return {
    displayName: values.get(attributes.displayName),
    description: values.get(attributes.description),
    visibility: values.get(attributes.visibility),
    protected: values.get(attributes.protected),
  };
}

/** What `openstack` shows of a namespace; what it does not have is left out. */
function namespaceRecord(namespace: MetadefNamespace | MetadefNamespaceContent): RecordData {
  const properties = 'properties' in namespace ? Object.keys(namespace.properties) : [];
  const types = namespace.resourceTypeAssociations.map(({ name }) => name);
  return sortedRecord({
    created_at: namespace.createdAt ?? undefined,
    description: namespace.description ?? undefined,
    display_name: namespace.displayName ?? undefined,
    namespace: namespace.namespace,
    owner: namespace.owner ?? undefined,
    properties: nonEmpty(properties),
    protected: namespace.protected,
    resource_type_associations: nonEmpty(types),
    updated_at: namespace.updatedAt ?? undefined,
    visibility: namespace.visibility,
  });
}

/** `image metadef namespace create` */
export const create: ShowCommand = {
  output: 'record',
  description: 'Create a namespace of metadata definitions.',
  arguments: [namespaceArgument],
  parameters: Object.values(attributes),
  async run(context) {
    const { metadefs, namespace } = await givenNamespace(context);
    const { values, signal } = context;
    return namespaceRecord(
      await metadefs.namespaces.create({ namespace, ...attributesOf(values) }, { signal }),
    );
  },
};

/** `image metadef namespace delete` */
export const remove: ActionCommand = {
  output: 'none',
  description: 'Delete namespaces of metadata definitions, with all that is in them.',
  arguments: [namespaces],
  async run(context) {
    const { signal } = context;
    await forEachName(context, namespaces, 'delete', 'namespace', ({ image }, name) =>
      image.metadefs.namespaces.delete(name, { signal }),
    );
  },
};

/** `image metadef namespace list` */
export const list: ListCommand = {
  output: 'list',
  description: 'List the namespaces of metadata definitions.',
  parameters: [resourceTypes, onlyVisibility],
  async run({ values, signal, connect }) {
    const { metadefs } = (await connect()).image;
    const found = metadefs.namespaces.list({
      resourceTypes: values.get(resourceTypes)?.split(','),
      visibility: values.get(onlyVisibility),
      signal,
    });
    return listOf(await found.toArray(), { namespace: ({ namespace }) => namespace });
  },
};

/** `image metadef namespace set` */
export const set: ActionCommand = {
  output: 'none',
  description: 'Change a namespace of metadata definitions; what is not named stays as it is.',
  arguments: [namespaceArgument],
  parameters: [...Object.values(attributes), addedTags],
  async run(context) {
    const { metadefs, namespace } = await givenNamespace(context);
    const { values, signal } = context;
    const changes = attributesOf(values);
    const tags = [...new Set(values.get(addedTags))];
    const isChange = Object.values(changes).some((value) => value !== undefined);
    if (isChange || tags.length === 0) await metadefs.namespaces.update(namespace, changes, { signal });
    if (tags.length > 0) await metadefs.tags.set(namespace, tags, { append: true, signal });
  },
};

/** `image metadef namespace show` */
export const show: ShowCommand = {
  output: 'record',
  description: 'Show a namespace of metadata definitions.',
  arguments: [namespaceArgument],
  async run(context) {
    const { metadefs, namespace } = await givenNamespace(context);
    return namespaceRecord(await metadefs.namespaces.get(namespace, { signal: context.signal }));
  },
};

/** `image metadef namespace unset` */
export const unset: ActionCommand = {
  output: 'none',
  description: 'Remove tags of a namespace of metadata definitions.',
  arguments: [namespaceArgument],
  parameters: [removedTags, allTags],
  async run(context) {
    const { values, signal } = context;
    const named = values.get(removedTags);
    const all = values.get(allTags);
    if (all && named.length > 0) throw new UsageError('--tag and --all-tags exclude each other');
    if (!all && named.length === 0) throw new UsageError('--tag or --all-tags is missing');
    const { metadefs, namespace } = await givenNamespace(context);
    if (all) await metadefs.tags.deleteAll(namespace, { signal });
    for (const tag of new Set(named)) await metadefs.tags.delete(namespace, tag, { signal });
  },
};
