import type { Connection, Server, ServerQuery } from '@ostk/sdk';
import type { Context, ListCommand } from '../../command.ts';
import { flavorNamed, serverNamed } from '../../compute/find.ts';
import { addressesOf, humanAddresses, humanPowerState, onVolume } from '../../compute/forms.ts';
import { flavorNames, imageNames } from '../../compute/names.ts';
import { givenProject } from '../../identity/find.ts';
import { projectDomain } from '../../image/attributes.ts';
import { imageNamed } from '../../image/find-image.ts';
import type { Value } from '../../output/data.ts';
import { type Columns, list } from '../../output/list.ts';
import { humanMapping } from '../../output/python-text.ts';
import { flag, integer, oneOf, text, texts } from '../../parameters/parameter.ts';
import { nonEmpty } from '../../parameters/values.ts';

const name = text('--name <regex>', 'only servers whose name this regular expression fits');
const ip = text('--ip <regex>', 'only servers with an IPv4 address that this fits');
const status = oneOf('--status <status>', 'only servers in this state', [
  'ACTIVE',
  'BUILD',
  'DELETED',
  'ERROR',
  'HARD_REBOOT',
  'MIGRATING',
  'PASSWORD',
  'PAUSED',
  'REBOOT',
  'REBUILD',
  'RESCUE',
  'RESIZE',
  'REVERT_RESIZE',
  'SHELVED',
  'SHELVED_OFFLOADED',
  'SHUTOFF',
  'SOFT_DELETED',
  'SUSPENDED',
  'UNKNOWN',
  'VERIFY_RESIZE',
]);
const image = text('--image <image>', 'only servers made from this image, name or id');
const flavor = text('--flavor <flavor>', 'only servers of this flavor, name or id');
const allProjects = flag('--all-projects', 'servers of all projects (administrators)');
const project = text('--project <project>', 'servers of this project, name or id (administrators)');
const tags = texts('--tags <tag>', 'only servers with this tag (may be repeated)');
const long = flag('--long', 'show more columns');
const noNames = flag('-n, --no-name-lookup', 'show ids of images and flavors: faster');
const limit = integer('--limit <number>', 'the most servers to show', 1);
const marker = text('--marker <server>', 'show what comes after this server, name or id');

interface Row {
  readonly server: Server;
  readonly imageName: string;
  readonly flavorName: string;
}

const first: Columns<Row> = {
  ID: ({ server }) => server.id,
  Name: ({ server }) => server.name,
  Status: ({ server }) => server.status,
};
const networks: Columns<Row> = { Networks: ({ server }) => addressesOf(server) };
const imageId = ({ server }: Row): Value => server.image?.id ?? onVolume;
const flavorId = ({ server }: Row): Value => server.flavor.id;
const imageName = (row: Row): Value => row.imageName;
const flavorName = (row: Row): Value => row.flavorName;

function columnsOf({ values }: Context): Columns<Row> {
  const withNames = !values.get(noNames);
  if (!values.get(long)) {
    return {
      ...first,
      ...networks,
      Image: withNames ? imageName : imageId,
      Flavor: withNames ? flavorName : flavorId,
    };
  }
  return {
    ...first,
    'Task State': ({ server }) => server.taskState,
    'Power State': ({ server }) => server.powerState,
    ...networks,
    ...(withNames && { 'Image Name': imageName }),
    'Image ID': imageId,
    ...(withNames && { 'Flavor Name': flavorName }),
    'Flavor ID': flavorId,
    'Availability Zone': ({ server }) => server.availabilityZone,
    Host: ({ server }) => server.computeHost,
    Properties: ({ server }) => server.metadata,
  };
}

async function queryOf(context: Context, connection: Connection): Promise<ServerQuery> {
  const { values, signal } = context;
  const [ofImage, ofFlavor, after] = [image, flavor, marker].map((each) => values.get(each));
  const projectId = await givenProject(context, project, projectDomain);
  return {
    name: values.get(name),
    ip: values.get(ip),
    status: values.get(status),
    image: ofImage === undefined ? undefined : (await imageNamed(connection, ofImage, signal)).id,
    flavor: ofFlavor === undefined ? undefined : (await flavorNamed(connection, ofFlavor, signal)).id,
    allProjects: values.get(allProjects) || projectId !== undefined || undefined,
    projectId,
    tags: nonEmpty(values.get(tags)),
    marker: after === undefined ? undefined : (await serverNamed(connection, after, signal)).id,
    maxItems: values.get(limit),
    signal,
  };
}

async function rowsOf(context: Context, connection: Connection): Promise<readonly Row[]> {
  const { values, signal } = context;
  const servers = await connection.compute.servers(await queryOf(context, connection)).toArray();
  if (values.get(noNames)) return servers.map((server) => ({ server, imageName: '', flavorName: '' }));
  const [images, flavors] = await Promise.all([
    imageNames(
      connection,
      servers.map((server) => server.image?.id),
      signal,
    ),
    flavorNames(
      connection,
      servers.map((server) => server.flavor.id),
      signal,
    ),
  ]);
  return servers.map((server) => ({
    server,
    imageName: server.image === null ? onVolume : (images.get(server.image.id) ?? ''),
    flavorName: server.flavor.name ?? flavors.get(server.flavor.id ?? '') ?? '',
  }));
}

/** `server list` */
export const command: ListCommand = {
  output: 'list',
  description: 'List servers, newest first. All filters are applied by the service.',
  parameters: [
    name,
    ip,
    status,
    image,
    flavor,
    allProjects,
    project,
    projectDomain,
    tags,
    long,
    noNames,
    limit,
    marker,
  ],
  async run(context) {
    const columns = columnsOf(context);
    return list(await rowsOf(context, await context.connect()), columns, {
      Networks: humanAddresses,
      'Power State': humanPowerState,
      Properties: humanMapping,
    });
  },
};
