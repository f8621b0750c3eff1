import { releases } from '../releases.ts';
import type { Release, ReleaseName } from '../releases.ts';

/** The cloud a run is about, as `OSTK_CONFORMANCE` names it. */
export interface Target {
  /** `devcloud`, `devcloud-zed`, `zed`, …: also the prefix of its entries in clouds.yaml, but for an embedded one. */
  readonly name: string;
  /** Whether the cloud is a devcloud that the harness starts itself. */
  readonly embedded: boolean;
  readonly release: Release;
}

/** Reads a target's name: a release for a real cloud, `devcloud` or `devcloud-RELEASE` for an embedded one. */
export function parseTarget(name: string): Target {
  const embedded = name === 'devcloud' || name.startsWith('devcloud-');
  const release = name === 'devcloud' ? 'epoxy' : name.replace(/^devcloud-/, '');
  if (!isReleaseName(release)) {
    const known = Object.keys(releases).flatMap((each) => [`devcloud-${each}`, each]);
    throw new Error(`OSTK_CONFORMANCE=${name} is none of devcloud, ${known.join(', ')}`);
  }
  return { name, embedded, release: releases[release] };
}

function isReleaseName(name: string): name is ReleaseName {
  return Object.hasOwn(releases, name);
}
