import type { JsonRecord } from '../json.ts';

/** The states of an image; a service may know others. */
export type ImageStatus =
  | 'queued'
  | 'saving'
  | 'uploading'
  | 'importing'
  | 'active'
  | 'deactivated'
  | 'killed'
  | 'deleted'
  | 'pending_delete';

/** Who sees an image. */
export type ImageVisibility = 'public' | 'private' | 'shared' | 'community';

/** The formats of a disk image that Glance knows out of the box; a cloud may allow others. */
export type DiskFormat =
  | 'raw'
  | 'qcow2'
  | 'vmdk'
  | 'vdi'
  | 'vhd'
  | 'vhdx'
  | 'iso'
  | 'ploop'
  | 'ami'
  | 'ari'
  | 'aki'
  | (string & {});

/** The containers of a disk image that Glance knows out of the box; a cloud may allow others. */
export type ContainerFormat =
  | 'bare'
  | 'ovf'
  | 'ova'
  | 'docker'
  | 'compressed'
  | 'ami'
  | 'ari'
  | 'aki'
  | (string & {});

/**
 * An image: plain data, safe to clone and to serialise.
 *
 * Attributes have Glance's names in camelCase; every other property is under `properties` with its own name.
 * Stands for the `image` entity of the Image API v2.
 */
export interface Image {
  readonly id: string;
  readonly name: string | null;
  readonly status: ImageStatus | (string & {});
  readonly visibility: ImageVisibility | (string & {});
  /** The id of the project that owns it. */
  readonly owner: string | null;
  readonly protected: boolean;
  /** Left out of lists unless they ask for hidden images. */
  readonly osHidden: boolean;
  readonly tags: readonly string[];
  readonly diskFormat: DiskFormat | null;
  readonly containerFormat: ContainerFormat | null;
  /** The disk that a server needs, in GiB. */
  readonly minDisk: number;
  /** The memory that a server needs, in MiB. */
  readonly minRam: number;
  /** Of the stored data, in bytes; `null` as long as there are none. */
  readonly size: number | null;
  /** Of the disk that the data describe, in bytes; `null` if Glance does not know. */
  readonly virtualSize: number | null;
  /** The MD5 digest of the data in hexadecimal; `null` without data or where MD5 is forbidden. */
  readonly checksum: string | null;
  /** The algorithm of `osHashValue`, such as `sha512`. */
  readonly osHashAlgo: string | null;
  /** The digest of the data in hexadecimal. */
  readonly osHashValue: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
  /** The stores that hold the data, on a cloud with more than one. */
  readonly stores: readonly string[];
  /** Every other property, under its own name. */
  readonly properties: Readonly<Record<string, string>>;
}

/** An image, or the id of one. */
export type ImageRef = string | { readonly id: string };

/** What a new image is to be like. */
export interface ImageAttributes {
  /** A UUID of your own choice; one is made if it is not given. Glance never takes an id twice. */
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly visibility?: ImageVisibility | undefined;
  /** The id of another project that is to own it (administrators only). */
  readonly owner?: string | undefined;
  readonly protected?: boolean | undefined;
  readonly osHidden?: boolean | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly diskFormat?: DiskFormat | undefined;
  readonly containerFormat?: ContainerFormat | undefined;
  /** In GiB. */
  readonly minDisk?: number | undefined;
  /** In MiB. */
  readonly minRam?: number | undefined;
  /** Any further properties, such as `os_distro` or `hw_disk_bus`. */
  readonly properties?: Readonly<Record<string, string>> | undefined;
}

/** What an image is to be changed to: `undefined` leaves an attribute, `null` removes it or its value. */
export interface ImageChanges {
  readonly name?: string | null | undefined;
  readonly visibility?: ImageVisibility | undefined;
  readonly owner?: string | undefined;
  readonly protected?: boolean | undefined;
  readonly osHidden?: boolean | undefined;
  /** All tags: those that are not named are taken off. */
  readonly tags?: readonly string[] | undefined;
  /** Only while the image holds no data. */
  readonly diskFormat?: DiskFormat | null | undefined;
  /** Only while the image holds no data. */
  readonly containerFormat?: ContainerFormat | null | undefined;
  /** In GiB. */
  readonly minDisk?: number | undefined;
  /** In MiB. */
  readonly minRam?: number | undefined;
  /** Properties to set, or with `null` to remove; those that are not named stay. */
  readonly properties?: Readonly<Record<string, string | null>> | undefined;
}

/** What every call takes. */
export interface CallOptions {
  /** Cancels the call, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A point in time and how an image's own is to stand to it; a `Date` or ISO 8601. */
export type TimeFilter =
  | { readonly gt: Date | string }
  | { readonly gte: Date | string }
  | { readonly lt: Date | string }
  | { readonly lte: Date | string }
  | { readonly eq: Date | string }
  | { readonly neq: Date | string };

/** An attribute that a list can be sorted by. */
export type ImageSortKey =
  | 'name'
  | 'status'
  | 'containerFormat'
  | 'diskFormat'
  | 'size'
  | 'id'
  | 'createdAt'
  | 'updatedAt';

/** How a list is sorted: by one key after the other, each ascending unless `:desc` follows. */
export type ImageSort = ImageSortKey | `${ImageSortKey}:asc` | `${ImageSortKey}:desc`;

/**
 * Which images to list; filters are combined with "and", and every one is applied by the service.
 *
 * Stands for the query parameters of `GET /v2/images`.
 */
export interface ImageQuery {
  /** One id, or any of several. */
  readonly id?: string | readonly string[] | undefined;
  /** One exact name, or any of several. */
  readonly name?: string | readonly string[] | undefined;
  readonly status?: ImageStatus | readonly ImageStatus[] | undefined;
  readonly diskFormat?: DiskFormat | readonly DiskFormat[] | undefined;
  readonly containerFormat?: ContainerFormat | readonly ContainerFormat[] | undefined;
  /** `all` includes the community images that are left out otherwise. */
  readonly visibility?: ImageVisibility | 'all' | undefined;
  /** A project's id. */
  readonly owner?: string | undefined;
  /** Tags that an image must have, all of them. */
  readonly tag?: string | readonly string[] | undefined;
  /** Images shared with this project that it has accepted (the default), not decided on, or rejected. */
  readonly memberStatus?: 'accepted' | 'pending' | 'rejected' | 'all' | undefined;
  readonly protected?: boolean | undefined;
  /** `true` lists hidden images only. */
  readonly osHidden?: boolean | undefined;
  /** In bytes. */
  readonly sizeMin?: number | undefined;
  /** In bytes. */
  readonly sizeMax?: number | undefined;
  readonly createdAt?: TimeFilter | undefined;
  readonly updatedAt?: TimeFilter | undefined;
  /** The MD5 digest. */
  readonly checksum?: string | undefined;
  readonly osHashValue?: string | undefined;
  /** Properties that an image must have with these values. */
  readonly properties?: Readonly<Record<string, string>> | undefined;
  /** By default, newest first. */
  readonly sort?: ImageSort | readonly ImageSort[] | undefined;
  /** Images on a page; the service has a limit of its own as well. */
  readonly limit?: number | undefined;
  /** Images in all, at most. */
  readonly maxItems?: number | undefined;
  /** The id of the image after which the list begins. */
  readonly marker?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The JSON schema by which a cloud describes its images. Stands for `GET /v2/schemas/image`. */
export interface ImageSchema {
  readonly name: string;
  /** A JSON schema for each attribute, by its name on the wire. */
  readonly properties: Readonly<Record<string, JsonRecord>>;
  /** What other properties may be. */
  readonly additionalProperties: JsonRecord | boolean;
}
