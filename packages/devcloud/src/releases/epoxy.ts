import type { ReleaseProfile } from './release.ts';

const newest = [16, 15, 14, 13, 12, 11, 10, 9, 8];
const oldest = [7, 6, 5, 4, 3, 2, 1, 0];
const supported = (minor: number) => ({ id: `v2.${minor}`, status: 'SUPPORTED' }) as const;

/** OpenStack Epoxy (2025.1): Keystone 27, Glance 30, Nova 31. */
export const epoxy: ReleaseProfile = {
  name: 'epoxy',
  imageVersions: [...newest.map(supported), { id: 'v2.17', status: 'CURRENT' }, ...oldest.map(supported)],
  computeVersion: 100,
  impliedByAdmin: ['manager', 'member', 'reader'],
  secureRbac: true,
  identityKeepsAccessRules: true,
  oauth2ClientInBody: true,
  formatMustMatch: true,
  inspectedFormats: ['raw', 'qcow2', 'vhd', 'vhdx', 'vmdk', 'vdi', 'qed', 'iso', 'gpt', 'luks'],
  keepsHiddenUpdate: true,
  locationRoutes: true,
  storeWeights: true,
  renameClashIsError: true,
  taskTypes: ['import', 'api_image_import', 'location_import'],
  legacyImportsAreChecked: false,
  cacheIsDatabase: true,
  noDataHasLength: false,
};
