import type { CommandEntry, Commands } from './command.ts';
import { globalParameters } from './parameters/global.ts';

/** A command line, split into the words of a command and the rest. */
export interface Split {
  /** The words that name a command, or as many as lead to one. */
  readonly words: readonly string[];
  /** Present if the words name a command. */
  readonly entry: CommandEntry | undefined;
  /** The first word that leads nowhere. */
  readonly unknown: string | undefined;
  /** Everything that is not one of the words, in its order. */
  readonly rest: readonly string[];
}

function globalFlags(kind: 'all' | 'with value'): ReadonlySet<string> {
  const specs = globalParameters.flatMap(({ options }) => options);
  return new Set(
    specs
      .filter(({ flags }) => kind === 'all' || flags.includes('<'))
      .flatMap(({ flags }) => flags.match(/--?[\w-]+/g) ?? []),
  );
}

/**
 * Finds the command in a command line. Global options may stand anywhere; of names that begin alike, the longest
 * that fits is taken.
 */
export function splitCommand(argv: readonly string[], commands: Commands): Split {
  const takesValue = globalFlags('with value');
  const isGlobal = globalFlags('all');
  const names = Object.keys(commands);
  const words: string[] = [];
  const rest: string[] = [];
  for (let index = 0; index < argv.length; index += 1) {
    const arg = argv[index] ?? '';
    if (arg === '--') return finish(argv.slice(index), undefined);
    if (arg.startsWith('-') && arg !== '-') {
      // What follows an option of the command's own is its value, not another word of the name.
      if (commands[words.join(' ')] !== undefined && !isGlobal.has(arg.replace(/=.*/, ''))) {
        return finish(argv.slice(index), undefined);
      }
      rest.push(arg);
      if (takesValue.has(arg) && index + 1 < argv.length) {
        index += 1;
        rest.push(argv[index] ?? '');
      }
      continue;
    }
    const longer = [...words, arg].join(' ');
    if (!names.some((name) => name === longer || name.startsWith(`${longer} `))) {
      return finish(argv.slice(index), arg);
    }
    words.push(arg);
    if (commands[longer] !== undefined && !names.some((name) => name.startsWith(`${longer} `))) {
      return finish(argv.slice(index + 1), undefined);
    }
  }
  return finish([], undefined);

  function finish(tail: readonly string[], unknown: string | undefined): Split {
    const entry = commands[words.join(' ')];
    return { words, entry, unknown: entry === undefined ? unknown : undefined, rest: [...rest, ...tail] };
  }
}
