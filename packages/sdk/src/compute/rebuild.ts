import { isNotFound, OptionError } from '../errors.ts';
import type { Session } from '../http/session.ts';
import { checkOptions, type KeysOf } from '../options.ts';
import { waitOptionKeys, type WaitOptions } from '../resource/wait.ts';
import type { ImageRef } from '../image/types.ts';
import { member, serverId } from './call.ts';
import { type NewServer, passwordIn } from './create.ts';
import { getFlavor } from './flavors.ts';
import { checkFit, imageFor, type Place } from './image-fit.ts';
import { negotiate, newestRequirement, type Requirement } from './microversion.ts';
import { actForJson, getServer } from './servers.ts';
import type { Server, ServerRef } from './types.ts';
import { toUserData } from './user-data.ts';
import { waitForServer } from './wait.ts';
import { toServer } from './wire.ts';

/** What a server is to be rebuilt from, and what changes with it. */
export interface RebuildServerOptions extends WaitOptions {
  /** Its disk is overwritten with this image. */
  readonly image: ImageRef;
  readonly name?: string | undefined;
  /** Of the administrator in it; Nova makes one up if it is not given. */
  readonly adminPassword?: string | undefined;
  /** Takes the place of all metadata that there are. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Microversion 2.19; `null` removes it. */
  readonly description?: string | null | undefined;
  /** Microversion 2.54; `null` removes it. */
  readonly keyName?: string | null | undefined;
  /** Microversion 2.57; `null` removes them. */
  readonly userData?: string | Uint8Array | null | undefined;
  /** Answer when it is up again, and not as soon as Nova has begun; `timeout` and `interval` are for that. */
  readonly wait?: boolean | undefined;
}

const keys: KeysOf<RebuildServerOptions> = {
  ...waitOptionKeys,
  image: true,
  name: true,
  adminPassword: true,
  metadata: true,
  description: true,
  keyName: true,
  userData: true,
  wait: true,
};

function requirements(server: Server, options: RebuildServerOptions): readonly Requirement[] {
  const { description, keyName, userData } = options;
  const all: readonly (readonly [boolean, string, string])[] = [
    [server.image === null, 'rebuildServer: a server whose disk is a volume', '2.93'],
    [userData !== undefined, 'rebuildServer: userData', '2.57'],
    [keyName !== undefined, 'rebuildServer: keyName', '2.54'],
    [description !== undefined, 'rebuildServer: description', '2.19'],
  ];
  return all.filter(([used]) => used).map(([, what, microversion]) => [what, microversion]);
}

/** The sizes that a server has; `undefined` if its flavor is gone and Nova is too old to tell. */
async function placeOf(
  session: Session,
  server: Server,
  signal: AbortSignal | undefined,
): Promise<Place | undefined> {
  const { id, name, ram, disk } = server.flavor;
  // The size of a volume is Cinder's business.
  const isOnVolume = server.image === null;
  if (ram !== null && disk !== null)
    return { label: `the flavor ${name ?? ''}`.trimEnd(), ram, disk: isOnVolume ? 0 : disk };
  if (id === null) return undefined;
  try {
    const flavor = await getFlavor(session, id, { signal });
    return { label: `the flavor ${flavor.name}`, ram: flavor.ram, disk: isOnVolume ? 0 : flavor.disk };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function toUserDataOrNull(data: string | Uint8Array | null): string | null {
  return data === null ? null : toUserData('rebuildServer', data);
}

/** Rebuilds a server from an image, which is looked at first. */
export async function rebuildServer(
  session: Session,
  ref: ServerRef,
  options: RebuildServerOptions,
): Promise<NewServer> {
  checkOptions('rebuildServer', options, keys);
  if (options.image === undefined) throw new OptionError('rebuildServer: image is missing');
  const { wait = false, timeout, interval, signal, name, adminPassword, metadata } = options;
  const { description, keyName, userData } = options;
  const id = serverId(ref);
  const telling = await negotiate(session, { what: 'rebuildServer', prefer: '2.47' }, signal);
  const [server, image] = await Promise.all([
    getServer(session, id, { microversion: telling, signal }),
    imageFor(session, 'rebuildServer', options.image, signal),
  ]);
  checkFit('rebuildServer', image, await placeOf(session, server, signal));
  const newest = newestRequirement(requirements(server, options));
  const need = { what: newest?.[0] ?? 'rebuildServer', least: newest?.[1] };
  const microversion = await negotiate(session, need, signal);
  const rebuild = {
    imageRef: image.id,
    ...(name !== undefined && { name }),
    ...(adminPassword !== undefined && { adminPass: adminPassword }),
    ...(metadata !== undefined && { metadata }),
    ...(description !== undefined && { description }),
    ...(keyName !== undefined && { key_name: keyName }),
    ...(userData !== undefined && { user_data: toUserDataOrNull(userData) }),
  };
  const value = await actForJson(session, id, { rebuild }, { microversion, signal });
  const answer = member(value, 'server');
  const rebuilt = wait ? await waitForServer(session, id, { timeout, interval, signal }) : toServer(answer);
  return { ...rebuilt, ...passwordIn(answer) };
}
