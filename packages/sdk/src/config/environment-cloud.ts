import type { Layer } from './layer.ts';
import { layerOf } from './layer.ts';

/** The `OS_*` variables of a process, of which those that are not set or empty are left out by whoever reads them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** They choose a cloud; they are no settings of one. `OS_PROFILE` is a key of osprofiler, not a vendor profile. */
const notPartOfACloud = new Set([
  'OS_CLOUD',
  'OS_CLOUD_NAME',
  'OS_CLIENT_CONFIG_FILE',
  'OS_CLIENT_SECURE_FILE',
  'OS_PROFILE',
]);

/** What the `OS_*` variables say, each as the setting that it is named after. */
export function environmentLayer(variables: Variables): Layer {
  const settings: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (!name.startsWith('OS_') || notPartOfACloud.has(name) || value === undefined || value === '') continue;
    settings[name.slice('OS_'.length).toLowerCase()] = value;
  }
  return layerOf(settings, (path) => [
    { kind: 'environment', variable: `OS_${path.join('_').toUpperCase()}` },
  ]);
}

/**
 * The cloud that the `OS_*` variables describe, or `undefined` if they do not say where it is: other programs set
 * variables that begin with `OS_` as well, and one of them alone must not turn into a cloud.
 */
export function environmentCloud(variables: Variables): Layer | undefined {
  const layer = environmentLayer(variables);
  const { auth_url: authUrl, auth_type: authType, endpoint } = layer.settings;
  const isWithoutKeystone = authType !== undefined && endpoint !== undefined;
  return authUrl !== undefined || isWithoutKeystone ? layer : undefined;
}
