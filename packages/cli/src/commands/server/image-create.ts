import type { ShowCommand } from '../../command.ts';
import { serverNamed } from '../../compute/find.ts';
import { metadata, pairsOf, serverArgument, timeout, wait, waiting } from '../../compute/server-options.ts';
import { imageRecord } from '../../image/image-record.ts';
import { text } from '../../parameters/parameter.ts';

const name = text('--name <name>', "name of the image; the server's by default");

/** `server image create` */
export const command: ShowCommand = {
  output: 'record',
  description:
    'Make an image of the disk of a server. Without --wait, the image is shown as it is when Nova has begun.',
  arguments: [serverArgument],
  parameters: [name, metadata, wait, timeout],
  async run(context) {
    const { values, signal, connect } = context;
    const connection = await connect();
    const server = await serverNamed(connection, values.argument(serverArgument), signal);
    return imageRecord(
      await connection.compute.createServerImage(server, {
        ...waiting(context),
        name: values.get(name) ?? server.name,
        metadata: pairsOf(context, metadata),
      }),
    );
  },
};
