/** What each project may have, as Keystone's limits tell it to Glance. What is not named is not limited. */
export interface Limits {
  /** MiB of data in stores, each copy counted. */
  readonly imageSizeTotal?: number;
  /** MiB of data that wait to be imported or are being copied. */
  readonly imageStageTotal?: number;
  /** Images. */
  readonly imageCountTotal?: number;
  /** Images that data are coming for. */
  readonly imageCountUploading?: number;
}
