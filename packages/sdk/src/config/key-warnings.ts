import { closest } from '../options.ts';
import { authKeys, cloudKeys, serviceKeys, serviceTypes } from './known-keys.ts';
import type { Layer } from './layer.ts';
import { describeOrigin } from './origin.ts';
import { isTreeMap } from './tree.ts';
import type { Warn } from './warnings.ts';

const ownServices = ['identity', 'image', 'compute'];

/** The service of a key such as `image_endpoint_override`, and what is set for it. */
function serviceOf(key: string): { readonly service: string; readonly suffix: string } | undefined {
  if (key.startsWith('has_')) return { service: key.slice('has_'.length), suffix: 'has' };
  const suffix = serviceKeys.find((name) => key.endsWith(`_${name}`));
  return suffix === undefined ? undefined : { service: key.slice(0, -suffix.length - 1), suffix };
}

/** What was probably meant by a key of a cloud; `''` if it is unknown and like no other, `undefined` if it is known. */
function meantBy(key: string): string | undefined {
  if (cloudKeys.includes(key) || authKeys.includes(key)) return undefined;
  const own = serviceOf(key);
  if (own !== undefined) {
    // A service of which nobody has heard may be there all the same.
    const service = serviceTypes.includes(own.service) ? undefined : closest(own.service, serviceTypes);
    if (service === undefined) return undefined;
    return own.suffix === 'has' ? `has_${service}` : `${service}_${own.suffix}`;
  }
  const services = ownServices.flatMap((service) => serviceKeys.map((suffix) => `${service}_${suffix}`));
  return closest(key, [...cloudKeys, ...authKeys, ...services]) ?? '';
}

/** Warns of keys that nothing reads, and says which one was probably meant. */
export function unknownKeys(layer: Layer, where: string, warn: Warn): void {
  const unknown = (path: readonly string[], meant: string): void => {
    const [first = '', ...rest] = path;
    const key = [layer.spelling(first), ...rest].join('.');
    const origin = layer.origin(path);
    // Other programs set variables as well, and what comes with this library is as it should be.
    if (origin.kind !== 'file') return;
    const hint = meant === '' ? '' : `; did you mean ${meant}?`;
    warn({
      code: 'unknown-key',
      message: `${where}: nothing reads ${key} (${describeOrigin(origin)})${hint}`,
    });
  };
  const { auth } = layer.settings;
  for (const key of Object.keys(layer.settings)) {
    const meant = meantBy(key);
    if (meant !== undefined) unknown([key], meant);
  }
  for (const key of isTreeMap(auth) ? Object.keys(auth) : []) {
    if (!authKeys.includes(key)) unknown(['auth', key], closest(key, authKeys) ?? '');
  }
}

/** Whether this library reads a variable of this name, were it not for a cloud of a file. */
function isSetting(key: string): boolean {
  const service = serviceOf(key)?.service;
  const isOfService = service !== undefined && ownServices.includes(service);
  const others = ['auth_type', 'region_name', 'interface', 'cacert', 'cert', 'key'];
  return isOfService || authKeys.includes(key) || others.includes(key);
}

/** Warns of `OS_*` variables that have no part in a cloud of a file. */
export function ignoredVariables(environment: Layer, where: string, warn: Warn): void {
  const names = Object.keys(environment.settings)
    .filter(isSetting)
    .map((key) => describeOrigin(environment.origin([key])));
  if (names.length === 0) return;
  const are = `${names.sort().join(', ')} ${names.length === 1 ? 'is' : 'are'}`;
  const hint = 'the option envOverrides lays variables over a cloud of a file';
  warn({ code: 'environment-ignored', message: `${where}: ${are} set, but not used; ${hint}` });
}
