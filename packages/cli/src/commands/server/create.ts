import { readFile } from 'node:fs/promises';
import type { BlockDevice, CreateServerOptions } from '@ostk/sdk';
import type { Context, ShowCommand } from '../../command.ts';
import { flavorNamed } from '../../compute/find.ts';
import { networksOf } from '../../compute/nics.ts';
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
import { choice, integer, keyValues, text, texts } from '../../parameters/parameter.ts';
import { nonEmpty } from '../../parameters/values.ts';

const name = { name: 'name', description: 'name of the new server' };
const flavor = text('--flavor <flavor>', 'size of the server, name or id');
const image = text('--image <image>', 'image to make it from, name or id');
const volume = text('--volume <id>', 'volume to boot from, instead of an image');
const snapshot = text('--snapshot <id>', 'snapshot of a volume to boot from, instead of an image');
const bootFromVolume = integer(
  '--boot-from-volume <GiB>',
  'make the image into a volume of this size, and boot from that',
  1,
);
const nics = texts(
  '--nic <card>',
  'none, auto, net-id=ID[,v4-fixed-ip=ADDRESS] or port-id=ID (may be repeated)',
);
const networks = texts('--network <id>', 'a network to be in (may be repeated)');
const ports = texts('--port <id>', 'a port to use (may be repeated)');
const groups = texts(
  '--security-group <name>',
  'a security group; default if none is given (may be repeated)',
);
const keyName = text('--key-name <name>', 'key pair to let in');
const description = text('--description <text>', 'what it is for');
const zone = text('--availability-zone <name>', 'where it is to run');
const hints = keyValues('--hint <key=value>', 'a hint for the scheduler (may be repeated)');
const tags = texts('--tag <tag>', 'a tag (may be repeated)');
const configDrive = choice({
  'use-config-drive': { value: true, description: 'give it its configuration on a drive' },
  'no-config-drive': { value: false, description: 'give it no such drive' },
});

/** The disk to boot from, if that is no image. */
function bootDevice({ values }: Context): BlockDevice | undefined {
  const [fromVolume, fromSnapshot] = [values.get(volume), values.get(snapshot)];
  const given = [values.get(image), fromVolume, fromSnapshot].filter((each) => each !== undefined);
  if (given.length > 1) throw new UsageError('--image, --volume and --snapshot exclude each other');
  if (given.length === 0) throw new UsageError('--image is missing, or --volume or --snapshot');
  if (fromVolume !== undefined) return { source: 'volume', id: fromVolume, bootIndex: 0 };
  if (fromSnapshot !== undefined) return { source: 'snapshot', id: fromSnapshot, bootIndex: 0 };
  return undefined;
}

async function contentOf(file: string | undefined): Promise<Uint8Array | undefined> {
  if (file === undefined) return undefined;
  try {
    return await readFile(file);
  } catch (cause) {
    throw new CommandError(`--user-data: ${String(cause)}`, { cause });
  }
}

async function optionsOf(context: Context): Promise<CreateServerOptions> {
  const { values, signal, connect } = context;
  const size = values.get(flavor) ?? '';
  if (size === '') throw new UsageError('--flavor is missing');
  const device = bootDevice(context);
  const cards = networksOf(values.get(nics), values.get(networks), values.get(ports));
  const data = await contentOf(values.get(userData));
  const connection = await connect();
  const source = values.get(image);
  const volumeSize = values.get(bootFromVolume);
  return {
    ...waiting(context),
    name: values.argument(name),
    flavor: await flavorNamed(connection, size, signal),
    image: source === undefined ? undefined : await imageNamed(connection, source, signal),
    blockDevices: device === undefined ? undefined : [device],
    bootVolume: volumeSize === undefined ? undefined : { size: volumeSize },
    networks: cards,
    securityGroups: nonEmpty(values.get(groups)),
    keyName: values.get(keyName),
    userData: data,
    configDrive: values.get(configDrive),
    metadata: pairsOf(context, metadata),
    availabilityZone: values.get(zone),
    adminPassword: values.get(password),
    description: values.get(description),
    tags: nonEmpty(values.get(tags)),
    schedulerHints: pairsOf(context, hints),
  };
}

/** `server create` */
export const command: ShowCommand = {
  output: 'record',
  description:
    'Create a server. Whether the image fits the flavor is looked at first. A server that does not come up stays.',
  arguments: [name],
  parameters: [
    flavor,
    image,
    bootFromVolume,
    volume,
    snapshot,
    nics,
    networks,
    ports,
    groups,
    keyName,
    userData,
    configDrive,
    metadata,
    description,
    zone,
    hints,
    tags,
    password,
    wait,
    timeout,
  ],
  async run(context) {
    const { connect } = context;
    const options = await optionsOf(context);
    const { id, adminPassword } = await (await connect()).compute.createServer(options);
    return serverRecord(context, id, { adminPass: adminPassword?.reveal() });
  },
};
