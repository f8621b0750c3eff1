import type { ShowCommand } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { dataOf, dataParameters, withProgress } from '../../image/data.ts';
import { givenImage, imageArgument } from '../../image/find-image.ts';
import { imageRecord } from '../../image/image-record.ts';
import { text } from '../../parameters/parameter.ts';

const store = text('--store <store>', "the store to put the data into; the cloud's default store by default");

/** `image upload` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Upload the data of an image that has none, and verify them. The image stays if that fails.',
  arguments: [imageArgument],
  parameters: [...dataParameters.all, store],
  async run(context) {
    const { values, signal } = context;
    const { data } = await dataOf(context, 'required');
    const { service, image } = await givenImage(context);
    if (image.status !== 'queued') {
      throw new CommandError(
        `image ${image.id} is ${image.status}: only one that is queued, without data yet, takes them; ` +
          'for other data, create another image',
      );
    }
    const uploaded = await withProgress(context, (onProgress) =>
      service.uploadImageData(image, data, {
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
