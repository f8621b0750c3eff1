/** The OpenStack releases the suite knows. */
export type ReleaseName = 'zed' | 'epoxy';

/** A version of the Image API as the version document lists it. */
export interface ListedVersion {
  readonly id: string;
  readonly status: 'CURRENT' | 'SUPPORTED';
}

/** The messages of the 403s whose wording depends on the release, by what was tried on the image `id`. */
export interface Denials {
  readonly modifyImage: string;
  readonly deleteImage: string;
  readonly uploadImage: (id: string) => string;
  readonly deactivate: string;
  readonly changeTags: (id: string) => string;
  readonly addMember: (id: string) => string;
  readonly modifyMember: (id: string) => string;
  readonly deleteMember: (id: string) => string;
}

/** What a client can tell one release from another by. Everything the suite does not find here holds on all of them. */
export interface Release {
  readonly name: ReleaseName;
  /** Version of the Identity API. */
  readonly identityVersion: string;
  /** Whether Keystone itself keeps to the access rules of a token. */
  readonly identityKeepsAccessRules: boolean;
  /** Whether a client of OAuth 2.0 may name itself in the body. */
  readonly oauth2ClientInBody: boolean;
  /** The newest microversion of the Compute API, where there is one. */
  readonly computeVersion: string;
  /** Versions of the Image API, in the order of the document, on a cloud with several stores and an image cache. */
  readonly imageVersions: readonly ListedVersion[];
  /** Names of the roles an administrator has by implication, sorted. */
  readonly adminRoles: readonly string[];
  /** Whether data that are not of the declared disk_format are refused with 415. */
  readonly formatMismatchIsRefused: boolean;
  /** Whether an x-openstack-image-size that is not the size of the data is refused with 400. */
  readonly sizeHeaderIsChecked: boolean;
  /** Whether an update that takes an image out of the caller's sight is kept, although it is answered with 403. */
  readonly keepsHiddenUpdate: boolean;
  /** Whether `/v2/images/{id}/locations` exists. */
  readonly hasLocationsApi: boolean;
  readonly denials: Denials;
  /** Whether the reason a foreign `owner` is refused at creation stands in the detail of the message. */
  readonly foreignOwnerIsDetail: boolean;
}

const supported = (...ids: readonly string[]): readonly ListedVersion[] =>
  ids.map((id) => ({ id, status: 'SUPPORTED' }));

const oldVersions = supported('v2.7', 'v2.6', 'v2.5', 'v2.4', 'v2.3', 'v2.2', 'v2.1', 'v2.0');
const storeVersions = supported('v2.15', 'v2.14', 'v2.13', 'v2.12', 'v2.11', 'v2.10', 'v2.9', 'v2.8');

const notAuthorized = (action: string): string => `You are not authorized to complete ${action} action.`;

/** All differences between releases, as data. */
export const releases: Readonly<Record<ReleaseName, Release>> = {
  zed: {
    name: 'zed',
    identityVersion: 'v3.14',
    identityKeepsAccessRules: false,
    oauth2ClientInBody: false,
    computeVersion: '2.93',
    imageVersions: [{ id: 'v2.16', status: 'CURRENT' }, ...storeVersions, ...oldVersions],
    adminRoles: ['admin', 'member', 'reader'],
    formatMismatchIsRefused: false,
    sizeHeaderIsChecked: false,
    keepsHiddenUpdate: false,
    hasLocationsApi: false,
    denials: {
      modifyImage: 'You do not own this image',
      deleteImage: 'You do not own this image',
      uploadImage: (id) => `Not allowed to upload image data for image ${id}`,
      deactivate: 'You do not own this image',
      changeTags: (id) => `Not allowed to update tags for image ${id}.`,
      addMember: (id) => `Not allowed to create members for image ${id}.`,
      modifyMember: (id) => `Not allowed to update members for image ${id}.`,
      deleteMember: (id) => `Not allowed to delete members for image ${id}.`,
    },
    foreignOwnerIsDetail: false,
  },
  epoxy: {
    name: 'epoxy',
    identityVersion: 'v3.14',
    identityKeepsAccessRules: true,
    oauth2ClientInBody: true,
    computeVersion: '2.100',
    imageVersions: [
      ...supported('v2.16'),
      ...storeVersions,
      { id: 'v2.17', status: 'CURRENT' },
      ...oldVersions,
    ],
    adminRoles: ['admin', 'manager', 'member', 'reader'],
    formatMismatchIsRefused: true,
    sizeHeaderIsChecked: false,
    keepsHiddenUpdate: true,
    hasLocationsApi: true,
    denials: {
      modifyImage: notAuthorized('modify_image'),
      deleteImage: notAuthorized('delete_image'),
      uploadImage: () => notAuthorized('upload_image'),
      deactivate: notAuthorized('deactivate'),
      changeTags: () => notAuthorized('modify_image'),
      addMember: () => notAuthorized('add_member'),
      modifyMember: () => notAuthorized('modify_member'),
      deleteMember: () => notAuthorized('delete_member'),
    },
    foreignOwnerIsDetail: true,
  },
};
