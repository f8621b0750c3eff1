import type { Commands } from '../command.ts';
import {
  type Definition,
  definitions,
  flagsOf,
  globalOptions,
  nextWords,
  signInOptions,
} from './definitions.ts';

/** Shells that there is a completion for. */
export const shells = ['bash', 'fish', 'zsh'] as const;

/** One of {@link shells}. */
export type Shell = (typeof shells)[number];

/** The options that every command takes. */
function everywhere(): readonly Definition['options'][number][] {
  return [...globalOptions(), ...signInOptions()];
}

/** The values that options have to choose from: ` --format=csv,json -f=csv,json `. */
function choicesOf(specs: readonly Definition['options'][number][]): string {
  const known = specs.flatMap((spec) =>
    spec.choices === undefined ? [] : flagsOf(spec).map((flag) => `${flag}=${spec.choices?.join(',')}`),
  );
  return ` ${known.join(' ')} `;
}

function cases(all: readonly Definition[]): string {
  const next = nextWords(all.map(({ name }) => name));
  const keys = new Set([...next.keys(), ...all.map(({ name }) => name)]);
  const lines = [...keys].map((key) => {
    const words = [...(next.get(key) ?? [])].join(' ');
    const options = all.find(({ name }) => name === key)?.options ?? [];
    const flags = options.flatMap(flagsOf).join(' ');
    return `    '${key}') words='${words}' options='${flags}' choices='${choicesOf(options)}' ;;`;
  });
  return lines.join('\n');
}

function bash(all: readonly Definition[], program: string): string {
  const name = program.replaceAll(/\W/g, '_');
  const globals = everywhere().flatMap(flagsOf).join(' ');
  return `# Completion of ${program} for bash, and for zsh by way of bashcompinit.
_${name}_known() {
  words='' options='' choices=''
  case "$1" in
${cases(all)}
    *) return 1 ;;
  esac
}
_${name}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local key='' word words options choices
  for word in "\${COMP_WORDS[@]:1:$((COMP_CWORD - 1))}"; do
    case "$word" in -*) continue ;; esac
    _${name}_known "\${key:+$key }$word" && key="\${key:+$key }$word"
  done
  _${name}_known "$key"
  choices="$choices${choicesOf(everywhere())}"
  case "$choices" in
    *" $previous="*)
      choices="\${choices#* $previous=}"
      choices="\${choices%% *}"
      COMPREPLY=($(compgen -W "\${choices//,/ }" -- "$current"))
      return
      ;;
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$options ${globals}" -- "$current")) ;;
    *)
      COMPREPLY=($(compgen -W "$words" -- "$current"))
      if [ -z "$words" ]; then COMPREPLY=($(compgen -f -- "$current")); fi
      ;;
  esac
}
complete -o filenames -F _${name} ${program}
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}

function fishOption(spec: Definition['options'][number]): string {
  const flags = flagsOf(spec).map((flag) =>
    flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
  );
  const value = spec.flags.includes('<') ? ' -r' : '';
  const choices = spec.choices === undefined ? '' : ` -f -a ${quoted(spec.choices.join(' '))}`;
  return `${flags.join(' ')}${value}${choices} -d ${quoted(spec.description)}`;
}

function fish(all: readonly Definition[], program: string): string {
  const name = program.replaceAll(/\W/g, '_');
  const summaries = new Map(all.map((each) => [each.name, each.summary]));
  const next = nextWords(all.map((each) => each.name));
  const known = new Set([...next.keys(), ...all.map((each) => each.name)].filter((key) => key !== ''));
  const lines = [...next].flatMap(([key, words]) =>
    [...words].map((word) => {
      const summary = summaries.get(key === '' ? word : `${key} ${word}`);
      const described = summary === undefined ? '' : ` -d ${quoted(summary)}`;
      return `complete -c ${program} -f -n "__${name}_at '${key}'" -a ${word}${described}`;
    }),
  );
  const options = all.flatMap((each) =>
    each.options.map(
      (option) => `complete -c ${program} -n "__${name}_at '${each.name}'" ${fishOption(option)}`,
    ),
  );
  const globals = everywhere().map((option) => `complete -c ${program} ${fishOption(option)}`);
  return `# Completion of ${program} for fish.
set -g __${name}_known ${[...known].map(quoted).join(' ')}
function __${name}_at
  set -l key
  for word in (commandline -opc | tail -n +2)
    contains -- (string join -- ' ' $key $word) $__${name}_known; and set -a key $word
  end
  test (string join -- ' ' $key | string collect -a) = $argv[1]
end
${[...lines, ...options, ...globals].join('\n')}
`;
}

/** The completion of a program with these commands for a shell, as a script that the shell is to source. */
export async function completionScript(shell: Shell, program: string, commands: Commands): Promise<string> {
  const all = await definitions(commands);
  if (shell === 'fish') return fish(all, program);
  const script = bash(all, program);
  return shell === 'bash' ? script : `autoload -U +X bashcompinit && bashcompinit\n${script}`;
}
