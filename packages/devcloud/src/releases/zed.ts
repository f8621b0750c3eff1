import type { ReleaseProfile } from './release.ts';

const supported = [15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0];

/** OpenStack Zed: Keystone 22, Glance 25.1, Nova 26. */
export const zed: ReleaseProfile = {
  name: 'zed',
  imageVersions: [
    { id: 'v2.16', status: 'CURRENT' },
    ...supported.map((minor) => ({ id: `v2.${minor}`, status: 'SUPPORTED' }) as const),
  ],
  computeVersion: 93,
  impliedByAdmin: ['member', 'reader'],
  secureRbac: false,
  identityKeepsAccessRules: false,
  oauth2ClientInBody: false,
  formatMustMatch: false,
  inspectedFormats: ['raw', 'qcow2', 'vhd', 'vhdx', 'vmdk', 'vdi', 'qed'],
  keepsHiddenUpdate: false,
  locationRoutes: false,
  storeWeights: false,
  renameClashIsError: false,
  taskTypes: ['import', 'api_image_import'],
  legacyImportsAreChecked: true,
  cacheIsDatabase: false,
  noDataHasLength: true,
};
