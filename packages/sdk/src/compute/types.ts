import type { CallOptions } from '../image/types.ts';

/** The states of a server; a service may know others. */
export type ServerStatus =
  | 'ACTIVE'
  | 'BUILD'
  | 'DELETED'
  | 'ERROR'
  | 'HARD_REBOOT'
  | 'MIGRATING'
  | 'PASSWORD'
  | 'PAUSED'
  | 'REBOOT'
  | 'REBUILD'
  | 'RESCUE'
  | 'RESIZE'
  | 'REVERT_RESIZE'
  | 'SHELVED'
  | 'SHELVED_OFFLOADED'
  | 'SHUTOFF'
  | 'SOFT_DELETED'
  | 'SUSPENDED'
  | 'UNKNOWN'
  | 'VERIFY_RESIZE';

/** One of a server's addresses in a network. */
export interface ServerAddress {
  readonly address: string;
  /** 4 or 6. */
  readonly version: number;
  /** `fixed` or `floating`. */
  readonly type: string | null;
  readonly macAddress: string | null;
}

/** Why a server is in error, in Nova's own words. */
export interface ServerFault {
  readonly code: number;
  readonly message: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

/**
 * The flavor of a server. Up to microversion 2.46 Nova tells its id and nothing else; from 2.47 on it tells all the
 * rest, as it was when the server was made, but not the id.
 */
export interface ServerFlavor {
  readonly id: string | null;
  readonly name: string | null;
  /** In MiB. */
  readonly ram: number | null;
  readonly vcpus: number | null;
  /** The root disk in GiB; 0 takes the size of the image. */
  readonly disk: number | null;
}

/**
 * A server: plain data, safe to clone and to serialise. Attributes have openstacksdk's names in camelCase.
 *
 * Stands for the `server` entity of the Compute API v2.1. What Nova tells only from a later microversion on is `null`
 * unless one is asked for (`microversion`).
 */
export interface Server {
  readonly id: string;
  readonly name: string;
  readonly status: ServerStatus | (string & {});
  /** What Nova is doing with it, such as `image_uploading`; `null` if nothing. */
  readonly taskState: string | null;
  readonly vmState: string | null;
  /** Of the machine, as a number: 1 running, 3 paused, 4 shut down, 6 crashed, 7 suspended, 0 not known. */
  readonly powerState: number | null;
  /** What it was made from; `null` for a server whose disk is a volume. */
  readonly image: { readonly id: string } | null;
  readonly flavor: ServerFlavor;
  /** By the name of the network. */
  readonly addresses: Readonly<Record<string, readonly ServerAddress[]>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly projectId: string;
  readonly userId: string;
  readonly keyName: string | null;
  readonly availabilityZone: string | null;
  readonly hasConfigDrive: boolean;
  /** The names of its security groups. */
  readonly securityGroups: readonly string[];
  /** The ids of its volumes. */
  readonly attachedVolumes: readonly string[];
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
  /** ISO 8601, UTC; `null` as long as it was never up. */
  readonly launchedAt: string | null;
  /** Only of a server in error. */
  readonly fault: ServerFault | null;
  /** The host it runs on, for administrators. */
  readonly computeHost: string | null;
  /** From microversion 2.9 on. */
  readonly isLocked: boolean | null;
  /** From microversion 2.19 on. */
  readonly description: string | null;
  /** From microversion 2.26 on. */
  readonly tags: readonly string[] | null;
}

/** A server, or the id of one. */
export type ServerRef = string | { readonly id: string };

/** A size of servers. Stands for the `flavor` entity of the Compute API v2.1. */
export interface Flavor {
  readonly id: string;
  readonly name: string;
  /** In MiB. */
  readonly ram: number;
  readonly vcpus: number;
  /** The root disk in GiB; 0 takes the size of the image. */
  readonly disk: number;
  /** A second disk in GiB. */
  readonly ephemeral: number;
  /** In MiB. */
  readonly swap: number;
  readonly rxtxFactor: number;
  readonly isPublic: boolean;
  readonly isDisabled: boolean;
  /** From microversion 2.55 on. */
  readonly description: string | null;
  /** From microversion 2.61 on. */
  readonly extraSpecs: Readonly<Record<string, string>> | null;
}

/** A flavor, or the id of one. */
export type FlavorRef = string | { readonly id: string };

/** A public key that servers can be made with. Stands for the `keypair` entity of the Compute API v2.1. */
export interface Keypair {
  readonly name: string;
  readonly fingerprint: string;
  readonly publicKey: string;
  /** `ssh` or `x509`; from microversion 2.2 on. */
  readonly type: string | null;
}

/** What calls take that read. */
export interface ReadOptions extends CallOptions {
  /** Ask for this microversion, such as `2.47`, for what is told from it on; by default the lowest that will do. */
  readonly microversion?: string | undefined;
}

/** An attribute that servers can be sorted by. */
export type ServerSortKey = 'name' | 'status' | 'id' | 'createdAt' | 'updatedAt' | 'hostname' | 'launchedAt';

/** How servers are sorted: each key ascending unless `:desc` follows. */
export type ServerSort = ServerSortKey | `${ServerSortKey}:asc` | `${ServerSortKey}:desc`;

/**
 * Which servers to list; filters are combined with "and", and every one is applied by the service.
 *
 * Stands for the query parameters of `GET /servers/detail`. A filter that needs a later microversion asks for it.
 */
export interface ServerQuery extends ReadOptions {
  /** A part of the name; Nova takes it for a regular expression. */
  readonly name?: string | undefined;
  readonly status?: ServerStatus | undefined;
  /** The id of the image that they were made from. */
  readonly image?: string | undefined;
  /** The id of their flavor. */
  readonly flavor?: string | undefined;
  /** A part of an IPv4 address; Nova takes it for a regular expression. */
  readonly ip?: string | undefined;
  /** The name of their key pair (microversion 2.83). */
  readonly keyName?: string | undefined;
  /** Their availability zone (microversion 2.83). */
  readonly availabilityZone?: string | undefined;
  /** The id of the user that made them (microversion 2.83). */
  readonly userId?: string | undefined;
  /** Tags that a server must have, all of them (microversion 2.26). */
  readonly tags?: string | readonly string[] | undefined;
  /** Tags of which a server must have one (microversion 2.26). */
  readonly tagsAny?: string | readonly string[] | undefined;
  /** Whether they are locked (microversion 2.73). */
  readonly isLocked?: boolean | undefined;
  /** Those that changed at this time or later; deleted ones are listed, too. A `Date` or ISO 8601. */
  readonly changesSince?: Date | string | undefined;
  /** Those that changed at this time or before (microversion 2.66). */
  readonly changesBefore?: Date | string | undefined;
  /** Of all projects, for administrators. */
  readonly allProjects?: boolean | undefined;
  /** Of another project, by its id, for administrators. */
  readonly projectId?: string | undefined;
  /** By default, newest first. */
  readonly sort?: ServerSort | readonly ServerSort[] | undefined;
  /** Servers on a page; the service has a limit of its own as well. */
  readonly limit?: number | undefined;
  /** Servers in all, at most. */
  readonly maxItems?: number | undefined;
  /** The id of the server after which the list begins. */
  readonly marker?: string | undefined;
}

/** Which flavors to list. Stands for the query parameters of `GET /flavors/detail`. */
export interface FlavorQuery extends ReadOptions {
  /** `false` lists those that are not public, `'all'` both, for administrators. */
  readonly isPublic?: boolean | 'all' | undefined;
  /** With a root disk of at least so many GiB. */
  readonly minDisk?: number | undefined;
  /** With memory of at least so many MiB. */
  readonly minRam?: number | undefined;
  /** Flavors on a page. */
  readonly limit?: number | undefined;
  /** Flavors in all, at most. */
  readonly maxItems?: number | undefined;
  /** The id of the flavor after which the list begins. */
  readonly marker?: string | undefined;
}
