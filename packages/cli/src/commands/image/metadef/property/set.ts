import type { ActionCommand } from '../../../../command.ts';
import { namespaceArgument, parseSchema } from '../../../../image/metadef.ts';
import { text } from '../../../../parameters/parameter.ts';

const property = { name: 'property', description: 'name of the property' };
const newName = text('--name <name>', 'its new name');
const title = text('--title <text>', 'its name for people');
const type = text('--type <type>', 'array, boolean, integer, number, object or string');
const schema = text('--schema <json>', 'parts of its schema to change; null takes one away');

/** `image metadef property set` */
export const command: ActionCommand = {
  output: 'none',
  description: 'Change a property of a namespace; what is not named stays as it is.',
  arguments: [namespaceArgument, property],
  parameters: [newName, title, type, schema],
  async run({ values, signal, connect }) {
    const given = values.get(schema);
    const named = { name: values.get(newName), title: values.get(title), type: values.get(type) };
    const changes = {
      ...(given !== undefined && parseSchema(given)),
      ...Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)),
    };
    const { metadefs } = (await connect()).image;
    const namespace = values.argument(namespaceArgument);
    await metadefs.properties.update(namespace, values.argument(property), changes, { signal });
  },
};
