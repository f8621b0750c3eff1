import type { ActionCommand, Context } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { imageNamed } from '../../image/find-image.ts';
import { inParallel } from '../../image/in-parallel.ts';
import { oneLine } from '../../report-error.ts';

const images = { name: 'image', description: 'names or ids of the images', variadic: true };
const atOnce = 4;

async function deleteOne(context: Context, nameOrId: string): Promise<string | undefined> {
  const { signal } = context;
  const connection = await context.connect();
  try {
    const found = await imageNamed(connection, nameOrId, signal);
    await connection.image.deleteImage(found, { signal });
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    return `failed to delete ${nameOrId}: ${oneLine(reason)}`;
  }
}

/** `image delete` */
export const command: ActionCommand = {
  output: 'none',
  description: 'Delete images. One that cannot be deleted does not keep the others from being deleted.',
  arguments: [images],
  parameters: [],
  async run(context) {
    const names = [...new Set(context.values.arguments(images))];
    // Signing in is done once and fails once, not for every image.
    await (await context.connect()).session.token({ signal: context.signal });
    const results = await inParallel(names, atOnce, (name) => deleteOne(context, name));
    const failures = results.filter((failure) => failure !== undefined);
    if (names.length === 1 && failures[0] !== undefined) throw new CommandError(failures[0]);
    for (const failure of failures) context.warn(failure);
    if (failures.length > 0) {
      throw new CommandError(`failed to delete ${failures.length} of ${names.length} images`);
    }
    context.tell(`deleted ${names.length} ${names.length === 1 ? 'image' : 'images'}`);
  },
};
