import type { ShowCommand } from '../../command.ts';
import { givenImage, imageArgument } from '../../image/find-image.ts';
import { imageRecord } from '../../image/image-record.ts';
import { flag } from '../../parameters/parameter.ts';

const humanReadable = flag('--human-readable', 'show the size with a unit');

/** `image show` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Show an image.',
  arguments: [imageArgument],
  parameters: [humanReadable],
  async run(context) {
    const { image } = await givenImage(context);
    return imageRecord(image, context.values.get(humanReadable));
  },
};
