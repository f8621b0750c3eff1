import type { TreeMap } from './yaml.ts';

const notPartOfACloud = new Set([
  'OS_CLOUD',
  'OS_CLOUD_NAME',
  'OS_CLIENT_CONFIG_FILE',
  'OS_CLIENT_SECURE_FILE',
]);

/**
 * The cloud that the `OS_*` variables describe, or `undefined` without `OS_AUTH_URL`: other programs set
 * variables that begin with `OS_` as well, and one of them alone must not turn into a cloud.
 */
export function environmentCloud(
  variables: Readonly<Record<string, string | undefined>>,
): TreeMap | undefined {
  const cloud: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (!name.startsWith('OS_') || notPartOfACloud.has(name) || value === undefined || value === '') continue;
    cloud[name.slice('OS_'.length).toLowerCase()] = value;
  }
  return cloud['auth_url'] === undefined ? undefined : cloud;
}
