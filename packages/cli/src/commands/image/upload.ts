import type { ShowCommand } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { dataOf, dataParameters, withProgress } from '../../image/data.ts';
import { imageNamed } from '../../image/find-image.ts';
import { imageRecord } from '../../image/image-record.ts';
import { text } from '../../parameters/parameter.ts';

const image = { name: 'image', description: 'name or id of the image' };
const store = text('--store <store>', "the store to put the data into; the cloud's default store by default");

/** `image upload` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Upload the data of an image that has none, and verify them. The image stays if that fails.',
  arguments: [image],
  parameters: [...dataParameters.all, store],
  async run(context) {
    const { values, signal } = context;
    const { data } = await dataOf(context, 'required');
    const connection = await context.connect();
    const found = await imageNamed(connection, values.argument(image), signal);
    if (found.status !== 'queued') {
      throw new CommandError(
        `image ${found.id} is ${found.status}: only one that is queued, without data yet, takes them; ` +
          'for other data, create another image',
      );
    }
    const uploaded = await withProgress(context, (onProgress) =>
      connection.image.uploadImageData(found, data, {
        size: values.get(dataParameters.size),
        allowEmpty: values.get(dataParameters.allowEmpty),
        store: values.get(store),
        onProgress,
        signal,
      }),
    );
    return imageRecord(uploaded);
  },
};
