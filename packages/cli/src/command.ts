import type { Connection } from '@ostk/sdk';
import type { Io } from './io.ts';
import type { ListData, RecordData } from './output/data.ts';
import type { ArgumentSpec, Parameter } from './parameters/parameter.ts';
import type { Values } from './parameters/values.ts';

/** What a command works with. */
export interface Context {
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly values: Values;
  /** Whether `--quiet` was given. */
  readonly quiet: boolean;
  /** Connects to the cloud that the options name; once, however often it is called. */
  readonly connect: () => Promise<Connection>;
  /** A line on stderr about something that did not go well, but does not end the command. */
  readonly warn: (line: string) => void;
  /** A line on stderr with `--verbose`. */
  readonly tell: (line: string) => void;
  /** All commands, by their words. */
  readonly commands: Commands;
}

interface CommandBase {
  readonly description: string;
  readonly arguments?: readonly ArgumentSpec[];
  readonly parameters?: readonly Parameter<unknown>[];
}

/** A command that shows a list. */
export interface ListCommand extends CommandBase {
  readonly output: 'list';
  run(context: Context): Promise<ListData>;
}

/** A command that shows one thing. */
export interface ShowCommand extends CommandBase {
  readonly output: 'record';
  run(context: Context): Promise<RecordData>;
}

/** A command that shows nothing, or writes to stdout itself. */
export interface ActionCommand extends CommandBase {
  readonly output: 'none';
  run(context: Context): Promise<void>;
}

/** A command: what it takes, and what it does. */
export type Command = ListCommand | ShowCommand | ActionCommand;

/** A command that can be asked for, before it is loaded. */
export interface CommandEntry {
  /** One line for the list of commands. */
  readonly summary: string;
  load(): Promise<Command>;
}

/** Commands by their words. */
export type Commands = Readonly<Record<string, CommandEntry>>;
