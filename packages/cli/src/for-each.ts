import type { Context } from './command.ts';
import { CommandError } from './errors.ts';
import { inParallel } from './image/in-parallel.ts';
import { reasonOf } from './report-error.ts';

/** How a piece of work is spoken of. */
export interface Wording {
  /** `delete` */
  readonly verb: string;
  /** `deleted` */
  readonly past: string;
  /** `image` */
  readonly noun: string;
  /** `images` */
  readonly nouns: string;
}

const atOnce = 4;

/**
 * Does `work` for each of the names, a few at the same time. One that fails does not keep the others; each failure
 * is told on stderr, and a summary at the end.
 *
 * @throws CommandError if one has failed.
 */
export async function forEachName(
  context: Context,
  names: readonly string[],
  { verb, past, noun, nouns }: Wording,
  work: (name: string) => Promise<void>,
): Promise<void> {
  const { signal } = context;
  // Signing in is done once and fails once, not for every name.
  await (await context.connect()).session.token({ signal });
  const attempt = async (name: string): Promise<string | undefined> => {
    try {
      await work(name);
      return undefined;
    } catch (error) {
      signal.throwIfAborted();
      return `failed to ${verb} ${name}: ${reasonOf(error)}`;
    }
  };
  const unique = [...new Set(names)];
  const failures = (await inParallel(unique, atOnce, attempt)).filter((failure) => failure !== undefined);
  if (unique.length === 1 && failures[0] !== undefined) throw new CommandError(failures[0]);
  for (const failure of failures) context.warn(failure);
  if (failures.length > 0) {
    throw new CommandError(`failed to ${verb} ${failures.length} of ${unique.length} ${nouns}`);
  }
  context.tell(`${past} ${unique.length} ${unique.length === 1 ? noun : nouns}`);
}
