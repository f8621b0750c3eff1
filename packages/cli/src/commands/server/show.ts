import type { ShowCommand } from '../../command.ts';
import { serverNamed } from '../../compute/find.ts';
import { serverArgument } from '../../compute/server-options.ts';
import { serverRecord } from '../../compute/server-record.ts';

/** `server show` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Show a server.',
  arguments: [serverArgument],
  parameters: [],
  async run(context) {
    const { values, signal, connect } = context;
    const { id } = await serverNamed(await connect(), values.argument(serverArgument), signal);
    return serverRecord(context, id);
  },
};
