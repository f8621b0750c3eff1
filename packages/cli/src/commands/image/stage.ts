import type { ActionCommand } from '../../command.ts';
import { dataOf, dataParameters, withProgress } from '../../image/data.ts';
import { imageNamed } from '../../image/find-image.ts';

const image = { name: 'image', description: 'name or id of the image' };

/** `image stage` */
export const command: ActionCommand = {
  output: 'none',
  description: "Upload an image's data to the staging area, from where image import takes them.",
  arguments: [image],
  parameters: dataParameters.all,
  async run(context) {
    const { values, signal } = context;
    const { data } = await dataOf(context, 'required');
    const connection = await context.connect();
    const found = await imageNamed(connection, values.argument(image), signal);
    await withProgress(context, (onProgress) =>
      connection.image.stageImage(found, data, {
        size: values.get(dataParameters.size),
        allowEmpty: values.get(dataParameters.allowEmpty),
        onProgress,
        signal,
      }),
    );
  },
};
