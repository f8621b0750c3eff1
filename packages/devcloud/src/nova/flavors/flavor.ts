/** A flavor: what a server has of everything. */
export interface Flavor {
  readonly id: string;
  readonly name: string;
  /** MB. */
  readonly ram: number;
  /** GB; 0 for as much as the image takes. */
  readonly disk: number;
  readonly vcpus: number;
  /** MB. */
  readonly swap: number;
  /** GB. */
  readonly ephemeral: number;
  readonly rxtxFactor: number;
  readonly isPublic: boolean;
  readonly description: string | null;
  readonly extraSpecs: Map<string, string>;
  /** Projects that may use it though it is not public. */
  readonly access: Set<string>;
  /** Microseconds since the epoch. */
  readonly createdAt: number;
}

/** What a flavor is made from; what is not named takes Nova's default. */
export type FlavorSeed = Pick<Flavor, 'id' | 'name' | 'ram' | 'disk' | 'vcpus'> & Partial<Flavor>;

/** A new flavor. @param now microseconds since the epoch */
export function flavorFrom(seed: FlavorSeed, now: number): Flavor {
  return {
    swap: 0,
    ephemeral: 0,
    rxtxFactor: 1,
    isPublic: true,
    description: null,
    extraSpecs: new Map(),
    access: new Set(),
    createdAt: now,
    ...seed,
  };
}

/** The flavors a cloud begins with. */
export function seedFlavors(now: () => number): Map<string, Flavor> {
  const seeds: readonly FlavorSeed[] = [
    { id: 'nano', name: 'm1.nano', ram: 64, disk: 1, vcpus: 1 },
    { id: '1', name: 'm1.tiny', ram: 512, disk: 1, vcpus: 1 },
    { id: '2', name: 'm1.small', ram: 2048, disk: 20, vcpus: 1 },
  ];
  return new Map(seeds.map((seed) => [seed.id, flavorFrom(seed, now())]));
}

/** A flavor the caller may see. @returns undefined when there is none for her */
export function visibleFlavor(
  flavors: ReadonlyMap<string, Flavor>,
  caller: { readonly isAdmin: boolean; readonly projectId: string },
  id: string,
): Flavor | undefined {
  const flavor = flavors.get(id);
  if (flavor === undefined) return undefined;
  return flavor.isPublic || caller.isAdmin || flavor.access.has(caller.projectId) ? flavor : undefined;
}
