import type { Clock } from './clock.ts';
import type { Fault } from './faults/fault.ts';
import type { WebDownload } from './glance/imports/uri-filter.ts';
import type { MetadefSource } from './glance/metadefs/load.ts';
import type { Limits } from './glance/project-limits.ts';
import type { IdentitySeed } from './keystone/seed.ts';
import { isRelease, releases } from './releases/index.ts';
import type { Release } from './releases/index.ts';

/** How a cloud is started. Everything may be left out. */
export interface DevCloudOptions extends IdentitySeed {
  /** Which OpenStack release to play; `epoxy` by default. */
  readonly release?: Release;
  /** Address to listen on; `127.0.0.1` by default. */
  readonly host?: string;
  /** Port to listen on, for all services; 0 (the default) takes any free one. */
  readonly port?: number;
  /** Faults that are set from the start. */
  readonly faults?: readonly Fault[];
  /** Seconds a token is good for; 3600 by default. */
  readonly tokenLifetime?: number;
  /** Metadata definitions besides the few there are: in Glance's JSON form, or paths of files and folders with it. */
  readonly metadefs?: readonly MetadefSource[];
  /** What web-download may fetch besides what every Glance may, such as a server on this machine. */
  readonly webDownload?: WebDownload;
  /** What each project may have; without it nothing is limited. */
  readonly limits?: Limits;
  /** Milliseconds each step of a server's life takes (building, snapshots, …) on the clock of the cloud; 100 by default. */
  readonly serverStepTime?: number;
  /** Where the time comes from; the machine's clock by default. */
  readonly clock?: Clock;
  /** Closes the cloud when it is aborted. */
  readonly signal?: AbortSignal;
}

const names: Readonly<Record<keyof DevCloudOptions, true>> = {
  release: true,
  host: true,
  port: true,
  projects: true,
  users: true,
  roles: true,
  federation: true,
  faults: true,
  tokenLifetime: true,
  metadefs: true,
  webDownload: true,
  limits: true,
  serverStepTime: true,
  clock: true,
  signal: true,
};

/**
 * Checks options that may come from JavaScript.
 * @throws TypeError that names an option there is not, or that has a wrong value
 */
export function checkOptions(options: DevCloudOptions): void {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(names, name));
  if (unknown !== undefined) {
    throw new TypeError(`Unknown option "${unknown}"; there are ${Object.keys(names).join(', ')}`);
  }
  checkLimits(options.limits ?? {});
  const { release, port, tokenLifetime, serverStepTime } = options;
  if (serverStepTime !== undefined && !(serverStepTime >= 0)) {
    throw new TypeError(
      `Option "serverStepTime" is ${JSON.stringify(serverStepTime)}; it must be a number of milliseconds`,
    );
  }
  if (release !== undefined && !isRelease(release)) {
    const known = Object.keys(releases).join(', ');
    throw new TypeError(`Option "release" is ${JSON.stringify(release)}; it must be one of ${known}`);
  }
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new TypeError(`Option "port" is ${JSON.stringify(port)}; it must be a port number or 0`);
  }
  if (tokenLifetime !== undefined && !(tokenLifetime > 0)) {
    throw new TypeError(
      `Option "tokenLifetime" is ${JSON.stringify(tokenLifetime)}; it must be a number of seconds`,
    );
  }
}

const limitNames: Readonly<Record<keyof Limits, true>> = {
  imageSizeTotal: true,
  imageStageTotal: true,
  imageCountTotal: true,
  imageCountUploading: true,
};

function checkLimits(limits: Limits): void {
  for (const [name, value] of Object.entries(limits)) {
    if (!Object.hasOwn(limitNames, name)) {
      throw new TypeError(`Option "limits" has no "${name}"; it has ${Object.keys(limitNames).join(', ')}`);
    }
    if (!Number.isInteger(value) || Number(value) < 0) {
      throw new TypeError(`Option "limits" has a wrong "${name}": ${JSON.stringify(value)}`);
    }
  }
}
