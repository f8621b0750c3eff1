import type { ServerTask } from '../../faults/fault.ts';
import type { Flavor } from '../flavors/flavor.ts';

/** The state a server rests in. */
export type VmState = 'building' | 'active' | 'stopped' | 'error' | 'deleted';

/** Power states as the hypervisor numbers them. */
export const power = { none: 0, running: 1, shutdown: 4 } as const;

/** What a server keeps of the image it was made from, and hands on to its snapshots. */
export interface BaseImage {
  /** Empty for a volume-backed server. */
  readonly id: string;
  /** The image itself, also when it was made into a volume first. */
  readonly source: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly diskFormat: string | null;
  readonly containerFormat: string | null;
  /** GB: at least the disk of the flavor. */
  readonly minDisk: number;
  /** MB. */
  readonly minRam: number;
}

/** A volume of a server. The cloud has no volume service: nothing else is known of it. */
export interface Volume {
  readonly id: string;
  /** GB. */
  readonly size: number;
  readonly deleteOnTermination: boolean;
}

/** An address on the network that Nova finds by itself. */
export interface Address {
  readonly network: string;
  readonly address: string;
  readonly mac: string;
}

/** Why a server is in error. */
export interface ServerFault {
  readonly code: number;
  readonly message: string;
  /** Microseconds since the epoch. */
  readonly createdAt: number;
}

/** One row of Nova's table of servers. The one mutable thing in Nova. */
export interface Server {
  readonly id: string;
  /** Number of the row: it is in the name the hypervisor knows the server by. */
  readonly number: number;
  readonly reservationId: string;
  readonly launchIndex: number;
  name: string;
  hostname: string;
  description: string | null;
  readonly projectId: string;
  readonly userId: string;
  /** Image the server was asked for; empty when it boots from a volume. */
  imageId: string;
  base: BaseImage;
  readonly flavor: Flavor;
  metadata: Map<string, string>;
  tags: Set<string>;
  keyName: string | null;
  userData: string | null;
  readonly configDrive: boolean;
  diskConfig: 'AUTO' | 'MANUAL';
  accessIPv4: string;
  accessIPv6: string;
  certificates: readonly string[] | null;
  readonly volumes: readonly Volume[];
  readonly addresses: readonly Address[];
  /** Undefined until a host has been found. */
  host: string | undefined;
  vmState: VmState;
  taskState: ServerTask | null;
  powerState: number;
  fault: ServerFault | undefined;
  locked: { readonly byAdmin: boolean; readonly reason: string | null } | undefined;
  /** Microseconds since the epoch, as all times here. */
  readonly createdAt: number;
  updatedAt: number;
  launchedAt: number | undefined;
  terminatedAt: number | undefined;
  deleted: boolean;
}

/** Tells the time, as Nova does. */
interface TimeSource {
  /** Microseconds since the epoch. */
  readonly now: () => number;
}

/** Notes a change on a server. */
export function change(time: TimeSource, server: Server, changes: Partial<Omit<Server, 'id'>>): void {
  Object.assign(server, changes, { updatedAt: time.now() });
}

/** Puts a server in error. */
export function breakServer(time: TimeSource, server: Server, message: string): void {
  const now = time.now();
  change(time, server, {
    vmState: 'error',
    taskState: null,
    fault: { code: 500, message, createdAt: now },
  });
}

/** Whether a server boots from a volume. */
export function isVolumeBacked({ volumes }: Server): boolean {
  return volumes.length > 0;
}
