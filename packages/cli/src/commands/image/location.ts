import type { ActionCommand, ListCommand, ShowCommand } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { givenImage, imageArgument } from '../../image/find-image.ts';
import { imageRecord } from '../../image/image-record.ts';
import { list as listOf } from '../../output/list.ts';
import { humanMapping } from '../../output/python-text.ts';
import { toValue } from '../../output/record.ts';
import { keyValues } from '../../parameters/parameter.ts';

const newUrl = { name: 'url', description: 'where the data are, such as rbd://… or https://…' };
const url = { name: 'url', description: 'the place, as image location list shows it' };
const metadata = keyValues('--metadata <key=value>', 'what the store is to keep with it (may be repeated)');

/** `image location add` */
export const add: ShowCommand = {
  output: 'record',
  description: "Say that an image's data are at a place; an image without data becomes active.",
  arguments: [imageArgument, newUrl],
  parameters: [metadata],
  async run(context) {
    const { values, signal } = context;
    const { service, image } = await givenImage(context);
    const location = { url: values.argument(newUrl), metadata: values.get(metadata) };
    return imageRecord(await service.addLocation(image, location, { signal }));
  },
};

/** `image location list` */
export const list: ListCommand = {
  output: 'list',
  description: "List the places where an image's data are, if the cloud shows them.",
  arguments: [imageArgument],
  async run(context) {
    const { service, image } = await givenImage(context);
    const locations = await service.locations(image, { signal: context.signal });
    if (locations === undefined)
      throw new CommandError('this cloud does not show where the data of images are');
    return listOf(
      locations,
      { URL: (each) => each.url, Metadata: (each) => toValue(each.metadata) },
      { Metadata: humanMapping },
    );
  },
};

/** `image location remove` */
export const remove: ActionCommand = {
  output: 'none',
  description: "Take away one of the places of an image's data, and the data there.",
  arguments: [imageArgument, url],
  async run(context) {
    const { values, signal } = context;
    const { service, image } = await givenImage(context);
    await service.removeLocation(image, values.argument(url), { signal });
  },
};
