import type { ShowCommand } from '../../command.ts';
import { givenServer, serverArgument } from '../../compute/find.ts';
import { metadata, pairsOf, timeout, wait, waiting } from '../../compute/server-options.ts';
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
    const { values } = context;
    const { compute, server } = await givenServer(context);
    return imageRecord(
      await compute.createServerImage(server, {
        ...waiting(context),
        name: values.get(name) ?? server.name,
        metadata: pairsOf(context, metadata),
      }),
    );
  },
};
