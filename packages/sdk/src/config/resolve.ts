import { ConfigError } from '../errors.ts';
import type { Platform } from '../platform/types.ts';
import { authOf, wrongAuth } from './auth-layers.ts';
import { authSettings } from './auth-settings.ts';
import { authTypeOf, ignoredScope } from './auth-type.ts';
import { chooseCloud, type CloudQuery } from './choose.ts';
import { ignoredVariables, unknownKeys } from './key-warnings.ts';
import { type Layer, layerOf, type Reader, readerOf } from './layer.ts';
import { type NetworkOptions, networkSettings } from './network.ts';
import { describeOrigin } from './origin.ts';
import { type Profile, profileOf } from './profile.ts';
import { chooseRegion } from './region.ts';
import { interfacesOf, servicesOf, urlOf } from './services.ts';
import { tlsOf } from './tls.ts';
import type { TreeMap } from './tree.ts';
import type { CloudConfig, Timeouts } from './types.ts';
import type { ServiceType } from './service-type.ts';
import type { ConfigWarning, Warn } from './warnings.ts';

/** What the options say of which cloud it is and of its values. */
export interface CloudSelection extends CloudQuery {
  /** Values that win over those of the cloud, spelled as in clouds.yaml. */
  readonly overrides: TreeMap;
  readonly timeouts: Partial<Timeouts>;
  readonly network?: NetworkOptions;
}

/** A cloud, resolved, and what it was made of. */
export interface Resolved {
  readonly config: CloudConfig;
  readonly selection: CloudSelection;
  /** The later laid over the earlier. */
  readonly layers: readonly Layer[];
  /** The files with clouds that were read. */
  readonly files: readonly string[];
}

const networkKeys = ['no_proxy', 'proxy', 'max_connections', 'concurrency', 'rate_limit'];

const defaultTimeouts: Timeouts = {
  connect: 10_000,
  response: 60_000,
  idle: 60_000,
  finish: 1_800_000,
  deadline: 300_000,
  keepAlive: 60_000,
};

/** `image_endpoint_override` is the option `endpointOverrides.image`, `auth.project_name` is `auth.projectName`. */
export function optionName(path: readonly string[]): string {
  const [, service] = /^(\w+)_endpoint_override$/.exec(path[0] ?? '') ?? [];
  if (service !== undefined) return `endpointOverrides.${service}`;
  return path.map((key) => key.replace(/_([a-z\d])/g, (_, letter: string) => letter.toUpperCase())).join('.');
}

function timeoutsOf(cloud: Reader, given: Partial<Timeouts>): Timeouts {
  const seconds = cloud.text('api_timeout');
  if (seconds === undefined) return { ...defaultTimeouts, ...given };
  const milliseconds = Number(seconds) * 1000;
  if (!(milliseconds > 0)) throw cloud.wrong('api_timeout', `must be a number of seconds, not ${seconds}`);
  return { ...defaultTimeouts, connect: milliseconds, response: milliseconds, ...given };
}

function endpointOverridesOf(services: CloudConfig['services']): CloudConfig['endpointOverrides'] {
  const overrides: Partial<Record<ServiceType, string>> = {};
  for (const service of ['identity', 'image', 'compute'] as const) {
    const { endpointOverride } = services[service];
    if (endpointOverride !== undefined) overrides[service] = endpointOverride;
  }
  return overrides;
}

interface Stack {
  readonly name: string | undefined;
  readonly profile: Profile | undefined;
  readonly where: string;
  readonly layers: readonly Layer[];
  readonly files: readonly string[];
  readonly cacheAuth: boolean;
}

/** Vendor profile, cloud, region, environment, options: each laid over what is named before it. */
async function stackOf(platform: Platform, selection: CloudSelection, warn: Warn): Promise<Stack> {
  const chosen = await chooseCloud(platform, selection);
  const { name, cloud, environment, ignored } = chosen;
  const where = name === undefined ? 'connect' : `cloud ${name}`;
  const options = layerOf(selection.overrides, (path) => [{ kind: 'option', option: optionName(path) }]);
  const above = environment === undefined ? [options] : [environment, options];
  const profile = await profileOf(platform, readerOf([cloud], where), warn);
  const below = profile?.layer === undefined ? [cloud] : [profile.layer, cloud];
  const region = chooseRegion({
    cloud: readerOf(below, where),
    layers: below,
    asked: readerOf(above, where).text('region_name'),
    profile,
    warn,
  });
  const lower = region === undefined ? below : [...below, region];
  for (const layer of lower) unknownKeys(layer, where, warn);
  if (ignored !== undefined) ignoredVariables(ignored, where, warn);
  return {
    name,
    profile,
    where,
    layers: [...lower, ...above],
    files: chosen.files,
    cacheAuth: chosen.cacheAuth ?? false,
  };
}

/** Names the place of the setting that an error is about. */
function placed<T>(cloud: Reader, keys: readonly string[], work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const key = keys.find((name) => error.message.includes(name) && cloud.origin(name).kind !== 'default');
    if (key === undefined) throw error;
    throw new ConfigError(`${error.message} (${describeOrigin(cloud.origin(key))})`, { cause: error });
  }
}

/** As {@link resolveCloud}, with what the configuration is made of. */
export async function resolveLayers(platform: Platform, selection: CloudSelection): Promise<Resolved> {
  const warnings: ConfigWarning[] = [];
  const warn: Warn = (warning) => warnings.push(Object.freeze(warning));
  const { name, profile, where, layers, files, cacheAuth } = await stackOf(platform, selection, warn);
  const cloud = readerOf(layers, where);
  const settings = authSettings(authOf(layers, where), where);
  const regionName = cloud.text('region_name');
  const authUrl =
    settings.authUrl === undefined
      ? undefined
      : urlOf(settings.authUrl, regionName, (reason) => wrongAuth(layers, where, 'auth_url', reason));
  if (profile !== undefined && profile.layer === undefined && authUrl === undefined) {
    throw cloud.wrong('profile', `${profile.name} is not known, and no auth_url is given`);
  }
  const merged: TreeMap = Object.fromEntries(layers.flatMap((layer) => Object.entries(layer.settings)));
  const authType = placed(cloud, ['auth_type'], () => authTypeOf(merged, settings, where));
  ignoredScope(authType, settings, where, warn);
  const hasOwnRetries = selection.network?.retry?.attempts !== undefined;
  const services = servicesOf({ cloud, hasOwnRetries, warn });
  const environment = platform.environment();
  const config: CloudConfig = Object.freeze({
    name,
    profile: profile?.name,
    authType,
    auth: Object.freeze({ ...settings, authUrl }),
    regionName,
    interfaces: Object.freeze(interfacesOf(cloud, 'interface')),
    endpointOverrides: Object.freeze(endpointOverridesOf(services)),
    services,
    tls: Object.freeze(tlsOf(cloud, environment, warn)),
    timeouts: Object.freeze(timeoutsOf(cloud, selection.timeouts)),
    network: placed(cloud, networkKeys, () =>
      networkSettings(merged, selection.network ?? {}, environment.variables, where),
    ),
    cacheAuth,
    warnings: Object.freeze(warnings),
  });
  return { config, selection, layers, files };
}

/**
 * Finds the cloud that is meant and resolves its settings.
 *
 * Which cloud: what `auth` says by itself, if it has an `authUrl` and no cloud is named; else the option `cloud`, else
 * `OS_CLOUD`, else the `OS_*` variables if they say where to sign in, else the only cloud in clouds.yaml.
 *
 * Values, the first of these that gives one: options; `OS_*` variables, if `envOverrides` is set; the values of the
 * region; the cloud (secure.yaml before clouds.yaml); its vendor profile; the default.
 *
 * @throws ConfigError if there is no such cloud or a value cannot work.
 */
export async function resolveCloud(platform: Platform, selection: CloudSelection): Promise<CloudConfig> {
  return (await resolveLayers(platform, selection)).config;
}
