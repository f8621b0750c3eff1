import type { ActionCommand } from '../../command.ts';
import { serverNamed } from '../../compute/find.ts';
import { timeout, wait, waiting } from '../../compute/server-options.ts';
import { forEachName } from '../../for-each.ts';
import { flag } from '../../parameters/parameter.ts';

const servers = { name: 'server', description: 'names or ids of the servers', variadic: true };
const force = flag('--force', 'delete it at once, also where deleted servers are kept for a while');

/** `server delete` */
export const command: ActionCommand = {
  output: 'none',
  description: 'Delete servers.',
  arguments: [servers],
  parameters: [force, wait, timeout],
  async run(context) {
    const { values, signal } = context;
    await forEachName(context, servers, 'delete', 'server', async (connection, name) => {
      const found = await serverNamed(connection, name, signal);
      await connection.compute.deleteServer(found, {
        ...waiting(context),
        force: values.get(force) || undefined,
      });
    });
  },
};
