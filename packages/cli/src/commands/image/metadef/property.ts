import type { MetadefProperty } from '@ostk/sdk';
import type { ActionCommand, ListCommand, ShowCommand } from '../../../command.ts';
import { UsageError } from '../../../errors.ts';
import { givenNamespace, namespaceArgument, removal } from '../../../image/metadef.ts';
import type { RecordData } from '../../../output/data.ts';
import { list as listOf } from '../../../output/list.ts';
import { sortedRecord, toValue } from '../../../output/record.ts';
import { text } from '../../../parameters/parameter.ts';

const property = { name: 'property', description: 'name of the property' };
const name = text('--name <name>', 'its name');
const newName = text('--name <name>', 'its new name');
const title = text('--title <text>', 'its name for people');
const type = text('--type <type>', 'array, boolean, integer, number, object or string');
const schema = text('--schema <json>', 'what else its values must be, such as {"minimum": 1}');
const schemaChanges = text('--schema <json>', 'parts of its schema to change; null takes one away');

/** Names that `openstack` gives to parts of a property's schema. */
const shownNames: Readonly<Record<string, string>> = {
  readonly: 'is_readonly',
  minLength: 'min_length',
  maxLength: 'max_length',
  uniqueItems: 'require_unique_items',
  minItems: 'min_items',
  maxItems: 'max_items',
  additionalItems: 'allow_additional_items',
};

function propertyRecord(shown: MetadefProperty): RecordData {
  const fields = Object.entries(shown).map(([key, value]) => [shownNames[key] ?? key, toValue(value)]);
  return sortedRecord(Object.fromEntries(fields));
}

function parseSchema(given: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(given);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : '';
    throw new UsageError(`--schema is not JSON: ${why}`, { cause });
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  throw new UsageError('--schema must be a JSON object, such as {"minLength": 1}');
}

/** `image metadef property create` */
export const create: ShowCommand = {
  output: 'record',
  description: 'Create a property in a namespace.',
  arguments: [namespaceArgument],
  parameters: [name, title, type, schema],
  async run(context) {
    const { values, signal } = context;
    const [itsName, itsTitle, itsType, given] = [name, title, type, schema].map((each) => values.get(each));
    if (itsName === undefined || itsTitle === undefined || itsType === undefined || given === undefined) {
      throw new UsageError(
        '--name, --title, --type and --schema are all needed; --schema {} says nothing more',
      );
    }
    const made = { title: itsTitle, type: itsType, ...parseSchema(given), name: itsName };
    const { metadefs, namespace } = await givenNamespace(context);
    return propertyRecord(await metadefs.properties.create(namespace, made, { signal }));
  },
};

/** `image metadef property delete` */
export const remove: ActionCommand = removal('property', 'properties');

/** `image metadef property list` */
export const list: ListCommand = {
  output: 'list',
  description: 'List the properties of a namespace.',
  arguments: [namespaceArgument],
  async run(context) {
    const { metadefs, namespace } = await givenNamespace(context);
    const properties = await metadefs.properties.list(namespace, { signal: context.signal });
    return listOf(Object.entries(properties), {
      name: ([key]) => key,
      title: ([, each]) => each.title,
      type: ([, each]) => each.type,
    });
  },
};

/** `image metadef property set` */
export const set: ActionCommand = {
  output: 'none',
  description: 'Change a property of a namespace; what is not named stays as it is.',
  arguments: [namespaceArgument, property],
  parameters: [newName, title, type, schemaChanges],
  async run(context) {
    const { values, signal } = context;
    const given = values.get(schemaChanges);
    const named = { name: values.get(newName), title: values.get(title), type: values.get(type) };
    const changes = {
      ...(given !== undefined && parseSchema(given)),
      ...Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)),
    };
    const { metadefs, namespace } = await givenNamespace(context);
    await metadefs.properties.update(namespace, values.argument(property), changes, { signal });
  },
};

/** `image metadef property show` */
export const show: ShowCommand = {
  output: 'record',
  description: 'Show a property of a namespace.',
  arguments: [namespaceArgument, property],
  async run(context) {
    const { values, signal } = context;
    const { metadefs, namespace } = await givenNamespace(context);
    return propertyRecord(await metadefs.properties.get(namespace, values.argument(property), { signal }));
  },
};
