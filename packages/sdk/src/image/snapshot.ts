import {
  DiscoveryError,
  HttpError,
  NetworkError,
  OptionError,
  ServerError,
  TimeoutError,
} from '../errors.ts';
import { startServerImage } from '../compute/server-image.ts';
import { getServer } from '../compute/servers.ts';
import type { Server, ServerRef } from '../compute/types.ts';
import { waitForServerImage } from '../compute/wait-for-server-image.ts';
import type { Session } from '../http/session.ts';
import { checkNumber, checkOptions, type KeysOf } from '../options.ts';
import { waitOptionKeys, type WaitOptions } from '../resource/wait.ts';
import { ownProject } from './call.ts';
import { type CleanupReport, deleteImages } from './cleanup.ts';
import { deleteImage, listImages } from './images.ts';
import { withLeftover } from './new-image.ts';
import type { Image } from './types.ts';

/** A snapshot of a server, and how many are kept. */
export interface SnapshotServerOptions extends WaitOptions {
  readonly name: string;
  /**
   * How many snapshots of this server are kept, this one included; by default all. Only those that `snapshotServer`
   * made are counted and deleted, whatever they are called, and only when the new one is active.
   */
  readonly keep?: number | undefined;
  /** Properties of the image, beside those that Nova sets itself. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Leave the image there if it could not be finished; by default it is deleted. */
  readonly keepFailed?: boolean | undefined;
}

/** A snapshot that was made, and what became of older ones. */
export interface ServerSnapshot extends CleanupReport {
  /** The snapshot; it is active. */
  readonly image: Image;
}

const keys: KeysOf<SnapshotServerOptions> = {
  ...waitOptionKeys,
  name: true,
  keep: true,
  metadata: true,
  keepFailed: true,
};

/**
 * The property by which snapshots of our own are known: the server's id, then one of this snapshot. The id is not left
 * to Nova's `instance_uuid` alone: what is booted from a snapshot hands its properties on to snapshots of its own.
 */
const markerProperty = 'ostk_snapshot';

/** Milliseconds for deleting what could not be finished. */
const cleanUpLimit = 30_000;

/** Whether Nova may have begun although it did not say so. */
function isLost(error: unknown): boolean {
  if (error instanceof NetworkError || error instanceof TimeoutError) return !error.beforeSending;
  return error instanceof ServerError || error instanceof DiscoveryError;
}

/** An image of a server that is made for one call, and is not left behind if that fails. */
export class OwnSnapshot {
  readonly #session: Session;
  readonly #server: Server;
  readonly #name: string;
  readonly #metadata: Readonly<Record<string, string>>;
  readonly #marker: string;
  #id: string | undefined;
  #mayExist = false;

  constructor(session: Session, server: Server, image: Pick<SnapshotServerOptions, 'name' | 'metadata'>) {
    this.#session = session;
    this.#server = server;
    this.#name = image.name;
    this.#marker = `${server.id}:${crypto.randomUUID()}`;
    this.#metadata = { ...image.metadata, [markerProperty]: this.#marker };
  }

  /** Makes it, and answers it when it is active. */
  async take(patience: WaitOptions): Promise<Image> {
    const { signal } = patience;
    this.#id = await this.#start(signal);
    signal?.throwIfAborted();
    return waitForServerImage(this.#session, this.#server, this.#id, patience);
  }

  async #start(signal: AbortSignal | undefined): Promise<string> {
    const action = { createImage: { name: this.#name, metadata: this.#metadata } };
    this.#mayExist = true;
    try {
      return await startServerImage(this.#session, this.#server.id, action, signal);
    } catch (error) {
      if (error instanceof HttpError && error.status < 500) this.#mayExist = false;
      // An answer that is lost is no failure if the image is there.
      const id = isLost(error) ? await this.#find(signal) : undefined;
      if (id === undefined) throw error;
      return id;
    }
  }

  async #find(signal: AbortSignal | undefined): Promise<string | undefined> {
    const properties = { [markerProperty]: this.#marker };
    const found = await listImages(this.#session, { properties, signal, maxItems: 2 }).toArray();
    return found.find((image) => image.properties[markerProperty] === this.#marker)?.id;
  }

  /** Deletes it; what stopped the snapshot does not stop this. */
  async discard(): Promise<void> {
    if (!this.#mayExist) return;
    const signal = AbortSignal.timeout(cleanUpLimit);
    this.#id ??= await this.#find(signal);
    if (this.#id !== undefined) await deleteImage(this.#session, this.#id, { ignoreMissing: true, signal });
  }

  /** The error of a call that failed, after the snapshot was deleted; it tells if that failed as well. */
  async discardAfter(error: unknown): Promise<unknown> {
    try {
      await this.discard();
    } catch (cleanUpError) {
      return withLeftover(error, this.#id ?? `called ${this.#name}`, cleanUpError);
    }
    return error;
  }
}

/** Those of the older snapshots of our own that are too many. */
async function surplus(
  session: Session,
  server: Server,
  image: Image,
  keep: number,
  signal: AbortSignal | undefined,
): Promise<readonly Image[]> {
  const owner = await ownProject(session, signal);
  const properties = { instance_uuid: server.id, image_type: 'snapshot' };
  const query = { owner, status: 'active', properties, sort: 'createdAt:desc', signal } as const;
  const older: Image[] = [];
  for await (const found of listImages(session, query)) {
    // A service that does not filter must not cost anybody an image.
    const isOurs = found.properties[markerProperty]?.startsWith(`${server.id}:`) === true;
    if (isOurs && found.owner === owner && found.id !== image.id) older.push(found);
  }
  return older.slice(keep - 1);
}

function checkSnapshot(options: SnapshotServerOptions): void {
  checkOptions('snapshotServer', options, keys);
  const { name, keep, metadata = {} } = options;
  if (name === undefined || name === '') throw new OptionError('snapshotServer: name is missing');
  checkNumber('snapshotServer: keep', keep, 1);
  if (keep !== undefined && !Number.isInteger(keep))
    throw new OptionError(`snapshotServer: keep: ${keep} is not a whole number`);
  if (Object.hasOwn(metadata, markerProperty))
    throw new OptionError(`snapshotServer: metadata: ${markerProperty} is set by snapshotServer itself`);
}

/** Takes a snapshot of a server, waits until it is active, and deletes those that are too many. */
export async function snapshotServer(
  session: Session,
  ref: ServerRef,
  options: SnapshotServerOptions,
): Promise<ServerSnapshot> {
  checkSnapshot(options);
  const { keep, keepFailed = false, timeout, interval, signal } = options;
  const server = await getServer(session, ref, { signal });
  if (keep !== undefined && server.image === null) {
    throw new OptionError(
      `snapshotServer: keep is not for server ${server.id}: its disk is a volume, and deleting an image would leave the volume's snapshots`,
    );
  }
  const snapshot = new OwnSnapshot(session, server, options);
  let image: Image;
  try {
    image = await snapshot.take({ timeout, interval, signal });
  } catch (error) {
    throw keepFailed ? error : await snapshot.discardAfter(error);
  }
  const tooMany = keep === undefined ? [] : await surplus(session, server, image, keep, signal);
  return { image, ...(await deleteImages(session, tooMany, { signal })) };
}
