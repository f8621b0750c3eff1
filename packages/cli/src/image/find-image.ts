import type { Connection, Image } from '@ostk/sdk';
import { CommandError } from '../errors.ts';

/**
 * The image with this name or id.
 *
 * @throws CommandError if there is none; the SDK's AmbiguousNameError, with the candidates, if there are several.
 */
export async function imageNamed(
  connection: Connection,
  nameOrId: string,
  signal: AbortSignal,
): Promise<Image> {
  if (nameOrId === '') throw new CommandError('the name or id of an image is empty');
  const image = await connection.image.findImage(nameOrId, { signal });
  if (image === undefined) throw new CommandError(`no image found for ${nameOrId}`);
  return image;
}
