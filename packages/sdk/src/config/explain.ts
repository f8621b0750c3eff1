import { authOrigins } from './auth-layers.ts';
import { type Layer, originsOf, readerOf } from './layer.ts';
import type { Origin } from './origin.ts';
import type { Resolved } from './resolve.ts';
import { isTreeMap, type Tree } from './tree.ts';
import type { ConfigWarning } from './warnings.ts';

/** One value of a configuration and where it comes from. */
export interface ExplainedValue {
  /** As clouds.yaml spells it, such as `auth.project_name`; time limits as `timeouts.connect`, in milliseconds. */
  readonly key: string;
  /** As text; secrets show as `***`. */
  readonly value: string;
  readonly origin: Origin;
  /** Where else a value stands that this one takes the place of, the next in line first. */
  readonly overridden: readonly Origin[];
}

/** What a configuration is made of. It holds no secret: it may be printed, logged and sent with a bug report. */
export interface ConfigExplanation {
  /** The cloud's name in clouds.yaml, `envvars`, or `undefined` for explicit options. */
  readonly cloud: string | undefined;
  readonly profile: string | undefined;
  /** The files with clouds that were read, secrets last. */
  readonly files: readonly string[];
  readonly values: readonly ExplainedValue[];
  readonly warnings: readonly ConfigWarning[];
}

/** Older spellings; see auth-settings.ts. */
const olderKeys: Readonly<Record<string, readonly string[]>> = {
  username: ['user_name'],
  token: ['auth_token'],
  code: ['authorization_code'],
  project_id: ['tenant_id'],
  project_name: ['tenant_name'],
};

/** What a setting is taken from if it is not given itself. */
const substitutes: Readonly<Record<string, readonly string[]>> = {
  user_domain_id: ['default_domain_id', 'default_domain', 'domain_id'],
  user_domain_name: ['default_domain_name', 'domain_name'],
  project_domain_id: ['default_domain_id', 'default_domain', 'domain_id'],
  project_domain_name: ['default_domain_name', 'domain_name'],
};

const serviceSuffixes = [
  'endpoint_override',
  'endpoint',
  'region_name',
  'interface',
  'service_type',
  'service_name',
  'api_version',
  'default_microversion',
  'connect_retries',
  'status_code_retries',
];

/** What is listed if it is given; it has no default, or one that depends on others. */
const plainKeys = [
  'profile',
  'insecure',
  'cacert',
  'cert',
  'key',
  'servername',
  'connect_retries',
  'status_code_retries',
  'proxy',
  'no_proxy',
  'max_connections',
  'concurrency',
  'rate_limit',
  ...['identity', 'image', 'compute'].flatMap((service) =>
    serviceSuffixes.map((suffix) => `${service}_${suffix}`),
  ),
];

function wireName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function shown(value: Tree): string {
  // A proxy's user and password.
  if (typeof value === 'string') return value.replace(/(^|\/\/)[^/@\s]*@/, '$1***@');
  if (!isTreeMap(value)) return value.map(shown).join(', ');
  return Object.entries(value)
    .map(([key, part]) => `${key}: ${shown(part)}`)
    .join(', ');
}

function valueOf(key: string, value: string, origins: readonly Origin[]): ExplainedValue {
  const [origin = { kind: 'default' } as const, ...overridden] = origins;
  return { key, value, origin, overridden };
}

function authValues({ config, layers }: Resolved): readonly ExplainedValue[] {
  return Object.entries(config.auth).flatMap(([name, value]: [string, unknown]) => {
    const isGiven = Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
    if (!isGiven) return [];
    const key = wireName(name);
    const own = authOrigins(layers, [key, ...(olderKeys[key] ?? [])]);
    const origins = own.length > 0 ? own : authOrigins(layers, substitutes[key] ?? []);
    // A secret shows itself as a mask.
    return [valueOf(`auth.${key}`, String(value), origins)];
  });
}

function plainValues(layers: readonly Layer[]): readonly ExplainedValue[] {
  return plainKeys.flatMap((key) => {
    const value = layers.findLast(({ settings }) => Object.hasOwn(settings, key))?.settings[key] ?? '';
    return value === '' ? [] : [valueOf(key, shown(value), originsOf(layers, key))];
  });
}

function timeouts({ config, selection, layers }: Resolved): readonly ExplainedValue[] {
  const shared =
    readerOf(layers, '').text('api_timeout') === undefined ? [] : originsOf(layers, 'api_timeout');
  return Object.entries(config.timeouts).map(([name, limit]: [string, number]) => {
    const option = `timeouts.${name}`;
    const own: readonly Origin[] = Object.hasOwn(selection.timeouts, name)
      ? [{ kind: 'option', option }]
      : [];
    const isShared = name === 'connect' || name === 'response';
    return valueOf(option, String(limit), isShared ? [...own, ...shared] : own);
  });
}

/** Says of each value of a configuration where it comes from. */
export function explain(resolved: Resolved): ConfigExplanation {
  const { config, layers, files } = resolved;
  const always: readonly (readonly [string, string])[] = [
    ['auth_type', config.authType],
    ['region_name', config.regionName ?? ''],
    ['interface', config.interfaces.join(', ')],
    ['verify', String(config.tls.verify)],
  ];
  return {
    cloud: config.name,
    profile: config.profile,
    files,
    values: [
      ...authValues(resolved),
      ...always
        .filter(([, value]) => value !== '')
        .map(([key, value]) => valueOf(key, value, originsOf(layers, key))),
      ...plainValues(layers),
      ...timeouts(resolved),
    ],
    warnings: config.warnings,
  };
}
