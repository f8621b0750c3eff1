// Writes docs/cli.md and the manual page of the command line from the definitions of its commands, which have to be
// built. With --check nothing is written: it fails if what is there is not what would be.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from './lib/run.mjs';

const dist = join(root, 'packages/cli/dist');
const { definitions, globalOptions, signInOptions } = await import(join(dist, 'completion/definitions.js'));
const { outputParameters } = await import(join(dist, 'parameters/output.js'));
const { commands: registry } = await import(join(dist, 'registry.js'));
const { version } = await import(join(dist, 'version.js'));

const commands = await definitions(registry);
const outputs = [
  ['list', 'Output of lists', 'Commands that show a list take these options.'],
  ['record', 'Output of one thing', 'Commands that show one thing take these options.'],
];

const optionsOf = (output) =>
  outputParameters(output)
    .flatMap(({ options }) => options)
    .filter(({ hidden }) => hidden !== true);

function usage({ name, arguments: args, own, output }) {
  const words = args.map((argument) => {
    const word = argument.variadic ? `${argument.name}...` : argument.name;
    return argument.optional ? `[${word}]` : `<${word}>`;
  });
  const options = own.length > 0 || output !== 'none' ? ['[options]'] : [];
  return ['ostk', name, ...options, ...words].join(' ');
}

function described({ description, choices }) {
  return choices === undefined ? description : `${description} (${choices.join(', ')})`;
}

function code(text) {
  return `\`${text.replaceAll('|', String.raw`\|`)}\``;
}

function escaped(text) {
  return text
    .replaceAll('|', String.raw`\|`)
    .replaceAll('<', '&lt;')
    .replaceAll('*', String.raw`\*`);
}

function table(head, rows) {
  const lines = rows.map(([left, right]) => `| ${code(left)} | ${escaped(right)} |`);
  return [`| ${head} | |`, '| --- | --- |', ...lines, ''].join('\n');
}

const optionRows = (options) => options.map((option) => [option.flags, described(option)]);

function markdown() {
  const parts = [
    '# `ostk`: all commands',
    'This page is made by `node scripts/cli-docs.mjs` from the definitions of the commands; `ostk COMMAND --help` shows the same.\n' +
      'What differs from `openstack` is in [cli-differences.md](cli-differences.md).',
    '## Global options',
    'They may stand before the command and after it.',
    table('Option', optionRows(globalOptions())),
    '## Other ways to sign in',
    'For one-time passcodes, OAuth 2.0 and OpenID Connect; each has an environment variable of its name, such as `OS_PASSCODE`.',
    table('Option', optionRows(signInOptions())),
    ...outputs.flatMap(([output, title, text]) => [
      `## ${title}`,
      text,
      table('Option', optionRows(optionsOf(output))),
    ]),
    '## Commands',
    ...commands.flatMap((command) => [
      `### ${command.name}`,
      `\`\`\`text\n${usage(command)}\n\`\`\``,
      command.description,
      ...(command.arguments.length === 0
        ? []
        : [
            table(
              'Argument',
              command.arguments.map(({ name, description }) => [name, description]),
            ),
          ]),
      ...(command.own.length === 0 ? [] : [table('Option', optionRows(command.own))]),
      ...(command.output === 'none' ? [] : [`Shows ${command.output === 'list' ? 'a list' : 'one thing'}.`]),
    ]),
  ];
  return `${parts.map((part) => part.trimEnd()).join('\n\n')}\n`;
}

/** Text for roff: a backslash, a dash and a leading dot or quote mean something there. */
function roff(text) {
  return text
    .replaceAll('\\', String.raw`\e`)
    .replaceAll('-', String.raw`\-`)
    .replace(/^(?=[.'])/, String.raw`\&`);
}

function list(rows) {
  return rows.map(([left, right]) => `.TP\n.B ${roff(left)}\n${roff(right)}`).join('\n');
}

function titled(title, ...parts) {
  return [title, ...parts].filter((part) => part !== '').join('\n');
}

function manual() {
  const lines = [
    `.TH OSTK 1 "" "ostk ${version}" "User Commands"`,
    '.SH NAME\nostk \\- the OpenStack Image service on the command line',
    '.SH SYNOPSIS\n.B ostk\n[options] command [options]',
    '.SH DESCRIPTION',
    roff('ostk takes the commands and options of openstack image and prints the same.'),
    roff(
      'Without --os-cloud and --os-auth-url, the cloud is the one that OS_CLOUD names, the one that the OS_* variables describe, or the only one in clouds.yaml.',
    ),
    '.SH GLOBAL OPTIONS',
    list(optionRows(globalOptions())),
    '.SH OTHER WAYS TO SIGN IN',
    list(optionRows(signInOptions())),
    ...outputs.map(([output, title]) =>
      titled(`.SH ${title.toUpperCase()}`, list(optionRows(optionsOf(output)))),
    ),
    '.SH COMMANDS',
    ...commands.map((command) =>
      titled(
        `.SS ${roff(usage(command))}`,
        roff(command.description),
        list(command.arguments.map(({ name, description }) => [name, description])),
        list(optionRows(command.own)),
      ),
    ),
    '.SH EXIT STATUS',
    '0 if it did what it was asked for, 1 if it could not, 2 if the command line was not understood, 128 and the number of the signal if it was interrupted.',
    '.SH FILES\n.I clouds.yaml\nin the current directory, ~/.config/openstack or /etc/openstack',
  ];
  return `${lines.join('\n')}\n`;
}

const files = [
  [join(root, 'docs/cli.md'), markdown()],
  [join(root, 'packages/cli/man/ostk.1'), manual()],
];
/** A page as it is without what the formatter does to tables. */
function bare(page) {
  return page.replaceAll(/[ \t-]+/g, ' ');
}

let stale = 0;
for (const [file, text] of files) {
  if (process.argv.includes('--check')) {
    const present = await readFile(file, 'utf8').catch(() => '');
    if (bare(present) === bare(text)) continue;
    process.stderr.write(`${file} is not up to date: run node scripts/cli-docs.mjs\n`);
    stale += 1;
  } else {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
process.exit(stale === 0 ? 0 : 1);
