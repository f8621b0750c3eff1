import type { ActionCommand } from '../../command.ts';
import { dataOf, dataParameters, withProgress } from '../../image/data.ts';
import { givenImage, imageArgument } from '../../image/find-image.ts';

/** `image stage` */
export const command: ActionCommand = {
  output: 'none',
  description: "Upload an image's data to the staging area, from where image import takes them.",
  arguments: [imageArgument],
  parameters: dataParameters.all,
  async run(context) {
    const { values, signal } = context;
    const { data } = await dataOf(context, 'required');
    const { service, image } = await givenImage(context);
    await withProgress(context, (onProgress) =>
      service.stageImage(image, data, {
        size: values.get(dataParameters.size),
        allowEmpty: values.get(dataParameters.allowEmpty),
        onProgress,
        signal,
      }),
    );
  },
};
