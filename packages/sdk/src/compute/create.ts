import { compareMicroversions } from '../catalog/microversions.ts';
import { Secret } from '../config/secret.ts';
import { OptionError } from '../errors.ts';
import type { Session } from '../http/session.ts';
import { asString, type JsonRecord } from '../json.ts';
import { checkNumber, checkOptions, type KeysOf } from '../options.ts';
import { waitOptionKeys, type WaitOptions } from '../resource/wait.ts';
import { imageId } from '../image/images.ts';
import type { ImageRef } from '../image/types.ts';
import { flavorId, member, post } from './call.ts';
import { getFlavor } from './flavors.ts';
import { checkFit, imageFor } from './image-fit.ts';
import { negotiate, newestRequirement, type Requirement } from './microversion.ts';
import { getServer } from './servers.ts';
import type { FlavorRef, Server } from './types.ts';
import { toUserData } from './user-data.ts';
import { waitForServer } from './wait.ts';

/** A network card of a new server: in a network, or on a port that is there, by their ids. */
export type ServerNetwork =
  | { readonly network: string; readonly fixedIp?: string | undefined }
  | { readonly port: string };

/** The volume that a new server has in place of its flavor's disk; it is made from the image. */
export interface BootVolume {
  /** In GiB. */
  readonly size: number;
  /** By the cloud's own choice if it is not given (microversion 2.67). */
  readonly volumeType?: string | undefined;
  /** Delete it together with the server; by default it stays. */
  readonly deleteOnTermination?: boolean | undefined;
}

/** A further disk of a new server. */
export interface BlockDevice {
  /** What it is made from. */
  readonly source: 'image' | 'volume' | 'snapshot' | 'blank';
  /** The id of that; not for `blank`. */
  readonly id?: string | undefined;
  /** Where it is kept: as a volume (the default), or on the host. */
  readonly destination?: 'volume' | 'local' | undefined;
  /** In GiB. */
  readonly size?: number | undefined;
  /** 0 for the disk to boot from; by default it is not booted from. */
  readonly bootIndex?: number | undefined;
  readonly deleteOnTermination?: boolean | undefined;
}

/** A new server. */
export interface CreateServerOptions extends WaitOptions {
  readonly name: string;
  /** What it is made from; left out only if one of the `blockDevices` is booted from. */
  readonly image?: ImageRef | undefined;
  readonly flavor: FlavorRef;
  /**
   * Its network cards: none at all, one that Nova sets up (both microversion 2.37), or these. If it is left out, the
   * project's only network, if it has one.
   */
  readonly networks?: 'none' | 'auto' | readonly ServerNetwork[] | undefined;
  readonly keyName?: string | undefined;
  /** What cloud-init gets; text is sent as UTF-8. 48 KiB at most. */
  readonly userData?: string | Uint8Array | undefined;
  readonly configDrive?: boolean | undefined;
  /** By their names; `default` if it is left out. */
  readonly securityGroups?: readonly string[] | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly availabilityZone?: string | undefined;
  readonly bootVolume?: BootVolume | undefined;
  readonly blockDevices?: readonly BlockDevice[] | undefined;
  /** Of the administrator in it; Nova makes one up if it is not given. */
  readonly adminPassword?: string | undefined;
  /** Microversion 2.19. */
  readonly description?: string | undefined;
  /** Microversion 2.52. */
  readonly tags?: readonly string[] | undefined;
  readonly schedulerHints?: Readonly<Record<string, unknown>> | undefined;
  /** Answer when it is up, and not as soon as Nova has begun; `timeout` and `interval` are for that. */
  readonly wait?: boolean | undefined;
}

/** A server that was made or rebuilt just now. */
export interface NewServer extends Server {
  /** Of the administrator in it; Nova tells it once, and not on every cloud. `reveal()` gives it away. */
  readonly adminPassword?: Secret;
}

const keys: KeysOf<CreateServerOptions> = {
  ...waitOptionKeys,
  name: true,
  image: true,
  flavor: true,
  networks: true,
  keyName: true,
  userData: true,
  configDrive: true,
  securityGroups: true,
  metadata: true,
  availabilityZone: true,
  bootVolume: true,
  blockDevices: true,
  adminPassword: true,
  description: true,
  tags: true,
  schedulerHints: true,
  wait: true,
};

function requirements(options: CreateServerOptions): readonly Requirement[] {
  const { networks, tags, description, bootVolume } = options;
  const all: readonly (readonly [boolean, string, string])[] = [
    [
      networks === 'none' || networks === 'auto',
      `createServer: networks ${JSON.stringify(networks)}`,
      '2.37',
    ],
    [tags !== undefined, 'createServer: tags', '2.52'],
    [description !== undefined, 'createServer: description', '2.19'],
    [bootVolume?.volumeType !== undefined, 'createServer: bootVolume.volumeType', '2.67'],
  ];
  return all.filter(([used]) => used).map(([, what, microversion]) => [what, microversion]);
}

function toNetworks(networks: CreateServerOptions['networks'], isRequired: boolean): JsonRecord {
  // From microversion 2.37 on, Nova wants to be told; `auto` is what it did before.
  if (networks === undefined) return isRequired ? { networks: 'auto' } : {};
  if (typeof networks === 'string') return { networks };
  const cards = networks.map((card) =>
    'port' in card
      ? { port: card.port }
      : { uuid: card.network, ...(card.fixedIp !== undefined && { fixed_ip: card.fixedIp }) },
  );
  return { networks: cards };
}

function toDevice(device: BlockDevice): JsonRecord {
  const { source, id, destination = 'volume', size, bootIndex = -1, deleteOnTermination = false } = device;
  if (source !== 'blank' && (id === undefined || id === ''))
    throw new OptionError(`createServer: a block device made from ${source} needs the id of it`);
  return {
    source_type: source,
    destination_type: destination,
    boot_index: bootIndex,
    delete_on_termination: deleteOnTermination,
    ...(id !== undefined && { uuid: id }),
    ...(size !== undefined && { volume_size: size }),
  };
}

function toDevices(options: CreateServerOptions): JsonRecord {
  const { image, bootVolume, blockDevices = [] } = options;
  const devices = blockDevices.map(toDevice);
  if (image === undefined) return { block_device_mapping_v2: devices };
  const id = imageId(image);
  if (bootVolume !== undefined) {
    const { size, volumeType, deleteOnTermination } = bootVolume;
    const root = toDevice({ source: 'image', id, size, bootIndex: 0, deleteOnTermination });
    const typed = { ...root, ...(volumeType !== undefined && { volume_type: volumeType }) };
    return { block_device_mapping_v2: [typed, ...devices] };
  }
  // With devices, Nova wants the image itself among them.
  const local = toDevice({
    source: 'image',
    id,
    destination: 'local',
    bootIndex: 0,
    deleteOnTermination: true,
  });
  return {
    imageRef: id,
    ...(devices.length > 0 && { block_device_mapping_v2: [local, ...devices] }),
  };
}

function toBody(options: CreateServerOptions, needsNetworks: boolean): JsonRecord {
  const { name, flavor, keyName, userData, configDrive, securityGroups, metadata, schedulerHints } = options;
  const { availabilityZone, adminPassword, description, tags, networks } = options;
  const server = {
    name,
    flavorRef: flavorId(flavor),
    ...toDevices(options),
    ...toNetworks(networks, needsNetworks),
    ...(keyName !== undefined && { key_name: keyName }),
    ...(userData !== undefined && { user_data: toUserData('createServer', userData) }),
    ...(configDrive !== undefined && { config_drive: configDrive }),
    ...(securityGroups !== undefined && {
      security_groups: securityGroups.map((group) => ({ name: group })),
    }),
    ...(metadata !== undefined && { metadata }),
    ...(availabilityZone !== undefined && { availability_zone: availabilityZone }),
    ...(adminPassword !== undefined && { adminPass: adminPassword }),
    ...(description !== undefined && { description }),
    ...(tags !== undefined && { tags }),
  };
  return { server, ...(schedulerHints !== undefined && { 'os:scheduler_hints': schedulerHints }) };
}

function checkCreate(options: CreateServerOptions): void {
  checkOptions('createServer', options, keys);
  const { name, image, flavor, bootVolume, blockDevices = [] } = options;
  if (name === undefined || name === '') throw new OptionError('createServer: name is missing');
  if (flavor === undefined) throw new OptionError('createServer: flavor is missing');
  checkNumber('createServer: bootVolume.size', bootVolume?.size, 1);
  const boots = blockDevices.some((device) => device.bootIndex === 0);
  if (image === undefined && (bootVolume !== undefined || !boots))
    throw new OptionError('createServer: image is missing, and none of blockDevices has bootIndex 0');
  if (image !== undefined && boots)
    throw new OptionError('createServer: the disk to boot from is given twice, by image and by blockDevices');
}

async function checkImage(session: Session, options: CreateServerOptions): Promise<void> {
  const { image: ref, flavor: flavorRef, bootVolume, signal } = options;
  if (ref === undefined) return;
  const [image, flavor] = await Promise.all([
    imageFor(session, 'createServer', ref, signal),
    getFlavor(session, flavorRef, { signal }),
  ]);
  const label = `flavor ${flavor.name}`;
  // Two places may be too small in two ways: the flavor's memory, and the disk that is taken for its own.
  checkFit('createServer', image, {
    label: bootVolume === undefined ? label : `${label} with this bootVolume`,
    ram: flavor.ram,
    disk: bootVolume?.size ?? flavor.disk,
  });
}

/** The password that Nova tells in an answer, if it does. */
export function passwordIn(answer: JsonRecord): Pick<NewServer, 'adminPassword'> {
  const password = asString(answer['adminPass']);
  return password === undefined ? {} : { adminPassword: new Secret(password) };
}

/** Makes a server; its image is looked at first. */
export async function createServer(session: Session, options: CreateServerOptions): Promise<NewServer> {
  checkCreate(options);
  const { wait = false, timeout, interval, signal } = options;
  const newest = newestRequirement(requirements(options));
  const need = { what: newest?.[0] ?? 'createServer', least: newest?.[1] };
  const microversion = await negotiate(session, need, signal);
  const needsNetworks = microversion !== undefined && compareMicroversions(microversion, '2.37') >= 0;
  const body = toBody(options, needsNetworks);
  await checkImage(session, options);
  const { value } = await post(session, '/servers', body, { microversion, signal });
  const answer = member(value, 'server');
  const id = asString(answer['id']) ?? '';
  const server = wait
    ? await waitForServer(session, id, { timeout, interval, signal })
    : await getServer(session, id, { signal });
  return { ...server, ...passwordIn(answer) };
}
