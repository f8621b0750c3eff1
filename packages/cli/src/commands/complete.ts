import type { ActionCommand } from '../command.ts';
import { completionScript, shells } from '../completion/scripts.ts';
import { UsageError } from '../errors.ts';
import { oneOf, text } from '../parameters/parameter.ts';

const shell = oneOf('--shell <shell>', 'the shell; bash by default', shells);
const name = text('--name <name>', 'the name that the program is called by; ostk by default');

/** `complete` */
export const command: ActionCommand = {
  output: 'none',
  description: 'Print what makes a shell complete command lines: source <(ostk complete --shell bash)',
  parameters: [shell, name],
  async run({ values, io, commands }) {
    const program = values.get(name) ?? 'ostk';
    if (!/^[\w.-]+$/.test(program)) throw new UsageError(`--name: ${program} is no name of a program`);
    io.stdout.write(await completionScript(values.get(shell) ?? 'bash', program, commands));
  },
};
