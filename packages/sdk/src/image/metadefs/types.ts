import type { JsonRecord } from '../../json.ts';

/** The kinds of value that a property can have. */
export type MetadefType = 'array' | 'boolean' | 'integer' | 'number' | 'object' | 'string';

/** What a property's value may be: a JSON schema with what Glance lets it say. */
export interface MetadefPropertySchema {
  readonly title: string;
  readonly type: MetadefType | (string & {});
  readonly description?: string;
  /** Such as `<or>`: how it may be compared. */
  readonly operators?: readonly string[];
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** A regular expression. */
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly readonly?: boolean;
  /** Glance keeps it as text, whatever it was. */
  readonly default?: unknown;
  /** Of a list's items. */
  readonly items?: JsonRecord;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly additionalItems?: boolean;
}

/** A property by itself. Stands for the `property` entity of the metadata definitions. */
export interface MetadefProperty extends MetadefPropertySchema {
  readonly name: string;
}

/** What a property is to be changed to: `undefined` leaves a part, `null` takes it away. */
export type MetadefPropertyChanges = {
  readonly [Key in keyof MetadefPropertySchema]?: MetadefPropertySchema[Key] | null | undefined;
} & {
  /** A new name. */
  readonly name?: string | undefined;
};

/** Properties by their names. */
export type MetadefProperties = Readonly<Record<string, MetadefPropertySchema>>;

/** Properties that belong together. Stands for the `object` entity of the metadata definitions. */
export interface MetadefObject {
  readonly name: string;
  readonly description: string | null;
  /** The names of the properties that must be given. */
  readonly required: readonly string[];
  readonly properties: MetadefProperties;
  /** ISO 8601, UTC. */
  readonly createdAt: string | null;
  /** ISO 8601, UTC. */
  readonly updatedAt: string | null;
}

/** An object to create. */
export interface NewMetadefObject {
  readonly name: string;
  readonly description?: string | undefined;
  readonly required?: readonly string[] | undefined;
  readonly properties?: MetadefProperties | undefined;
}

/** What an object is to be changed to: `undefined` leaves a part, `null` takes it away. */
export interface MetadefObjectChanges {
  /** A new name. */
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  /** All required properties. */
  readonly required?: readonly string[] | undefined;
  /** Properties to set, each as a whole, or with `null` to remove; those that are not named stay. */
  readonly properties?: Readonly<Record<string, MetadefPropertySchema | null>> | undefined;
}

/** A tag of a namespace. Stands for the `tag` entity of the metadata definitions. */
export interface MetadefTag {
  readonly name: string;
  /** ISO 8601, UTC; `null` in lists. */
  readonly createdAt: string | null;
  /** ISO 8601, UTC; `null` in lists. */
  readonly updatedAt: string | null;
}

/** A kind of resource that has properties, such as `OS::Glance::Image`. */
export interface MetadefResourceType {
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string | null;
  /** ISO 8601, UTC. */
  readonly updatedAt: string | null;
}

/** That the properties of a namespace are meant for a kind of resource. */
export interface NewResourceTypeAssociation {
  /** The kind of resource. */
  readonly name: string;
  /** What comes before a property's name there, such as `hw_`. */
  readonly prefix?: string | undefined;
  /** Where a resource has several sets of properties, which of them: `image` or `user` of a volume. */
  readonly propertiesTarget?: string | undefined;
}

/** Stands for the `resource_type_association` entity of the metadata definitions. */
export interface ResourceTypeAssociation extends MetadefResourceType {
  readonly prefix: string | null;
  readonly propertiesTarget: string | null;
}

/** A namespace, as lists have it. Stands for the `namespace` entity of the metadata definitions. */
export interface MetadefNamespace {
  /** Its name, unique in the cloud, such as `OS::Compute::Watchdog`. */
  readonly namespace: string;
  readonly displayName: string | null;
  readonly description: string | null;
  readonly visibility: 'public' | 'private' | (string & {});
  /** It cannot be deleted. */
  readonly protected: boolean;
  /** A project's id; of those that Glance comes with, `admin`. */
  readonly owner: string | null;
  readonly resourceTypeAssociations: readonly ResourceTypeAssociation[];
  /** ISO 8601, UTC. */
  readonly createdAt: string | null;
  /** ISO 8601, UTC. */
  readonly updatedAt: string | null;
}

/** A namespace with all that is in it. */
export interface MetadefNamespaceContent extends MetadefNamespace {
  readonly objects: readonly MetadefObject[];
  readonly properties: MetadefProperties;
  readonly tags: readonly MetadefTag[];
}

/** A namespace to create, with or without what is to be in it. */
export interface NewMetadefNamespace {
  readonly namespace: string;
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  /** `private` by default. */
  readonly visibility?: 'public' | 'private' | undefined;
  readonly protected?: boolean | undefined;
  /** A project's id; one's own by default. */
  readonly owner?: string | undefined;
  readonly resourceTypeAssociations?: readonly NewResourceTypeAssociation[] | undefined;
  readonly objects?: readonly NewMetadefObject[] | undefined;
  readonly properties?: MetadefProperties | undefined;
  /** Names. */
  readonly tags?: readonly string[] | undefined;
}

/** What a namespace is to be changed to: `undefined` leaves a part, `null` takes it away. */
export interface MetadefNamespaceChanges {
  /** A new name. */
  readonly namespace?: string | undefined;
  readonly displayName?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly visibility?: 'public' | 'private' | undefined;
  readonly protected?: boolean | undefined;
  readonly owner?: string | undefined;
}

/** Which namespaces to list. Stands for the query parameters of `GET /v2/metadefs/namespaces`. */
export interface NamespaceQuery {
  readonly visibility?: 'public' | 'private' | undefined;
  /** Kinds of resource, of which it must be meant for one. */
  readonly resourceTypes?: readonly string[] | undefined;
  /** `createdAt` by default. */
  readonly sortKey?: 'createdAt' | 'updatedAt' | 'namespace' | undefined;
  /** `desc` by default. */
  readonly sortDir?: 'asc' | 'desc' | undefined;
  /** Namespaces on a page. */
  readonly limit?: number | undefined;
  /** Namespaces in all, at most. */
  readonly maxItems?: number | undefined;
  /** The name of the namespace after which the list begins. */
  readonly marker?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}
