import { UsageError } from './errors.ts';
import { globalParameters } from './parameters/global.ts';
import { commands } from './registry.ts';
import type { Split } from './split-command.ts';
import { didYouMean, meant } from './suggest.ts';

/** What other programs call what is done here. */
const synonyms: Readonly<Record<string, string>> = {
  add: 'create',
  cat: 'show',
  describe: 'show',
  download: 'save',
  edit: 'set',
  get: 'show',
  info: 'show',
  ls: 'list',
  modify: 'set',
  new: 'create',
  pull: 'save',
  push: 'create',
  remove: 'delete',
  rm: 'delete',
  update: 'set',
};

/** The words that can follow the words. */
function membersOf(words: readonly string[]): readonly string[] {
  const start = words.map((word) => `${word} `).join('');
  const group = Object.keys(commands).filter((name) => name.startsWith(start));
  return [...new Set(group.flatMap((name) => name.split(' ')[words.length] ?? []))];
}

/** The commands that were probably meant by words that lead to none. */
function nearest(words: readonly string[], unknown: string): string {
  const at = (...last: readonly string[]): string => [...words, ...last].join(' ');
  const synonym = synonyms[unknown] ?? '';
  const exact = [at(synonym), at('image', unknown), at('image', synonym)].find((name) => name in commands);
  if (exact !== undefined) return meant([exact]);
  const here = membersOf(words).map((member) => at(member));
  return didYouMean(at(unknown), here) || didYouMean(at(unknown), Object.keys(commands));
}

/** The error for words that lead to no command, with those that were probably meant. */
export function wrongWords({ words, unknown, rest }: Split): UsageError | undefined {
  const specs = globalParameters.flatMap(({ options }) => options);
  const flagsOf = (some: typeof specs): readonly string[] =>
    some.flatMap((spec) => spec.flags.match(/--?[\w-]+/g) ?? []);
  const flags = flagsOf(specs);
  const option = rest
    .map((arg) => arg.replace(/=.*/, ''))
    .find((arg) => /^--?[a-z]/i.test(arg) && !/^(?:-h|--help)$/.test(arg) && !flags.includes(arg));
  if (option !== undefined) {
    const shown = flagsOf(specs.filter(({ hidden }) => hidden !== true));
    const near = didYouMean(option, [...shown, '--help', '--version']);
    return new UsageError(
      `unknown option '${option}'${near || "; a command's own options come after its name"}`,
    );
  }
  const last = rest.at(-1) ?? '';
  const cut = specs.find((spec) => spec.flags.includes('<') && flagsOf([spec]).includes(last));
  // What takes a value has taken the next word, if there was one.
  if (cut !== undefined && rest.at(-2) !== last) {
    return new UsageError(`option '${cut.flags}' argument missing`);
  }
  if (unknown === undefined) return undefined;
  const near = nearest(words, unknown);
  const hint = near === '' && words.length > 0 ? `; there are ${membersOf(words).join(', ')}` : near;
  return new UsageError(`there is no command ${[...words, unknown].join(' ')}${hint}`);
}
