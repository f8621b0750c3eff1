import { ConfigError, OptionError } from '../errors.ts';
import { checkOptions, type KeysOf } from '../options.ts';
import type { ProxySettings } from '../platform/types.ts';
import { proxyExceptions, proxySettings } from './proxy.ts';
import type { ServiceType } from './service-type.ts';
import type { Tree, TreeMap } from './tree.ts';

/** How often and how patiently a request is sent again. */
export interface RetryPolicy {
  /** Requests at most, the first included; 4 by default. */
  readonly attempts: number;
  /** Milliseconds before the second attempt at most; doubled for each further one. 300 by default. */
  readonly baseDelay: number;
  /** No delay of our own is longer than this many milliseconds; 10,000 by default. */
  readonly maxDelay: number;
}

/** A limit for all services, each by itself, or for those that are named. */
export type ServiceLimits = number | Readonly<Partial<Record<ServiceType, number>>>;

/** How to get to a cloud, and how hard to press it. */
export interface NetworkOptions {
  /**
   * The proxy for every request, such as `http://user:password@proxy.example:3128`; `false` for none. By default
   * what the variables `http_proxy`, `https_proxy` and `all_proxy` say.
   */
  readonly proxy?: string | false | undefined;
  /** Hosts that are reached directly, as in the variable `no_proxy`, which it takes the place of. */
  readonly noProxy?: readonly string[] | undefined;
  /** Connections to one host at the same time, apart from those that move image data; 32 by default. */
  readonly maxConnections?: number | undefined;
  /** How often a request is sent again, and when. */
  readonly retry?: Partial<RetryPolicy> | undefined;
  /** Calls of a service that are under way at the same time; no limit by default. Image data do not count. */
  readonly concurrency?: ServiceLimits | undefined;
  /** Requests to a service in a second, evenly spaced; no limit by default. */
  readonly rateLimit?: ServiceLimits | undefined;
}

/** {@link NetworkOptions}, resolved. */
export interface NetworkSettings {
  readonly proxy: ProxySettings | undefined;
  readonly maxConnections: number;
  readonly retry: RetryPolicy;
  readonly concurrency: Readonly<Partial<Record<ServiceType, number>>>;
  readonly rateLimit: Readonly<Partial<Record<ServiceType, number>>>;
}

/** The names of {@link NetworkOptions}. */
export const networkKeys: KeysOf<NetworkOptions> = {
  proxy: true,
  noProxy: true,
  maxConnections: true,
  retry: true,
  concurrency: true,
  rateLimit: true,
};

const retryKeys: KeysOf<RetryPolicy> = { attempts: true, baseDelay: true, maxDelay: true };
const defaultRetry: RetryPolicy = { attempts: 4, baseDelay: 300, maxDelay: 10_000 };
const services: readonly ServiceType[] = ['identity', 'image', 'compute'];
const serviceKeys: KeysOf<Record<ServiceType, number>> = { identity: true, image: true, compute: true };

function checkAmount(what: string, value: unknown, { whole }: { readonly whole: boolean }): void {
  const least = whole ? 1 : Number.MIN_VALUE;
  if (typeof value === 'number' && value >= least && (!whole || Number.isInteger(value))) return;
  if (value === Number.POSITIVE_INFINITY) return;
  throw new OptionError(`${what} must be a ${whole ? 'whole ' : ''}number above 0, not ${String(value)}`);
}

/** Refuses values that cannot work, before anything is read. */
export function checkNetworkOptions(where: string, options: NetworkOptions): void {
  const { retry = {}, maxConnections, proxy } = options;
  checkOptions(`${where}: retry`, retry, retryKeys);
  for (const [name, value] of Object.entries(retry)) {
    if (value === undefined) continue;
    if (name === 'attempts') checkAmount(`${where}: retry.attempts`, value, { whole: true });
    else if (!(value >= 0)) throw new OptionError(`${where}: retry.${name} must not be negative`);
  }
  if (maxConnections !== undefined) checkAmount(`${where}: maxConnections`, maxConnections, { whole: true });
  for (const name of ['concurrency', 'rateLimit'] as const) {
    const limits = options[name];
    if (limits === undefined) continue;
    const whole = name === 'concurrency';
    if (typeof limits === 'object') checkOptions(`${where}: ${name}`, limits, serviceKeys);
    for (const value of typeof limits === 'object' ? Object.values(limits) : [limits]) {
      if (value !== undefined) checkAmount(`${where}: ${name}`, value, { whole });
    }
  }
  if (proxy !== undefined && proxy !== false && typeof proxy !== 'string') {
    throw new OptionError(`${where}: proxy must be a URL or false`);
  }
}

function amount(value: Tree | undefined, where: string, whole: boolean): number | undefined {
  if (value === undefined || value === '') return undefined;
  const number = typeof value === 'string' ? Number(value) : Number.NaN;
  if (number > 0 && Number.isFinite(number) && (!whole || Number.isInteger(number))) return number;
  throw new ConfigError(`${where} must be a ${whole ? 'whole ' : ''}number above 0`);
}

type Limits = Readonly<Partial<Record<ServiceType, number>>>;

function everyService(limit: number): Limits {
  return Object.fromEntries(services.map((service) => [service, limit]));
}

/** As openstacksdk has it: a mapping by service. One number stands for every service. */
function limitsIn(cloud: TreeMap, key: string, where: string, whole: boolean): Limits {
  const value = cloud[key];
  if (value === undefined) return {};
  if (typeof value === 'string') {
    const limit = amount(value, `${where}: ${key}`, whole);
    return limit === undefined ? {} : everyService(limit);
  }
  const limits: Partial<Record<ServiceType, number>> = {};
  for (const service of services) {
    const own = Array.isArray(value) ? undefined : Reflect.get(value, service);
    const limit = amount(own, `${where}: ${key}: ${service}`, whole);
    if (limit !== undefined) limits[service] = limit;
  }
  return limits;
}

function limitsOf(given: ServiceLimits | undefined, configured: Limits): Limits {
  return Object.freeze(
    given === undefined ? configured : typeof given === 'number' ? everyService(given) : given,
  );
}

function proxyIn(cloud: TreeMap): string | false | undefined {
  const value = cloud['proxy'];
  if (typeof value !== 'string' || value === '') return undefined;
  return /^(?:false|no|off|none)$/i.test(value) ? false : value;
}

function exceptionsIn(cloud: TreeMap): readonly string[] | undefined {
  const value = cloud['no_proxy'];
  if (value === undefined) return undefined;
  const hosts: readonly unknown[] = Array.isArray(value) ? value : [value];
  return hosts.flatMap((host) => (typeof host === 'string' ? proxyExceptions(host) : []));
}

function given<T extends object>(values: T): Partial<T> {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  const kept: Partial<T> = {};
  return Object.assign(kept, Object.fromEntries(entries));
}

/**
 * How to reach the cloud: options win over the cloud's keys `proxy`, `no_proxy`, `max_connections`, `concurrency` and
 * `rate_limit`, these over the environment.
 *
 * @throws ConfigError for a value that cannot work.
 */
export function networkSettings(
  cloud: TreeMap,
  options: NetworkOptions,
  variables: Readonly<Record<string, string | undefined>>,
  where: string,
): NetworkSettings {
  const choice = {
    proxy: options.proxy ?? proxyIn(cloud),
    noProxy: options.noProxy ?? exceptionsIn(cloud),
  };
  const connections = amount(cloud['max_connections'], `${where}: max_connections`, true);
  return Object.freeze({
    proxy: proxySettings(choice, variables, where),
    maxConnections: options.maxConnections ?? connections ?? 32,
    retry: Object.freeze({ ...defaultRetry, ...given(options.retry ?? {}) }),
    concurrency: limitsOf(options.concurrency, limitsIn(cloud, 'concurrency', where, true)),
    rateLimit: limitsOf(options.rateLimit, limitsIn(cloud, 'rate_limit', where, false)),
  });
}
