/** Who may see an image. */
export type Visibility = 'public' | 'private' | 'shared' | 'community';

/** Where an image is in its life. */
export type ImageStatus =
  | 'queued'
  | 'saving'
  | 'uploading'
  | 'importing'
  | 'active'
  | 'deactivated'
  | 'killed'
  | 'deleted';

/** A project an image is shared with. */
export interface Member {
  readonly projectId: string;
  status: 'pending' | 'accepted' | 'rejected';
  /** Microseconds since the epoch. */
  readonly createdAt: number;
  updatedAt: number;
}

/** Where the data of an image lies. */
export interface Location {
  readonly id: number;
  readonly url: string;
  readonly store: string;
}

/** One row of Glance's table of images, with what hangs on it. The one mutable thing in Glance. */
export interface Image {
  readonly id: string;
  name: string | null;
  status: ImageStatus;
  visibility: Visibility;
  owner: string | null;
  size: number | null;
  virtualSize: number | null;
  /** MD5 of the data. */
  checksum: string | null;
  hashAlgorithm: string | null;
  hashValue: string | null;
  diskFormat: string | null;
  containerFormat: string | null;
  /** GB. */
  minDisk: number;
  /** MB. */
  minRam: number;
  protected: boolean;
  hidden: boolean;
  /** Microseconds since the epoch, different for every image. */
  readonly createdAt: number;
  updatedAt: number;
  properties: Map<string, string>;
  tags: Set<string>;
  locations: Location[];
  readonly members: Map<string, Member>;
  /** A deleted image keeps its id for ever. */
  deleted: boolean;
}

/** The states each state may change to. */
const targets: Readonly<Record<ImageStatus, readonly ImageStatus[]>> = {
  queued: ['saving', 'uploading', 'importing', 'active', 'deleted'],
  saving: ['active', 'deleted', 'queued'],
  uploading: ['importing', 'queued', 'deleted'],
  importing: ['active', 'deleted', 'queued'],
  active: ['deleted', 'deactivated'],
  deactivated: ['active', 'deleted'],
  killed: ['deleted'],
  deleted: [],
};

/** Whether an image may go from one state to another. */
export function canBecome(from: ImageStatus, to: ImageStatus): boolean {
  return targets[from].includes(to);
}

/** Reads a visibility. @returns undefined for anything else */
export function readVisibility(value: unknown): Visibility | undefined {
  switch (value) {
    case 'public':
    case 'private':
    case 'shared':
    case 'community':
      return value;
    default:
      return undefined;
  }
}
