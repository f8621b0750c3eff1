import type { ShowCommand } from '../../../../command.ts';
import { UsageError } from '../../../../errors.ts';
import { namespaceArgument, parseSchema, propertyRecord } from '../../../../image/metadef.ts';
import { text } from '../../../../parameters/parameter.ts';

const name = text('--name <name>', 'its name');
const title = text('--title <text>', 'its name for people');
const type = text('--type <type>', 'array, boolean, integer, number, object or string');
const schema = text('--schema <json>', 'what else its values must be, such as {"minimum": 1}');

/** `image metadef property create` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Create a property in a namespace.',
  arguments: [namespaceArgument],
  parameters: [name, title, type, schema],
  async run({ values, signal, connect }) {
    const [itsName, itsTitle, itsType] = [name, title, type].map((each) => values.get(each));
    const given = values.get(schema);
    if (itsName === undefined || itsTitle === undefined || itsType === undefined || given === undefined) {
      throw new UsageError(
        '--name, --title, --type and --schema are all needed; --schema {} says nothing more',
      );
    }
    const property = { title: itsTitle, type: itsType, ...parseSchema(given), name: itsName };
    const { metadefs } = (await connect()).image;
    const namespace = values.argument(namespaceArgument);
    return propertyRecord(await metadefs.properties.create(namespace, property, { signal }));
  },
};
