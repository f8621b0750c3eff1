/** One version of the Image API in Glance's list of versions. */
export interface ImageVersion {
  readonly id: string;
  readonly status: 'CURRENT' | 'SUPPORTED';
}

/** The kinds of work that Glance makes tasks for. */
export type TaskType = 'import' | 'api_image_import' | 'location_import';

/** What one OpenStack release does differently from another. All of it is data: the code asks, it never compares names. */
export interface ReleaseProfile {
  readonly name: Release;
  /** Glance's answer to `GET /versions`, in its order (which is not the order of the numbers). */
  readonly imageVersions: readonly ImageVersion[];
  /** Minor number of the newest microversion of the Compute API. */
  readonly computeVersion: number;
  /** Roles that `admin` implies, nearest first; each implies the ones behind it. */
  readonly impliedByAdmin: readonly string[];
  /** Secure RBAC: reading needs the role `reader`, writing the role `member`, and only project tokens are accepted. */
  readonly secureRbac: boolean;
  /** Keystone itself keeps to the access rules of a token. */
  readonly identityKeepsAccessRules: boolean;
  /** A client of OAuth 2.0 may name itself in the body. */
  readonly oauth2ClientInBody: boolean;
  /** Data must be what `disk_format` says; otherwise the upload ends in 415. */
  readonly formatMustMatch: boolean;
  /** Which disk formats are looked into for `virtual_size`. */
  readonly inspectedFormats: readonly string[];
  /** An update that takes an image out of the caller's sight is a 403, and is kept all the same. */
  readonly keepsHiddenUpdate: boolean;
  /** `/v2/images/{id}/locations` exists. */
  readonly locationRoutes: boolean;
  /** `GET /v2/info/stores/detail` tells the weight of each store. */
  readonly storeWeights: boolean;
  /** Renaming a metadata object or property to a name that is taken is a 500 and not a 409. */
  readonly renameClashIsError: boolean;
  /** The 204 for an image without data tells a length of 0. */
  readonly noDataHasLength: boolean;
  /** The image cache is kept in the database, and shows its rows. */
  readonly cacheIsDatabase: boolean;
  /** The types of tasks there are. */
  readonly taskTypes: readonly TaskType[];
  /** The source of an import by `POST /v2/tasks` is looked at before the task is made. */
  readonly legacyImportsAreChecked: boolean;
}

/** The releases devcloud can play. */
export type Release = 'zed' | 'epoxy';
