import type { Connection } from '@ostk/sdk';
import type { Context } from './command.ts';
import { CommandError } from './errors.ts';
import { inParallel } from './in-parallel.ts';
import type { ArgumentSpec } from './parameters/parameter.ts';
import { reasonOf } from './report-error.ts';

const atOnce = 4;

/**
 * Does `work` for each of the names that an argument was given, a few at the same time. One that fails does not keep
 * the others; each failure is told on stderr, and a summary at the end.
 *
 * @throws CommandError if one has failed.
 */
export async function forEachName(
  context: Context,
  names: ArgumentSpec,
  verb: 'delete' | 'queue',
  noun: string,
  work: (connection: Connection, name: string) => Promise<void>,
): Promise<void> {
  const { signal, values } = context;
  const nouns = `${noun.replace(/y$/, 'ie')}s`;
  const connection = await context.connect();
  // Signing in is done once and fails once, not for every name.
  await connection.session.token({ signal });
  const attempt = async (name: string): Promise<string | undefined> => {
    try {
      await work(connection, name);
      return undefined;
    } catch (error) {
      signal.throwIfAborted();
      return `failed to ${verb} ${name}: ${reasonOf(error)}`;
    }
  };
  const unique = [...new Set(values.arguments(names))];
  const failures = (await inParallel(unique, atOnce, attempt)).filter((failure) => failure !== undefined);
  if (unique.length === 1 && failures[0] !== undefined) throw new CommandError(failures[0]);
  for (const failure of failures) context.warn(failure);
  if (failures.length > 0) {
    throw new CommandError(`failed to ${verb} ${failures.length} of ${unique.length} ${nouns}`);
  }
  context.tell(`${verb}d ${unique.length} ${unique.length === 1 ? noun : nouns}`);
}
