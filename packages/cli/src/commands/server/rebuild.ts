import { readFile } from 'node:fs/promises';
import type { ShowCommand } from '../../command.ts';
import { givenServer, serverArgument } from '../../compute/find.ts';
import {
  metadata,
  pairsOf,
  password,
  timeout,
  userData,
  wait,
  waiting,
} from '../../compute/server-options.ts';
import { serverRecord } from '../../compute/server-record.ts';
import { CommandError, UsageError } from '../../errors.ts';
import { imageNamed } from '../../image/find-image.ts';
import { flag, text } from '../../parameters/parameter.ts';

const image = text('--image <image>', 'image to make it anew from; the one it was made from by default');
const newName = text('--name <name>', 'another name for it');
const description = text('--description <text>', 'what it is for');
const keyName = text('--key-name <name>', 'key pair to let in');
const noKeyName = flag('--no-key-name', 'let no key pair in');

/** `server rebuild` */
export const command: ShowCommand = {
  output: 'record',
  description:
    'Overwrite the disk of a server with an image: what was on it is lost. Whether the image fits is looked at first.',
  arguments: [serverArgument],
  parameters: [image, newName, password, metadata, description, keyName, noKeyName, userData, wait, timeout],
  async run(context) {
    const { values, signal, connect } = context;
    const key = values.get(keyName);
    if (key !== undefined && values.get(noKeyName))
      throw new UsageError('--key-name and --no-key-name exclude each other');
    const file = values.get(userData);
    const data = file === undefined ? undefined : await readFile(file);
    const { compute, server } = await givenServer(context);
    const source = values.get(image);
    const from = source === undefined ? server.image : await imageNamed(await connect(), source, signal);
    if (from === null)
      throw new CommandError(`the disk of ${server.id} is a volume: name the image with --image`);
    const { id, adminPassword } = await compute.rebuildServer(server, {
      ...waiting(context),
      image: from,
      name: values.get(newName),
      adminPassword: values.get(password),
      metadata: pairsOf(context, metadata),
      description: values.get(description),
      keyName: values.get(noKeyName) ? null : key,
      userData: data,
    });
    return serverRecord(context, id, { adminPass: adminPassword?.reveal() });
  },
};
