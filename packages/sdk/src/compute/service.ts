import type { MicroversionRange } from '../catalog/versions.ts';
import type { Session } from '../http/session.ts';
import { callKeys, type RemoveOptions } from '../image/call.ts';
import type { CallOptions, Image, ImageRef } from '../image/types.ts';
import { checkOptions } from '../options.ts';
import { Paginator } from '../resource/paginator.ts';
import type { WaitOptions } from '../resource/wait.ts';
import { readKeys } from './call.ts';
import type { CreateServerOptions, NewServer } from './create.ts';
import type { NewKeypair } from './keypairs.ts';
import { flavorQuery, serverQuery } from './query.ts';
import type { RebuildServerOptions } from './rebuild.ts';
import type { BackupServerOptions, CreateServerImageOptions } from './server-image.ts';
import type { DeleteServerOptions } from './delete.ts';
import type {
  Flavor,
  FlavorQuery,
  FlavorRef,
  Keypair,
  ReadOptions,
  Server,
  ServerQuery,
  ServerRef,
} from './types.ts';
import type { WaitForServerOptions } from './wait.ts';

/**
 * The Compute service (Nova, API v2.1) of a cloud, as far as images need it: what they are used for, and what they are
 * made of. Every call takes a server or its id, and asks for the lowest microversion that will do.
 *
 * Every call can throw what {@link OstkError} is the root of; what is named at a call comes in addition.
 */
export class ComputeService {
  readonly #session: Session;

  // Each area is imported by its calls: a program that does not use it does not pay for it.

  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * Lists the servers of this project, page by page, as they are iterated. `GET /servers/detail`.
   *
   * @throws OptionError at once for a filter that does not exist; MicroversionError for one that the cloud is too old
   *   for.
   */
  servers(query: ServerQuery = {}): Paginator<Server> {
    serverQuery(query);
    return new Paginator(async () => {
      const { listServers } = await import('./servers.ts');
      return listServers(this.#session, query);
    }, query.maxItems);
  }

  /**
   * Gets a server by its id. `GET /servers/{id}`.
   *
   * @throws NotFound if there is no such server, or this project may not see it.
   */
  async getServer(server: ServerRef, options: ReadOptions = {}): Promise<Server> {
    checkOptions('getServer', options, readKeys);
    const { getServer } = await import('./servers.ts');
    return getServer(this.#session, server, options);
  }

  /**
   * Finds a server of this project by its id or its exact name. `GET /servers/{id}`, `GET /servers/detail`.
   *
   * @returns `undefined` if there is none.
   * @throws AmbiguousNameError if more than one carries the name; it lists them.
   */
  async findServer(nameOrId: string, options: ReadOptions = {}): Promise<Server | undefined> {
    checkOptions('findServer', options, readKeys);
    const { findServer } = await import('./servers.ts');
    return findServer(this.#session, nameOrId, options);
  }

  /**
   * Makes a server from an image, which is looked at first: whether this project sees it, it is active, and its
   * `minDisk`, `minRam` and size fit the flavor. `POST /servers`.
   *
   * The request is sent once: if its answer is lost, there may be a server nevertheless. A server that does not come up
   * stays.
   *
   * @throws OptionError that says all that does not fit; NotFound if there is no such image or flavor; Forbidden if a
   *   quota is used up. With `wait`: StateError with Nova's reason if the server goes to `ERROR`; TimeoutError.
   */
  async createServer(options: CreateServerOptions): Promise<NewServer> {
    const { createServer } = await import('./create.ts');
    return createServer(this.#session, options);
  }

  /**
   * Overwrites the disk of a server with an image, which is looked at first as `createServer` does. What was on the
   * disk is lost. `POST /servers/{id}/action` (`rebuild`).
   *
   * @throws OptionError that says all that does not fit; Conflict if another task is under way. With `wait`: StateError
   *   with Nova's reason if the server goes to `ERROR`; TimeoutError.
   */
  async rebuildServer(server: ServerRef, options: RebuildServerOptions): Promise<NewServer> {
    const { rebuildServer } = await import('./rebuild.ts');
    return rebuildServer(this.#session, server, options);
  }

  /**
   * Deletes a server. `DELETE /servers/{id}`; with `force`, `POST /servers/{id}/action` (`forceDelete`).
   *
   * @throws NotFound if there is none, unless `ignoreMissing` is set; Conflict if it is locked. With `wait`:
   *   TimeoutError.
   */
  async deleteServer(server: ServerRef, options: DeleteServerOptions = {}): Promise<void> {
    const { deleteServer } = await import('./delete.ts');
    return deleteServer(this.#session, server, options);
  }

  /**
   * Waits until a server has a status, `ACTIVE` by default. `GET /servers/{id}`.
   *
   * @throws StateError if that cannot be expected any more, with Nova's reason: it is in `ERROR`, or was deleted.
   *   TimeoutError when the time is up.
   */
  async waitForServer(server: ServerRef, options: WaitForServerOptions = {}): Promise<Server> {
    const { waitForServer } = await import('./wait.ts');
    return waitForServer(this.#session, server, options);
  }

  /** Waits until a server is gone. `GET /servers/{id}`; throws a TimeoutError when the time is up. */
  async waitForServerDeletion(server: ServerRef, options: WaitOptions = {}): Promise<void> {
    const { waitForServerDeletion } = await import('./wait.ts');
    return waitForServerDeletion(this.#session, server, options);
  }

  /**
   * Makes an image of a server's disk; the answer is the image as it is then: `queued`, or with `wait` as active. Of a
   * server whose disk is a volume, Cinder makes a snapshot, and the image names it and holds no data
   * ({@link isVolumeBacked}). `POST /servers/{id}/action` (`createImage`).
   *
   * @throws Conflict if another task is under way. With `wait`: as `waitForServerImage`; the image stays.
   */
  async createServerImage(server: ServerRef, options: CreateServerImageOptions): Promise<Image> {
    const { createServerImage } = await import('./server-image.ts');
    return createServerImage(this.#session, server, options);
  }

  /**
   * Makes an image of a server's disk, as `createServerImage` does, and has Nova delete the oldest images of this kind.
   * Not for servers whose disk is a volume. `POST /servers/{id}/action` (`createBackup`).
   *
   * @throws as `createServerImage`; BadRequest if its disk is a volume.
   */
  async backupServer(server: ServerRef, options: BackupServerOptions): Promise<Image> {
    const { backupServer } = await import('./server-image.ts');
    return backupServer(this.#session, server, options);
  }

  /**
   * Waits until the image that a server is made into is active, and the server ready for more. Image and server are
   * followed together. `GET /servers/{id}`, `GET /v2/images/{id}`.
   *
   * @throws StateError with the reason if that cannot be expected any more: the image was deleted or killed, the server
   *   is in `ERROR` or was deleted, or it is done with the task and there are no data. TimeoutError when the time is up.
   */
  async waitForServerImage(server: ServerRef, image: ImageRef, options: WaitOptions = {}): Promise<Image> {
    const { waitForServerImage } = await import('./wait-for-server-image.ts');
    return waitForServerImage(this.#session, server, image, options);
  }

  /** Lists the flavors that this project may use, page by page, as they are iterated. `GET /flavors/detail`. */
  flavors(query: FlavorQuery = {}): Paginator<Flavor> {
    flavorQuery(query);
    return new Paginator(async () => {
      const { listFlavors } = await import('./flavors.ts');
      return listFlavors(this.#session, query);
    }, query.maxItems);
  }

  /** Gets a flavor by its id. `GET /flavors/{id}`. */
  async getFlavor(flavor: FlavorRef, options: ReadOptions = {}): Promise<Flavor> {
    checkOptions('getFlavor', options, readKeys);
    const { getFlavor } = await import('./flavors.ts');
    return getFlavor(this.#session, flavor, options);
  }

  /**
   * Finds a flavor by its id or its exact name. `GET /flavors/{id}`, `GET /flavors/detail`.
   *
   * @returns `undefined` if there is none.
   */
  async findFlavor(nameOrId: string, options: ReadOptions = {}): Promise<Flavor | undefined> {
    checkOptions('findFlavor', options, readKeys);
    const { findFlavor } = await import('./flavors.ts');
    return findFlavor(this.#session, nameOrId, options);
  }

  /** Lists the key pairs of this user, as they are iterated. `GET /os-keypairs`. */
  keypairs(options: CallOptions = {}): Paginator<Keypair> {
    checkOptions('keypairs', options, callKeys);
    return new Paginator(async () => {
      const { listKeypairs } = await import('./keypairs.ts');
      return listKeypairs(this.#session, options);
    });
  }

  /** Gets a key pair by its name. `GET /os-keypairs/{name}`. */
  async getKeypair(name: string, options: ReadOptions = {}): Promise<Keypair> {
    checkOptions('getKeypair', options, readKeys);
    const { getKeypair } = await import('./keypairs.ts');
    return getKeypair(this.#session, name, options);
  }

  /** Finds a key pair by its name; `undefined` if there is none. `GET /os-keypairs/{name}`. */
  async findKeypair(name: string, options: CallOptions = {}): Promise<Keypair | undefined> {
    const { findKeypair } = await import('./keypairs.ts');
    return findKeypair(this.#session, name, options);
  }

  /**
   * Tells Nova a public key of this user, for new servers. `POST /os-keypairs`.
   *
   * @throws Conflict if there is one of this name; BadRequest if it is no key.
   */
  async createKeypair(options: NewKeypair): Promise<Keypair> {
    const { createKeypair } = await import('./keypairs.ts');
    return createKeypair(this.#session, options);
  }

  /**
   * Has Nova forget a key pair. `DELETE /os-keypairs/{name}`.
   *
   * @throws NotFound if there is none, unless `ignoreMissing` is set.
   */
  async deleteKeypair(name: string, options: RemoveOptions = {}): Promise<void> {
    const { deleteKeypair } = await import('./keypairs.ts');
    return deleteKeypair(this.#session, name, options);
  }

  /** The microversions that this cloud speaks; `undefined` if it does not say. `GET /v2.1/`. */
  async microversions(options: CallOptions = {}): Promise<MicroversionRange | undefined> {
    checkOptions('microversions', options, callKeys);
    return this.#session.microversions('compute', options);
  }
}
