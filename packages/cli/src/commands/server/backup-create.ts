import type { ShowCommand } from '../../command.ts';
import { givenServer, serverArgument } from '../../compute/find.ts';
import { timeout, wait, waiting } from '../../compute/server-options.ts';
import { imageRecord } from '../../image/image-record.ts';
import { integer, text } from '../../parameters/parameter.ts';

const name = text('--name <name>', "name of the image; the server's by default");
const type = text('--type <type>', 'kind of backup, such as daily; those of one kind are counted together');
const rotate = integer(
  '--rotate <count>',
  'how many backups of this kind are kept, this one among them; 1 by default',
  1,
);

/** `server backup create` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Make an image of the disk of a server, and have Nova delete the oldest ones of this kind.',
  arguments: [serverArgument],
  parameters: [name, type, rotate, wait, timeout],
  async run(context) {
    const { values } = context;
    const { compute, server } = await givenServer(context);
    return imageRecord(
      await compute.backupServer(server, {
        ...waiting(context),
        name: values.get(name) ?? server.name,
        backupType: values.get(type) ?? 'backup',
        rotation: values.get(rotate) ?? 1,
      }),
    );
  },
};
