import type { ShowCommand } from '../../command.ts';
import { imageNamed } from '../../image/find-image.ts';
import { imageRecord } from '../../image/image-record.ts';
import { flag } from '../../parameters/parameter.ts';

const image = { name: 'image', description: 'name or id of the image' };
const humanReadable = flag('--human-readable', 'show the size with a unit');

/** `image show` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Show an image.',
  arguments: [image],
  parameters: [humanReadable],
  async run({ values, signal, connect }) {
    const found = await imageNamed(await connect(), values.argument(image), signal);
    return imageRecord(found, values.get(humanReadable));
  },
};
