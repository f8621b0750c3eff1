import { wrapLine } from './output/wrap.ts';
import type { CommandEntry } from './registry.ts';
import { globalParameters } from './parameters/global.ts';

const lineWidth = 80;

/** Two columns, the right one wrapped to what is left of the line. */
function rows(entries: readonly (readonly [string, string])[]): string {
  const width = Math.max(...entries.map(([left]) => left.length));
  const room = lineWidth - width - 4;
  return entries
    .flatMap(([left, right]) =>
      wrapLine(right, room, (text) => text.length).map(
        (line, index) => `  ${(index === 0 ? left : '').padEnd(width)}  ${line}\n`,
      ),
    )
    .join('');
}

function listed(commands: Readonly<Record<string, CommandEntry>>): string {
  return rows(Object.entries(commands).map(([name, { summary }]) => [name, summary] as const));
}

function globalOptions(): string {
  const shown = globalParameters.flatMap(({ options }) => options).filter(({ hidden }) => hidden !== true);
  return rows([
    ...shown.map(({ flags, description }) => [flags, description] as const),
    ['-h, --help', 'show help, also of one command: ostk image list --help'],
    ['--version', 'show the version'],
  ]);
}

/** Groups that are shown as one line in the help of the whole command line. */
const folded: Readonly<Record<string, string>> = {
  'image metadef': 'Metadata definitions: see ostk image metadef --help',
};

function overview(commands: Readonly<Record<string, CommandEntry>>): string {
  const lines = Object.entries(commands).map(([name, { summary }]): [string, string] => {
    const group = Object.keys(folded).find((words) => name.startsWith(`${words} `));
    return group === undefined ? [name, summary] : [`${group} …`, folded[group] ?? ''];
  });
  return rows([...new Map(lines)]);
}

/** The help of the whole command line. */
export function mainHelp(commands: Readonly<Record<string, CommandEntry>>): string {
  return (
    'Usage: ostk [options] <command> [options]\n\n' +
    'The OpenStack Image service on the command line.\n\n' +
    `Commands:\n${overview(commands)}\n` +
    `Global options, before the command or after:\n${globalOptions()}\n` +
    'Without --os-cloud and --os-auth-url, the cloud is the one that OS_CLOUD names,\n' +
    'the one that the OS_* variables describe, or the only one in clouds.yaml.\n'
  );
}

/** The commands that begin with the words. */
export function groupHelp(
  words: readonly string[],
  commands: Readonly<Record<string, CommandEntry>>,
): string {
  const group = words.join(' ');
  const within = Object.entries(commands).filter(([name]) => name.startsWith(`${group} `));
  return `Usage: ostk ${group} <command> [options]\n\nCommands:\n${listed(Object.fromEntries(within))}`;
}
