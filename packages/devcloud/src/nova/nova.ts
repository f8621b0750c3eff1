import type { Clock } from '../clock.ts';
import type { Glance } from '../glance/glance.ts';
import type { Jobs } from '../glance/jobs.ts';
import type { Directory } from '../keystone/directory.ts';
import type { TokenStore } from '../keystone/tokens.ts';
import type { ReleaseProfile } from '../releases/release.ts';
import type { Flavor } from './flavors/flavor.ts';
import type { Keypair } from './keypairs/keypair.ts';
import type { Server } from './servers/server.ts';

/** What every part of Nova works on. */
export interface Nova {
  readonly release: ReleaseProfile;
  readonly tokens: TokenStore;
  readonly directory: Directory;
  /** The image service of the same cloud: Nova reads images from it and puts snapshots into it. */
  readonly glance: Glance;
  /** All servers ever made, deleted ones included, in the order of their creation. */
  readonly servers: Map<string, Server>;
  /** By id. */
  readonly flavors: Map<string, Flavor>;
  /** In the order of their creation. */
  readonly keypairs: Keypair[];
  readonly jobs: Jobs;
  readonly clock: Clock;
  /** Milliseconds each step of a server's life takes. */
  readonly stepTime: number;
  /** The number of the next row of whatever is numbered. */
  readonly nextId: () => number;
  /** Microseconds since the epoch, strictly rising. */
  readonly now: () => number;
  /** URL of Keystone without `/v3`, as the challenge of a 401 names it. */
  readonly identityUrl: string;
}

/** The one host of the cloud. */
export const host = 'devcloud';

/** The one availability zone. */
export const zone = 'nova';

/** Items in a page at most, and when the client does not say. */
export const largestPage = 1000;
