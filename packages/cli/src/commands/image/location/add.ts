import type { ShowCommand } from '../../../command.ts';
import { imageNamed } from '../../../image/find-image.ts';
import { imageRecord } from '../../../image/image-record.ts';
import { keyValues } from '../../../parameters/parameter.ts';

const image = { name: 'image', description: 'name or id of the image' };
const url = { name: 'url', description: 'where the data are, such as rbd://… or https://…' };
const metadata = keyValues('--metadata <key=value>', 'what the store is to keep with it (may be repeated)');

/** `image location add` */
export const command: ShowCommand = {
  output: 'record',
  description: "Say that an image's data are at a place; an image without data becomes active.",
  arguments: [image, url],
  parameters: [metadata],
  async run({ values, signal, connect }) {
    const connection = await connect();
    const found = await imageNamed(connection, values.argument(image), signal);
    const location = { url: values.argument(url), metadata: values.get(metadata) };
    return imageRecord(await connection.image.addLocation(found, location, { signal }));
  },
};
