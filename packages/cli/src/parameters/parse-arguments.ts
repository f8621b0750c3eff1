import { Argument, Command as Parser, CommanderError, Option } from 'commander';
import type { Command } from '../command.ts';
import { UsageError } from '../errors.ts';
import type { HelpStyle } from '../output/style.ts';
import { didYouMean } from '../suggest.ts';
import { globalParameters } from './global.ts';
import { outputParameters } from './output.ts';
import type { ArgumentSpec, OptionSpec } from './parameter.ts';
import { Values } from './values.ts';

/** A command line that asks for help: this is the text. */
export interface HelpRequest {
  readonly help: string;
}

const outputHeading = 'Output options:';

function toOption(spec: OptionSpec, collected: Map<string, string[]>): Option {
  const { choices } = spec;
  const hint = choices === undefined ? '' : ` (${choices.join(', ')})`;
  const option = new Option(spec.flags, spec.description + hint).hideHelp(spec.hidden ?? false);
  const texts: string[] = [];
  collected.set(option.long ?? option.flags, texts);
  option.argParser((value: string) => {
    texts.push(value);
    return value;
  });
  return option;
}

function addOptions(
  parser: Parser,
  specs: readonly OptionSpec[],
  collected: Map<string, string[]>,
  heading?: string,
): void {
  for (const spec of specs) {
    const option = toOption(spec, collected);
    if (heading !== undefined) option.helpGroup(heading);
    parser.addOption(option);
    // Commander does not hand flags without a value to the option's own parser.
    if (option.isBoolean() || option.negate) {
      parser.on(`option:${option.name()}`, () => collected.get(option.long ?? option.flags)?.push(''));
    }
  }
}

/** The parser of one command, as commander has it. */
function buildParser(name: string, command: Command, collected: Map<string, string[]>): Parser {
  const parser = new Parser(`ostk ${name}`)
    .description(command.description)
    .helpOption('-h, --help', 'show this help')
    .showSuggestionAfterError(false)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    .addHelpText('after', '\nGlobal options, such as --os-cloud: see ostk --help.')
    .action(() => undefined);
  for (const { name: argument, description, variadic, optional } of command.arguments ?? []) {
    const words = variadic === true ? `${argument}...` : argument;
    parser.addArgument(new Argument(optional === true ? `[${words}]` : `<${words}>`, description));
  }
  addOptions(
    parser,
    (command.parameters ?? []).flatMap(({ options }) => options),
    collected,
  );
  addOptions(
    parser,
    outputParameters(command.output).flatMap(({ options }) => options),
    collected,
    outputHeading,
  );
  addOptions(
    parser,
    globalParameters
      .flatMap(({ options }) => options)
      .map(({ flags, description }) => ({ flags, description, hidden: true })),
    collected,
  );
  return parser;
}

function usageError(error: CommanderError, flags: readonly string[]): UsageError {
  const [line = ''] = error.message.replace(/^error: /, '').split('\n');
  const excess = /^too many arguments\D*(\d+)\D*(\d+)/.exec(line);
  if (excess !== null) {
    const [, expected = '', got = ''] = excess;
    return new UsageError(
      `too many arguments: ${got}, not ${expected}; one that has spaces in it has to be in quotes`,
      { cause: error },
    );
  }
  const option = error.code === 'commander.unknownOption' ? /'(.*)'/.exec(line)?.[1] : undefined;
  return new UsageError(option === undefined ? line : `${line}${didYouMean(option, flags)}`, {
    cause: error,
  });
}

/** The options that help shows: what was probably meant is one of them. */
function shownFlags(command: Command): readonly string[] {
  return [...(command.parameters ?? []), ...outputParameters(command.output), ...globalParameters]
    .flatMap(({ options }) => options)
    .filter(({ hidden }) => hidden !== true)
    .flatMap(({ flags }) => flags.match(/--[\w-]+/g) ?? []);
}

function byPlace(
  specs: readonly ArgumentSpec[],
  texts: readonly string[],
): ReadonlyMap<ArgumentSpec, readonly string[]> {
  return new Map(
    specs.map((spec, index) => [
      spec,
      spec.variadic === true ? texts.slice(index) : texts.slice(index, index + 1),
    ]),
  );
}

/**
 * Reads what follows a command's name.
 *
 * @throws UsageError that names the argument or option, and the one that was probably meant.
 */
export function parseArguments(
  name: string,
  command: Command,
  argv: readonly string[],
  style: HelpStyle,
): Values | HelpRequest {
  const collected = new Map<string, string[]>();
  const parser = buildParser(name, command, collected);
  try {
    parser.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return { help: helpText(name, command, style) };
    throw usageError(error, shownFlags(command));
  }
  const given = { texts: (flag: string): readonly string[] => collected.get(flag) ?? [] };
  const parameters = [
    ...(command.parameters ?? []),
    ...outputParameters(command.output),
    ...globalParameters,
  ];
  return new Values(given, parameters, byPlace(command.arguments ?? [], parser.args));
}

function helpText(name: string, command: Command, { width, heading }: HelpStyle): string {
  let text = '';
  const parser = buildParser(name, command, new Map());
  parser.configureHelp({ helpWidth: width, minWidthToWrap: 20, styleTitle: heading });
  parser.configureOutput({ writeOut: (part) => (text += part), getOutHasColors: () => true });
  parser.outputHelp();
  return text;
}
