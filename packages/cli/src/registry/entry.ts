import type { Command, CommandEntry } from '../command.ts';

/** The commands of a file, by the names that it exports them under; it is loaded when one of them is run. */
export function family<Name extends string>(
  file: () => Promise<Readonly<Record<Name, Command>>>,
): (name: Name, summary: string) => CommandEntry {
  return (name, summary) => ({ summary, load: async () => (await file())[name] });
}

/** The one command of a file. */
export function entry(summary: string, file: () => Promise<{ readonly command: Command }>): CommandEntry {
  return family(file)('command', summary);
}
