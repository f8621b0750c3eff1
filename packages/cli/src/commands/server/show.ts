import type { ShowCommand } from '../../command.ts';
import { givenServer, serverArgument } from '../../compute/find.ts';
import { serverRecord } from '../../compute/server-record.ts';

/** `server show` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Show a server.',
  arguments: [serverArgument],
  async run(context) {
    const { server } = await givenServer(context);
    return serverRecord(context, server.id);
  },
};
