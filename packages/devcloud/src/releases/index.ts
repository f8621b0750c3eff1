import { epoxy } from './epoxy.ts';
import type { Release, ReleaseProfile } from './release.ts';
import { zed } from './zed.ts';

export type { Release, ReleaseProfile } from './release.ts';

/** All profiles by name. */
export const releases: Readonly<Record<Release, ReleaseProfile>> = { zed, epoxy };

/** Tells whether a text names a release devcloud can play. */
export function isRelease(name: string): name is Release {
  return Object.hasOwn(releases, name);
}
