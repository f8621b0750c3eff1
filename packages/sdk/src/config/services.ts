import type { ConfigError } from '../errors.ts';
import type { Reader } from './layer.ts';
import type { Interface, ServiceSettings } from './types.ts';
import type { ServiceType } from './service-type.ts';
import type { Warn } from './warnings.ts';

/** The services that this library talks to, and the one major version of each that it speaks. */
const majors: Readonly<Record<ServiceType, number>> = { identity: 3, image: 2, compute: 2 };

/** What the settings are read from. */
export interface Source {
  readonly cloud: Reader;
  /** Whether an option says how often requests are sent again, which wins over all that is configured. */
  readonly hasOwnRetries: boolean;
  readonly warn: Warn;
}

/** Makes the error that says which setting is wrong. */
export type Wrong = (reason: string) => ConfigError;

/** A URL in which `{region_name}` is the region. A password in it would be shown wherever the URL is. */
export function urlOf(text: string, regionName: string | undefined, wrong: Wrong): string {
  if (regionName === undefined && text.includes('{region_name}')) {
    throw wrong('names {region_name}, but no region_name is given');
  }
  const url = text.replaceAll('{region_name}', () => regionName ?? '');
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed !== undefined && parsed.username + parsed.password !== '') {
    throw wrong('must not hold a user name or a password');
  }
  if (parsed !== undefined && /^https?:$/.test(parsed.protocol)) return url;
  throw wrong(`${url} is not a URL that begins with http:// or https://`);
}

/** Interfaces in order of preference: those of the first of `keys` that is given. */
export function interfacesOf(cloud: Reader, ...keys: readonly string[]): readonly Interface[] {
  const names = cloud.list(...keys) ?? ['public'];
  return names.map((name): Interface => {
    const short = name.replace(/URL$/, '');
    if (short === 'public' || short === 'internal' || short === 'admin') return short;
    const key = keys.find((given) => cloud.list(given) !== undefined) ?? 'interface';
    throw cloud.wrong(key, `must be public, internal or admin, not ${name}`);
  });
}

/** The microversion that requests name by default; `compute_api_version: 2.87` has always meant one. */
function microversionOf({ cloud, warn }: Source, service: ServiceType): string | undefined {
  const [versionKey, key] = [`${service}_api_version`, `${service}_default_microversion`];
  const version = cloud.text(versionKey);
  const given = cloud.text(key);
  if (given !== undefined && given !== 'latest' && !/^\d+\.\d+$/.test(given)) {
    throw cloud.wrong(key, `must be a microversion such as 2.87, not ${given}`);
  }
  const [, major, minor = '0'] = /^v?(\d+)(?:\.(\d+))?$/.exec(version ?? '') ?? [];
  if (version !== undefined && Number(major) !== majors[service]) {
    const reason = `${version} is ignored: this library speaks v${majors[service]}`;
    warn({ code: 'setting-ignored', message: cloud.wrong(versionKey, reason).message });
    return given;
  }
  if (service !== 'compute' || Number(minor) === 0) return given;
  const implied = `${major ?? ''}.${minor}`;
  if (given === undefined || given === implied) return implied;
  throw cloud.wrong(versionKey, `asks for microversion ${implied}, but ${key} for ${given}`);
}

function countOf(cloud: Reader, ...keys: readonly string[]): number | undefined {
  const text = cloud.text(...keys);
  if (text === undefined) return undefined;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  const key = keys.find((given) => cloud.text(given) !== undefined) ?? '';
  throw cloud.wrong(key, `must be a number of retries, not ${text}`);
}

function serviceSettings(source: Source, service: ServiceType): ServiceSettings {
  const { cloud, hasOwnRetries } = source;
  const retries = (key: string): number | undefined => {
    const count = countOf(cloud, `${service}_${key}`, key);
    return hasOwnRetries ? undefined : count;
  };
  const regionName = cloud.text(`${service}_region_name`, 'region_name');
  const [key, older] = [`${service}_endpoint_override`, `${service}_endpoint`];
  const url = cloud.text(key, older);
  const wrong: Wrong = (reason) => cloud.wrong(cloud.text(key) === undefined ? older : key, reason);
  return Object.freeze({
    endpointOverride: url === undefined ? undefined : urlOf(url, regionName, wrong),
    regionName,
    interfaces: Object.freeze(interfacesOf(cloud, `${service}_interface`, 'interface')),
    serviceType: cloud.text(`${service}_service_type`) ?? service,
    serviceName: cloud.text(`${service}_service_name`),
    defaultMicroversion: microversionOf(source, service),
    connectRetries: retries('connect_retries'),
    statusCodeRetries: retries('status_code_retries'),
  });
}

/** The settings of each service: its own where it has some, else those of the cloud. */
export function servicesOf(source: Source): Readonly<Record<ServiceType, ServiceSettings>> {
  return Object.freeze({
    identity: serviceSettings(source, 'identity'),
    image: serviceSettings(source, 'image'),
    compute: serviceSettings(source, 'compute'),
  });
}
