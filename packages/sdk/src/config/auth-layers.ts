import { ConfigError } from '../errors.ts';
import { authSection, layAuth } from './auth-settings.ts';
import { authKeys } from './known-keys.ts';
import type { Layer } from './layer.ts';
import { describeOrigin, type Origin } from './origin.ts';
import { isTreeMap, memberOf, type TreeMap } from './tree.ts';

/** Where a key of `auth` stands in a layer: beside the section, which wins, or in it. */
function pathsIn({ settings }: Layer, key: string): readonly (readonly string[])[] {
  const beside = memberOf(settings, key) === '' ? [] : [[key]];
  return memberOf(settings['auth'], key) === '' ? beside : [...beside, ['auth', key]];
}

/** Every place where one of `keys` of `auth` stands, the one that counts first. */
export function authOrigins(layers: readonly Layer[], keys: readonly string[]): readonly Origin[] {
  return layers
    .toReversed()
    .flatMap((layer) => keys.flatMap((key) => pathsIn(layer, key).flatMap((path) => layer.origins(path))));
}

/** An error that says which setting of `auth` is wrong, and where it stands. */
export function wrongAuth(layers: readonly Layer[], where: string, key: string, reason: string): ConfigError {
  const [origin = { kind: 'default' } as const] = authOrigins(layers, [key]);
  return new ConfigError(`${where}: ${key} ${reason} (${describeOrigin(origin)})`);
}

function checkShape(layer: Layer, where: string): void {
  const { auth = '' } = layer.settings;
  const wrong = (path: readonly string[], reason: string): ConfigError =>
    new ConfigError(`${where}: ${path.join('.')} ${reason} (${describeOrigin(layer.origin(path))})`);
  if (auth !== '' && !isTreeMap(auth)) throw wrong(['auth'], 'must be a mapping');
  const names = [...authKeys, ...(isTreeMap(auth) ? Object.keys(auth) : [])];
  for (const path of names.flatMap((key) => pathsIn(layer, key))) {
    const value = memberOf(path.length === 1 ? layer.settings : auth, path.at(-1) ?? '');
    const isText = typeof value === 'string';
    const isList = Array.isArray(value) && value.every((item) => typeof item === 'string');
    if (!isText && !(isList && path.at(-1) === 'auth_methods')) throw wrong(path, 'must be a single value');
  }
}

function gives(section: TreeMap, ...keys: readonly string[]): boolean {
  return keys.some((key) => memberOf(section, key) !== '');
}

/** A lone `domain_*` beside a project is the user's as well: it stays so if another scope takes the project's place. */
function withUserDomain(base: TreeMap, over: TreeMap): TreeMap {
  const isProject = gives(base, 'project_id', 'project_name', 'tenant_id', 'tenant_name');
  const isReplaced = gives(over, 'system_scope', 'trust_id', 'unscoped');
  if (!isProject || !isReplaced || gives(base, 'user_domain_id', 'user_domain_name')) return base;
  return {
    ...base,
    user_domain_id: memberOf(base, 'domain_id'),
    user_domain_name: memberOf(base, 'domain_name'),
  };
}

/**
 * The `auth` section of all layers together.
 *
 * @throws ConfigError, with the place, if a value of it is not text.
 */
export function authOf(layers: readonly Layer[], where: string): TreeMap {
  for (const layer of layers) checkShape(layer, where);
  return layers
    .map(({ settings }) => authSection(settings, where))
    .reduce((base, over) => layAuth(withUserDomain(base, over), over), {});
}
