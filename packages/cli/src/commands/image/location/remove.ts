import type { ActionCommand } from '../../../command.ts';
import { imageNamed } from '../../../image/find-image.ts';

const image = { name: 'image', description: 'name or id of the image' };
const url = { name: 'url', description: 'the place, as image location list shows it' };

/** `image location remove` */
export const command: ActionCommand = {
  output: 'none',
  description: "Take away one of the places of an image's data, and the data there.",
  arguments: [image, url],
  parameters: [],
  async run({ values, signal, connect }) {
    const connection = await connect();
    const found = await imageNamed(connection, values.argument(image), signal);
    await connection.image.removeLocation(found, values.argument(url), { signal });
  },
};
