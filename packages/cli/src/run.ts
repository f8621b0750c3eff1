import type { Command, CommandEntry, Context } from './command.ts';
import { exitCodes, Interrupted } from './errors.ts';
import type { Io } from './io.ts';
import { LazyConnection } from './lazy-connection.ts';
import { loudness } from './parameters/global.ts';
import { Values } from './parameters/values.ts';
import { commands } from './registry.ts';
import { helpStyle, type Tone } from './output/style.ts';
import { messageOn, reportError } from './report-error.ts';
import { type Split, splitCommand } from './split-command.ts';
import { version } from './version.ts';
import { wrongWords } from './wrong-words.ts';

function isHelp(arg: string): boolean {
  return arg === '--help' || arg === '-h';
}

/** Answers what needs no command: help and version. `undefined` if it is something else. */
async function answerWithoutCommand(split: Split, io: Io): Promise<number | undefined> {
  const { words, entry, unknown, rest } = split;
  if (entry !== undefined) return undefined;
  if (words.length === 0 && rest.includes('--version')) {
    io.stdout.write(`ostk ${version}\n`);
    return exitCodes.ok;
  }
  const isAsked = rest.some(isHelp) || unknown === 'help';
  const isWrong = unknown !== undefined && unknown !== 'help';
  const wrong = isAsked && !isWrong ? undefined : wrongWords(split);
  if (wrong !== undefined) throw wrong;
  const { firstSteps, groupHelp, mainHelp } = await import('./help.ts');
  const out = isAsked ? io.stdout : io.stderr;
  const style = helpStyle(out, io.env);
  if (words.length > 0) out.write(groupHelp(words, commands, style));
  else out.write(isAsked ? mainHelp(commands, style) : firstSteps(style));
  return isAsked ? exitCodes.ok : exitCodes.usage;
}

/** Shows how long each request took, if that was asked for. */
async function executeTimed(command: Command, context: Context): Promise<void> {
  const { values, io } = context;
  if (!values.get(loudness.timing)) return execute(command, context);
  const { Timing } = await import('./timing.ts');
  using timing = new Timing();
  await execute(command, context);
  const { emitList } = await import('./output/emit-list.ts');
  // After data on stdout, there is no place for anything else.
  const out = command.output === 'none' ? { ...io, stdout: io.stderr } : io;
  const { listOutput, recordOutput } = await import('./parameters/output.ts');
  const format = { list: listOutput, record: recordOutput, none: undefined }[command.output]?.format;
  const isTable = (format === undefined ? 'table' : (values.get(format) ?? 'table')) === 'table';
  const texts = (flag: string): readonly string[] => (flag === '--format' && !isTable ? ['csv'] : []);
  out.stdout.write('\n');
  await emitList(timing.data(), new Values({ texts }, [], new Map()), out);
}

async function execute(command: Command, context: Context): Promise<void> {
  switch (command.output) {
    case 'list': {
      const data = await command.run(context);
      const { emitList } = await import('./output/emit-list.ts');
      return emitList(data, context.values, context.io);
    }
    case 'record': {
      const data = await command.run(context);
      const { emitRecord } = await import('./output/emit-record.ts');
      return emitRecord(data, context.values, context.io);
    }
    case 'none':
      return command.run(context);
  }
}

async function runCommand(
  name: string,
  entry: CommandEntry,
  rest: readonly string[],
  io: Io,
): Promise<number> {
  const command = await entry.load();
  const { parseArguments } = await import('./parameters/parse-arguments.ts');
  const values = parseArguments(name, command, rest, helpStyle(io.stdout, io.env));
  if ('help' in values) {
    io.stdout.write(values.help);
    return exitCodes.ok;
  }
  const message = messageOn(io.stderr, io.env);
  const line = (text: string, tone: Tone): void => void io.stderr.write(message(`ostk ${name}`, text, tone));
  const isVerbose = values.get(loudness.verbose);
  await using connection = new LazyConnection(values, io);
  await executeTimed(command, {
    io,
    signal: io.signal,
    values,
    quiet: values.get(loudness.quiet),
    connect: () => connection.get(),
    warn: (text) => line(text, 'unfinished'),
    tell: (text) => (isVerbose ? line(text, 'faint') : undefined),
    commands,
  });
  return exitCodes.ok;
}

/** An abort is the caller's own doing; but what it left behind has to be told. */
function reportAbort(error: unknown, where: string, io: Io): number {
  const reason: unknown = io.signal.reason;
  const message = messageOn(io.stderr, io.env);
  const { text, exitCode } = reportError(reason, where, false, message);
  if (!(reason instanceof Interrupted && reason.isSilent)) io.stderr.write(text);
  const isAbort = error === reason || (error instanceof Error && error.name === 'AbortError');
  if (!isAbort) io.stderr.write(reportError(error, where, false, message).text);
  return exitCode;
}

/** `ostk help image list` asks for what `ostk image list --help` does. */
function helpAsOption(argv: readonly string[]): readonly string[] {
  return argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
}

/**
 * Runs a command line, without the program's name.
 *
 * @returns the exit code: 0 if it did what it was asked for, 1 if it could not, 2 if it was not understood, 128 and
 *   the signal's number if it was interrupted. What went wrong has then been told on stderr, in one line.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let where = 'ostk';
  try {
    const split = splitCommand(helpAsOption(argv), commands);
    where = ['ostk', ...split.words].join(' ');
    const answered = await answerWithoutCommand(split, io);
    if (answered !== undefined || split.entry === undefined) return answered ?? exitCodes.usage;
    const name = split.words.join(' ');
    return await runCommand(name, split.entry, split.rest, io);
  } catch (error) {
    if (io.signal.aborted) return reportAbort(error, where, io);
    const isDebug = argv.includes('--debug');
    const { text, exitCode } = reportError(error, where, isDebug, messageOn(io.stderr, io.env));
    io.stderr.write(text);
    return exitCode;
  }
}
