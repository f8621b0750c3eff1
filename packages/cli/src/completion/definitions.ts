import type { Commands } from '../command.ts';
import { globalParameters } from '../parameters/global.ts';
import { outputParameters } from '../parameters/output.ts';
import type { ArgumentSpec, OptionSpec } from '../parameters/parameter.ts';
import { authMethods, signInParameters } from '../parameters/sign-in.ts';

/** A command with what can be given to it: what completions, pages and manuals are made from. */
export interface Definition {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly arguments: readonly ArgumentSpec[];
  /** What it shows: which output options it takes. */
  readonly output: 'list' | 'record' | 'none';
  /** Its own options, without those for its output. */
  readonly own: readonly OptionSpec[];
  readonly options: readonly OptionSpec[];
}

function shown(specs: readonly OptionSpec[]): readonly OptionSpec[] {
  return specs.filter(({ hidden }) => hidden !== true);
}

/** The options that every command takes. */
export function globalOptions(): readonly OptionSpec[] {
  return shown(globalParameters.flatMap(({ options }) => options));
}

/** The options for those ways to sign in that few people use: not in the short help. */
export function signInOptions(): readonly OptionSpec[] {
  return [...Object.values(signInParameters), authMethods].flatMap(({ options }) => options);
}

/** The commands, loaded. */
export async function definitions(commands: Commands): Promise<readonly Definition[]> {
  const entries = Object.entries(commands).map(async ([name, entry]): Promise<Definition> => {
    const command = await entry.load();
    const { description, output } = command;
    const own = shown((command.parameters ?? []).flatMap(({ options }) => options));
    const options = [...own, ...shown(outputParameters(output).flatMap((parameter) => parameter.options))];
    const { summary } = entry;
    return { name, summary, description, arguments: command.arguments ?? [], output, own, options };
  });
  return Promise.all(entries);
}

/** The flags of an option: `-f` and `--format` of `-f, --format <name>`. */
export function flagsOf({ flags }: OptionSpec): readonly string[] {
  return flags.match(/--?[\w-]+/g) ?? [];
}

/** Words that can follow words: every beginning of a command's name, and what comes next. */
export function nextWords(names: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const next = new Map<string, Set<string>>();
  for (const name of names) {
    const words = name.split(' ');
    for (const [index, word] of words.entries()) {
      const before = words.slice(0, index).join(' ');
      const known = next.get(before) ?? new Set<string>();
      next.set(before, known.add(word));
    }
  }
  return next;
}
