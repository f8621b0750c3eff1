import type { JsonObject } from '../../python/json.ts';

/** When a record was made and changed last: microseconds since the epoch. */
export interface Times {
  readonly createdAt: number;
  /** Null for what came with the cloud and was never touched. */
  updatedAt: number | null;
}

/** A group of properties with a name of its own. */
export interface MetadefObject extends Times {
  readonly id: number;
  name: string;
  description: string | null;
  required: readonly string[];
  /** Properties by name, in the form they are shown in. */
  properties: JsonObject;
}

/** A property of a namespace. */
export interface MetadefProperty {
  readonly id: number;
  name: string;
  /** In the form it is shown in; has a name only where one was given. */
  schema: JsonObject;
}

/** A tag of a namespace. */
export interface MetadefTag extends Times {
  readonly id: number;
  name: string;
}

/** That the properties of a namespace are for resources of a type. */
export interface Association extends Times {
  readonly name: string;
  readonly prefix: string | null;
  readonly propertiesTarget: string | null;
}

/** A namespace with all that is in it. */
export interface Namespace extends Times {
  readonly id: number;
  name: string;
  displayName: string | null;
  description: string | null;
  visibility: string;
  protected: boolean;
  owner: string | null;
  associations: Association[];
  properties: MetadefProperty[];
  objects: MetadefObject[];
  tags: MetadefTag[];
}

/** A type of resources that namespaces are made for. */
export interface ResourceType extends Times {
  readonly name: string;
}

/** All metadata definitions of a cloud. */
export interface Metadefs {
  /** In the order of their creation. */
  namespaces: Namespace[];
  readonly resourceTypes: ResourceType[];
  /** The next id of whatever is made next. */
  readonly nextId: () => number;
}

/** The resource types every Glance knows from its first start. */
const seededTypes = [
  'OS::Glance::Image',
  'OS::Cinder::Volume',
  'OS::Nova::Server',
  'OS::Nova::Aggregate',
  'OS::Nova::Flavor',
  'OS::Trove::Instance',
];

/** Metadata definitions without a namespace. @param now microseconds since the epoch */
export function emptyMetadefs(now: () => number): Metadefs {
  let last = 0;
  const resourceTypes = seededTypes.map((name) => ({ name, createdAt: now(), updatedAt: null }));
  return { namespaces: [], resourceTypes, nextId: () => (last += 1) };
}

/** Makes sure a resource type is known, as naming it in an association does. */
export function ensureResourceType({ resourceTypes }: Metadefs, name: string, now: number): void {
  if (resourceTypes.some((type) => type.name === name)) return;
  resourceTypes.push({ name, createdAt: now, updatedAt: now });
}
