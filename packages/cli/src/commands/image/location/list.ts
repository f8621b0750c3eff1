import type { ListCommand } from '../../../command.ts';
import { CommandError } from '../../../errors.ts';
import { imageNamed } from '../../../image/find-image.ts';
import { humanMapping } from '../../../output/python-text.ts';
import { toValue } from '../../../output/record.ts';

const image = { name: 'image', description: 'name or id of the image' };

/** `image location list` */
export const command: ListCommand = {
  output: 'list',
  description: "List the places where an image's data are, if the cloud shows them.",
  arguments: [image],
  parameters: [],
  async run({ values, signal, connect }) {
    const connection = await connect();
    const found = await imageNamed(connection, values.argument(image), signal);
    const locations = await connection.image.locations(found, { signal });
    if (locations === undefined)
      throw new CommandError('this cloud does not show where the data of images are');
    return {
      columns: [{ name: 'URL' }, { name: 'Metadata', human: humanMapping }],
      rows: locations.map(({ url, metadata }) => [url, toValue(metadata)]),
    };
  },
};
