/** The OpenStack releases the suite knows. */
export type ReleaseName = 'zed' | 'epoxy';

/** What a client can tell one release from another by. Everything the suite does not find here holds on all of them. */
export interface Release {
  readonly name: ReleaseName;
}

/** All differences between releases, as data. */
export const releases: Readonly<Record<ReleaseName, Release>> = {
  zed: { name: 'zed' },
  epoxy: { name: 'epoxy' },
};
