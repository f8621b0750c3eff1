import type { TokenStore } from '../keystone/tokens.ts';
import type { ReleaseProfile } from '../releases/release.ts';
import type { BlobStore } from './blob-store.ts';
import type { Image } from './image.ts';
import type { WebDownload } from './imports/uri-filter.ts';
import type { Jobs } from './jobs.ts';
import type { Metadefs } from './metadefs/model.ts';
import type { Limits } from './project-limits.ts';
import type { Task } from './tasks/task.ts';

/** Data in the image cache. Times are microseconds since the epoch. */
export interface CacheEntry {
  readonly id: number;
  readonly hits: number;
  readonly cachedAt: number;
  readonly usedAt: number;
}

/** What every part of Glance works on. */
export interface Glance {
  readonly release: ReleaseProfile;
  readonly tokens: TokenStore;
  /** All images ever made, deleted ones included, in the order of their creation. */
  readonly images: Map<string, Image>;
  readonly blobs: BlobStore;
  /** Images whose data lie in the image cache: from the second full download on. */
  readonly cached: Map<string, CacheEntry>;
  readonly metadefs: Metadefs;
  /** All tasks ever made, in the order of their creation. */
  readonly tasks: Map<string, Task>;
  readonly jobs: Jobs;
  readonly webDownload: WebDownload;
  /** What a project may have; undefined when nothing is limited, and then nothing is told either. */
  readonly limits: Limits | undefined;
  /** The number of the next row of whatever is numbered. */
  readonly nextId: () => number;
  /** Images whose data are to come into the image cache. */
  readonly cacheQueue: Set<string>;
  /** Microseconds since the epoch, strictly rising. */
  readonly now: () => number;
  /** URL of the API, without `/v2` and without a final slash. */
  readonly url: string;
  /** URL of Keystone without `/v3`, as the challenge of a 401 names it. */
  readonly identityUrl: string;
}

/** The ways in which this cloud imports images. */
export const importMethods: readonly string[] = ['glance-direct', 'web-download', 'copy-image'];

/** Where data lie that wait to be imported: not a store that anybody sees. */
export const stagingStore = 'staging';

/** The stores of this cloud, the default one first. */
export const stores: readonly string[] = ['fast', 'cheap'];

/** The limits Glance has by default. */
export const limits = {
  /** Images in a page when the client does not say. */
  defaultPage: 25,
  /** Images in a page at most. */
  largestPage: 1000,
  properties: 128,
  tags: 128,
  members: 128,
} as const;
