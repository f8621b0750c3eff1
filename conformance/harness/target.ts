import { releases } from '../releases.ts';
import type { Release, ReleaseName } from '../releases.ts';

/** Parts of the image service that devcloud gets later than its first floor. */
export type Feature = 'import' | 'tasks' | 'deleteFromStore' | 'locations' | 'cache' | 'metadefs';

/** Nothing any more: what comes later to the service is named here until devcloud has it. */
const notYetInDevcloud: ReadonlySet<Feature> = new Set();

/** The cloud a run is about, as `OSTK_CONFORMANCE` names it. */
export interface Target {
  /** `devcloud`, `devcloud-zed`, `zed`, …: also the prefix of its entries in clouds.yaml, but for an embedded one. */
  readonly name: string;
  /** Whether the cloud is a devcloud that the harness starts itself. */
  readonly embedded: boolean;
  readonly release: Release;
  /** What the cloud does not have: nothing is missing on a real one. */
  readonly missing: ReadonlySet<Feature>;
}

/** Reads a target's name: a release for a real cloud, `devcloud` or `devcloud-RELEASE` for an embedded one. */
export function parseTarget(name: string): Target {
  const embedded = name === 'devcloud' || name.startsWith('devcloud-');
  const release = name === 'devcloud' ? 'epoxy' : name.replace(/^devcloud-/, '');
  if (!isReleaseName(release)) {
    const known = Object.keys(releases).flatMap((each) => [`devcloud-${each}`, each]);
    throw new Error(`OSTK_CONFORMANCE=${name} is none of devcloud, ${known.join(', ')}`);
  }
  return { name, embedded, release: releases[release], missing: embedded ? notYetInDevcloud : new Set() };
}

function isReleaseName(name: string): name is ReleaseName {
  return Object.hasOwn(releases, name);
}
