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
    const wording = { verb: 'delete', past: 'deleted', noun: 'server', nouns: 'servers' };
    await forEachName(context, values.arguments(servers), wording, async (name) => {
      const connection = await context.connect();
      const found = await serverNamed(connection, name, signal);
      await connection.compute.deleteServer(found, {
        ...waiting(context),
        force: values.get(force) || undefined,
      });
    });
  },
};
