import { withGrace } from '../abort.ts';
import { DiscoveryError, OptionError } from '../errors.ts';
import type { Session } from '../http/session.ts';
import { getImage } from '../image/images.ts';
import type { Image } from '../image/types.ts';
import { asRecord, asString } from '../json.ts';
import { checkNumber, checkOptions, type KeysOf } from '../options.ts';
import { waitOptionKeys, type WaitOptions } from '../resource/wait.ts';
import { serverId } from './call.ts';
import { negotiate } from './microversion.ts';
import { act, actForJson } from './servers.ts';
import type { ServerRef } from './types.ts';
import { waitForServerImage } from './wait-for-server-image.ts';

/** The image that a server is to be made into. */
export interface CreateServerImageOptions extends WaitOptions {
  readonly name: string;
  /** Properties of the image, beside those that Nova sets itself; names and values of up to 255 characters. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Answer when the image is active, and not as soon as Nova has begun; `timeout` and `interval` are for that. */
  readonly wait?: boolean | undefined;
}

/** A backup: an image of a server, of which Nova keeps the newest. */
export interface BackupServerOptions extends CreateServerImageOptions {
  /** What kind of backup it is, such as `daily`: those of one kind are counted together. */
  readonly backupType: string;
  /** How many backups of this kind are kept, this one included; Nova deletes older ones. */
  readonly rotation: number;
}

const createKeys: KeysOf<CreateServerImageOptions> = {
  ...waitOptionKeys,
  name: true,
  metadata: true,
  wait: true,
};
const backupKeys: KeysOf<BackupServerOptions> = { ...createKeys, backupType: true, rotation: true };

/** Milliseconds that a request goes on after an abort: an image that is made unseen could not be deleted. */
const grace = 5000;

function idOrThrow(id: string | undefined): string {
  if (id !== undefined && id !== '') return id;
  throw new DiscoveryError(
    'the compute service makes an image of the server, but does not say which: look for its name',
  );
}

/** Has Nova begin with an image of a server; answers the image's id. */
export async function startServerImage(
  session: Session,
  server: string,
  action: { readonly [name: string]: unknown },
  signal: AbortSignal | undefined,
): Promise<string> {
  const microversion = await negotiate(session, { what: 'createServerImage', prefer: '2.45' }, signal);
  signal?.throwIfAborted();
  return withGrace(signal, grace, async (bounded) => {
    const how = { microversion, signal: bounded };
    if (microversion !== undefined)
      return idOrThrow(asString(asRecord(await actForJson(session, server, action, how))?.['image_id']));
    // Before microversion 2.45 there is no body, but the image's place: as Nova knows it, which may be nobody's else.
    const { location = '' } = await act(session, server, action, how);
    return idOrThrow(/\/images\/([^/?#]+)\/?$/.exec(location)?.[1]);
  });
}

async function finish(
  session: Session,
  server: string,
  image: string,
  options: CreateServerImageOptions,
): Promise<Image> {
  const { wait = false, timeout, interval, signal } = options;
  signal?.throwIfAborted();
  return wait
    ? waitForServerImage(session, server, image, { timeout, interval, signal })
    : getImage(session, image, { signal });
}

function checkName(where: string, name: string | undefined): void {
  if (name === undefined || name === '') throw new OptionError(`${where}: name is missing`);
}

/** Makes an image of a server. */
export async function createServerImage(
  session: Session,
  ref: ServerRef,
  options: CreateServerImageOptions,
): Promise<Image> {
  checkOptions('createServerImage', options, createKeys);
  const { name, metadata, signal } = options;
  checkName('createServerImage', name);
  const server = serverId(ref);
  const action = { createImage: { name, ...(metadata !== undefined && { metadata }) } };
  const image = await startServerImage(session, server, action, signal);
  return finish(session, server, image, options);
}

/** Makes a backup of a server, and has Nova delete those that are too old. */
export async function backupServer(
  session: Session,
  ref: ServerRef,
  options: BackupServerOptions,
): Promise<Image> {
  checkOptions('backupServer', options, backupKeys);
  const { name, metadata, backupType, rotation, signal } = options;
  checkName('backupServer', name);
  if (backupType === undefined || backupType === '')
    throw new OptionError('backupServer: backupType is missing');
  if (rotation === undefined) throw new OptionError('backupServer: rotation is missing');
  checkNumber('backupServer: rotation', rotation, 1);
  const server = serverId(ref);
  const createBackup = {
    name,
    backup_type: backupType,
    rotation,
    ...(metadata !== undefined && { metadata }),
  };
  const image = await startServerImage(session, server, { createBackup }, signal);
  return finish(session, server, image, options);
}
