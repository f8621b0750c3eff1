import type { Command } from '../command.ts';

/** A command that can be asked for, before it is loaded. */
export interface CommandEntry {
  /** One line for the list of commands. */
  readonly summary: string;
  load(): Promise<Command>;
}
