import type { Connection, Image, ImageService } from '@ostk/sdk';
import type { Context } from '../command.ts';
import { CommandError } from '../errors.ts';
import type { ArgumentSpec } from '../parameters/parameter.ts';

/** The image that a command is about. */
export const imageArgument: ArgumentSpec = { name: 'image', description: 'name or id of the image' };

/** The images that a command is about. */
export const imagesArgument: ArgumentSpec = {
  name: 'image',
  description: 'names or ids of the images',
  variadic: true,
};

/**
 * The image with this name or id.
 *
 * @throws CommandError if there is none; the SDK's AmbiguousNameError, with the candidates, if there are several.
 */
export async function imageNamed(
  { image }: Connection,
  nameOrId: string,
  signal: AbortSignal,
): Promise<Image> {
  if (nameOrId === '') throw new CommandError('the name or id of an image is empty');
  const found = await image.findImage(nameOrId, { signal });
  if (found === undefined) throw new CommandError(`no image found for ${nameOrId}`);
  return found;
}

/** The image that the command line names, as {@link imageNamed} has it, and the service that it is in. */
export async function givenImage({
  values,
  signal,
  connect,
}: Context): Promise<{ readonly service: ImageService; readonly image: Image }> {
  const connection = await connect();
  const image = await imageNamed(connection, values.argument(imageArgument), signal);
  return { service: connection.image, image };
}
