import type { Commands } from './command.ts';
import type { HelpStyle } from './output/style.ts';
import { wrapLine } from './output/wrap.ts';
import { globalParameters } from './parameters/global.ts';

/** The right column is never narrower; a line becomes too long instead. */
const narrowest = 20;

/** What the left column may take of a line; what is longer has a line of its own. */
const leftPart = 0.45;

/** Two columns, the right one wrapped to what is left of the line. */
function rows(entries: readonly (readonly [string, string])[], lineWidth: number): string {
  const lengths = entries.map(([left]) => left.length).filter((length) => length <= lineWidth * leftPart);
  const width = Math.max(0, ...lengths);
  const room = Math.max(narrowest, lineWidth - width - 4);
  return entries
    .flatMap(([left, right]) => {
      const described = wrapLine(right, room, (text) => text.length);
      const isLong = left.length > width;
      const lefts = isLong ? [''] : [left];
      const lines = described.map((line, index) => `  ${(lefts[index] ?? '').padEnd(width)}  ${line}\n`);
      return isLong ? [`  ${left}\n`, ...lines] : lines;
    })
    .join('');
}

function paragraph(text: string, { width }: HelpStyle): string {
  return `${wrapLine(text, width, (part) => part.length).join('\n')}\n`;
}

function globalOptions({ width }: HelpStyle): string {
  const shown = globalParameters.flatMap(({ options }) => options).filter(({ hidden }) => hidden !== true);
  return rows(
    [
      ...shown.map(({ flags, description }) => [flags, description] as const),
      ['-h, --help', 'show help, also of one command: ostk image list --help'],
      ['--version', 'show the version'],
    ],
    width,
  );
}

/** Groups that are shown as one line in the help of the whole command line. */
const folded: Readonly<Record<string, string>> = {
  'image metadef': 'Metadata definitions: ostk image metadef',
};

/** All that are within a group of commands, or within none. */
function overview(commands: Commands, { width }: HelpStyle, within = ''): string {
  const lines = Object.entries(commands).map(([name, { summary }]): [string, string] => {
    const group = Object.keys(folded).find(
      (words) => name.startsWith(`${words} `) && !within.startsWith(words),
    );
    return group === undefined ? [name, summary] : [`${group} …`, folded[group] ?? ''];
  });
  return rows([...new Map(lines)], width);
}

/** What is said to somebody who gives no command. */
export function firstSteps({ width, heading }: HelpStyle): string {
  return (
    `${heading('Usage:')} ostk [options] <command> [options]\n\n` +
    rows(
      [
        ['ostk image list', 'the images that you can use'],
        ['ostk image create x --file x.qcow2', 'a new one, uploaded and verified'],
        ['ostk image save x --file x.qcow2', 'its data in a file, verified'],
        ['ostk config explain', 'which cloud that would be, and why'],
        ['ostk devcloud', 'a cloud on this machine, to try'],
        ['ostk --help', 'all commands and global options'],
      ],
      width,
    )
  );
}

/** The help of the whole command line. */
export function mainHelp(commands: Commands, style: HelpStyle): string {
  const { heading } = style;
  return (
    `${heading('Usage:')} ostk [options] <command> [options]\n\n` +
    'The OpenStack Image service on the command line.\n\n' +
    `${heading('Commands:')}\n${overview(commands, style)}\n` +
    `${heading('Global options, before the command or after:')}\n${globalOptions(style)}\n` +
    paragraph(
      'Without --os-cloud and --os-auth-url, the cloud is the one that OS_CLOUD names, the one that the OS_* ' +
        'variables describe, or the only one in clouds.yaml.',
      style,
    ) +
    paragraph('To sign in with one-time passcodes, OAuth 2.0 or OpenID Connect: man ostk.', style)
  );
}

/** The commands that begin with the words. */
export function groupHelp(words: readonly string[], commands: Commands, style: HelpStyle): string {
  const { heading } = style;
  const group = words.join(' ');
  const within = Object.entries(commands).filter(([name]) => name.startsWith(`${group} `));
  return (
    `${heading('Usage:')} ostk ${group} <command> [options]\n\n` +
    `${heading('Commands:')}\n${overview(Object.fromEntries(within), style, group)}`
  );
}
