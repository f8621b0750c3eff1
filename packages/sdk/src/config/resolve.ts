import { ConfigError } from '../errors.ts';
import { closest } from '../options.ts';
import type { Platform } from '../platform/types.ts';
import { authSection, authSettings, layAuth } from './auth-settings.ts';
import { authTypeOf } from './auth-type.ts';
import { environmentCloud } from './environment-cloud.ts';
import { type CloudFiles, loadCloudFiles } from './files.ts';
import { applyRegion } from './region.ts';
import { type NetworkOptions, networkSettings } from './network.ts';
import type { CloudConfig, Interface, ServiceType, Timeouts } from './types.ts';
import type { ConfigWarning } from './warnings.ts';
import type { TreeMap } from './yaml.ts';

/** What decides which cloud it is, before any of its values are looked at. */
export interface CloudSelection {
  readonly cloud: string | undefined;
  readonly configFile: string | undefined;
  readonly secureFile: string | undefined;
  /** Values that win over those of the cloud, spelled as in clouds.yaml. */
  readonly overrides: TreeMap;
  /** Whether the overrides say by themselves where to sign in, so that neither files nor environment are read. */
  readonly selfContained: boolean;
  readonly timeouts: Partial<Timeouts>;
  readonly network?: NetworkOptions;
}

const defaultTimeouts: Timeouts = {
  connect: 10_000,
  response: 60_000,
  idle: 60_000,
  finish: 1_800_000,
  deadline: 300_000,
  keepAlive: 60_000,
};

const services: readonly ServiceType[] = ['identity', 'image', 'compute'];

function unknownCloud(name: string, files: CloudFiles): ConfigError {
  const names = [...files.clouds.keys()];
  const meant = closest(name, names);
  const there =
    files.read.length === 0
      ? `no clouds.yaml was found (looked for ${files.searched.join(', ')})`
      : `${files.read.join(', ')} ${names.length === 0 ? 'names no cloud' : `has ${names.join(', ')}`}`;
  return new ConfigError(
    `there is no cloud ${name}: ${there}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
  );
}

interface Chosen {
  readonly name: string | undefined;
  readonly cloud: TreeMap;
}

async function choose(platform: Platform, selection: CloudSelection): Promise<Chosen> {
  if (selection.selfContained && selection.cloud === undefined) return { name: undefined, cloud: {} };
  const environment = platform.environment();
  const { variables } = environment;
  const named = selection.cloud ?? (variables['OS_CLOUD'] || undefined);
  const fromEnvironment = environmentCloud(variables);
  const environmentName = variables['OS_CLOUD_NAME'] || 'envvars';
  if (fromEnvironment !== undefined && (named === undefined || named === environmentName)) {
    return { name: environmentName, cloud: fromEnvironment };
  }
  const files = await loadCloudFiles(platform.files, environment, selection);
  if (named !== undefined) {
    const cloud = files.clouds.get(named);
    if (cloud === undefined) throw unknownCloud(named, files);
    return { name: named, cloud };
  }
  const [only, ...others] = files.clouds;
  if (only !== undefined && others.length === 0) return { name: only[0], cloud: only[1] };
  const names = [...files.clouds.keys()];
  throw new ConfigError(
    names.length === 0
      ? `no cloud is configured: give auth, set OS_CLOUD or OS_AUTH_URL, or write clouds.yaml (looked for ${files.searched.join(', ')})`
      : `which cloud? ${files.read.join(', ')} has ${names.join(', ')}: name one with the option cloud or OS_CLOUD`,
  );
}

function text(cloud: TreeMap, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = cloud[key];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

function flag(cloud: TreeMap, key: string, where: string): boolean | undefined {
  const value = text(cloud, key)?.toLowerCase();
  if (value === undefined) return undefined;
  if (['true', 'yes', 'on', '1'].includes(value)) return true;
  if (['false', 'no', 'off', '0'].includes(value)) return false;
  throw new ConfigError(`${where}: ${key} must be true or false, not ${value}`);
}

function interfacesOf(cloud: TreeMap, where: string): readonly Interface[] {
  const value = cloud['image_interface'] || cloud['interface'] || cloud['endpoint_type'] || 'public';
  const names = Array.isArray(value) ? value : [value];
  return names.map((name: unknown): Interface => {
    const short = typeof name === 'string' ? name.replace(/URL$/, '') : name;
    if (short === 'public' || short === 'internal' || short === 'admin') return short;
    throw new ConfigError(`${where}: interface must be public, internal or admin, not ${String(name)}`);
  });
}

/** A password in a URL would be shown wherever the URL is. */
function checkUrl(url: string, what: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed !== undefined && parsed.username + parsed.password !== '') {
    throw new ConfigError(`${what} must not hold a user name or a password`);
  }
  if (parsed !== undefined && /^https?:$/.test(parsed.protocol)) return url;
  throw new ConfigError(`${what} ${url} is not a URL that begins with http:// or https://`);
}

function overridesOf(cloud: TreeMap, where: string): CloudConfig['endpointOverrides'] {
  const overrides: Partial<Record<ServiceType, string>> = {};
  for (const service of services) {
    const url = text(cloud, `${service}_endpoint_override`, `${service}_endpoint`);
    if (url !== undefined) overrides[service] = checkUrl(url, `${where}: ${service}_endpoint_override`);
  }
  return overrides;
}

function timeoutsOf(cloud: TreeMap, given: Partial<Timeouts>, where: string): Timeouts {
  const seconds = text(cloud, 'api_timeout');
  if (seconds === undefined) return { ...defaultTimeouts, ...given };
  const milliseconds = Number(seconds) * 1000;
  if (!(milliseconds > 0))
    throw new ConfigError(`${where}: api_timeout must be a number of seconds, not ${seconds}`);
  return { ...defaultTimeouts, connect: milliseconds, response: milliseconds, ...given };
}

/**
 * Finds the cloud that is meant and resolves its settings.
 *
 * Which cloud: the option `cloud`, else `OS_CLOUD`, else the `OS_*` variables if `OS_AUTH_URL` is among them,
 * else the only cloud in clouds.yaml. Values: options win over the region's, these over the cloud's.
 *
 * @throws ConfigError if there is no such cloud or a value cannot work.
 */
export async function resolveCloud(platform: Platform, selection: CloudSelection): Promise<CloudConfig> {
  const { name, cloud: base } = await choose(platform, selection);
  const where = name === undefined ? 'connect' : `cloud ${name}`;
  const regional = applyRegion(base, text(selection.overrides, 'region_name'), where);
  const cloud: TreeMap = { ...regional, ...selection.overrides };
  const section = layAuth(authSection(regional, where), authSection(selection.overrides, where));
  const regionName = text(cloud, 'image_region_name', 'region_name');
  const settings = authSettings(section, where);
  if (regionName === undefined && settings.authUrl?.includes('{region_name}') === true) {
    throw new ConfigError(`${where}: auth_url names {region_name}, but no region_name is given`);
  }
  const authUrl = settings.authUrl?.replaceAll('{region_name}', regionName ?? '');
  if (authUrl !== undefined) checkUrl(authUrl, `${where}: auth_url`);
  if (authUrl === undefined && text(cloud, 'profile', 'cloud') !== undefined) {
    throw new ConfigError(`${where}: vendor profiles are not read: write the profile's auth_url into auth`);
  }
  const expand = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : platform.environment().expandHome(path);
  const insecure = flag(cloud, 'insecure', where) ?? false;
  const servername = text(cloud, 'servername');
  const warnings: ConfigWarning[] = [];
  return Object.freeze({
    name,
    authType: authTypeOf(cloud, settings, where),
    auth: Object.freeze({ ...settings, authUrl }),
    regionName,
    interfaces: Object.freeze(interfacesOf(cloud, where)),
    endpointOverrides: Object.freeze(overridesOf(cloud, where)),
    tls: Object.freeze({
      verify: !insecure && (flag(cloud, 'verify', where) ?? true),
      cacert: expand(text(cloud, 'cacert')),
      cert: expand(text(cloud, 'cert')),
      key: expand(text(cloud, 'key')),
      ...(servername !== undefined && { servername }),
    }),
    timeouts: Object.freeze(timeoutsOf(cloud, selection.timeouts, where)),
    network: networkSettings(cloud, selection.network ?? {}, platform.environment().variables, where),
    warnings: Object.freeze(warnings),
  });
}
