import { ConfigError } from '../errors.ts';
import { describeOrigin, type Origin } from './origin.ts';
import { isTreeMap, type Tree, type TreeMap } from './tree.ts';

/** Where what is at a path of keys stands in a source, the place that counts first. */
export type OriginsOf = (path: readonly string[]) => readonly Origin[];

/** Settings of one source. A cloud is made of several, the later laid over the earlier. */
export interface Layer {
  /** Keys in their present spelling: `_` for `-`, `auth_type` for `auth_plugin`, `interface` for `endpoint_type`. */
  readonly settings: TreeMap;
  /** How a top-level key is spelled in the source. */
  spelling(key: string): string;
  readonly origins: OriginsOf;
  origin(path: readonly string[]): Origin;
}

function presentKey(key: string): string {
  const name = key.replaceAll('-', '_');
  return name === 'auth_plugin' ? 'auth_type' : name.replace(/(^|_)endpoint_type$/, '$1interface');
}

/** Keys in their present spelling; one that is spelled so already wins over an older spelling beside it. */
function present(tree: TreeMap): readonly (readonly [key: string, spelling: string, value: Tree])[] {
  const entries = Object.entries(tree).map(([key, value]) => [presentKey(key), key, value] as const);
  return [...entries.filter(([key, own]) => key !== own), ...entries.filter(([key, own]) => key === own)];
}

/** Makes a layer of settings as they stand in a source. */
export function layerOf(source: TreeMap, originsIn: OriginsOf): Layer {
  const spellings = new Map<string, string>();
  const settings = new Map<string, Tree>();
  for (const [key, spelling, value] of present(source)) {
    spellings.set(key, spelling);
    const isAuth = key === 'auth' && isTreeMap(value);
    settings.set(
      key,
      isAuth ? Object.fromEntries(present(value).map(([name, , part]) => [name, part])) : value,
    );
  }
  const spelling = (key: string): string => spellings.get(key) ?? key;
  const origins: OriginsOf = ([key, ...rest]) => originsIn(key === undefined ? [] : [spelling(key), ...rest]);
  return {
    settings: Object.fromEntries(settings),
    spelling,
    origins,
    origin: (path) => origins(path)[0] ?? { kind: 'default' },
  };
}

/** Every place where a setting stands, the one that counts first. */
export function originsOf(layers: readonly Layer[], key: string): readonly Origin[] {
  return layers
    .toReversed()
    .filter(({ settings }) => Object.hasOwn(settings, key))
    .flatMap((layer) => layer.origins([key]));
}

/** Reads settings of a cloud, of each key the one of the uppermost layer that has it. */
export interface Reader {
  /** The first of `keys` that is given as text. */
  text(...keys: readonly string[]): string | undefined;
  /** @throws ConfigError unless the setting, if given, is a boolean in one of YAML's spellings. */
  flag(key: string): boolean | undefined;
  /** The first of `keys` that is given, as a list: of one if it is text. */
  list(...keys: readonly string[]): readonly string[] | undefined;
  origin(key: string): Origin;
  /** An error that says which setting of which cloud is wrong, and where it stands. */
  wrong(key: string, reason: string): ConfigError;
}

/** YAML's spellings of booleans, and those of environment variables. */
export function booleanOf(text: string): boolean | undefined {
  const word = text.toLowerCase();
  if (['true', 'yes', 'on', '1'].includes(word)) return true;
  return ['false', 'no', 'off', '0'].includes(word) ? false : undefined;
}

/** @param layers the later over the earlier. @param where what the settings are of, for messages. */
export function readerOf(layers: readonly Layer[], where: string): Reader {
  const layerWith = (key: string): Layer | undefined =>
    layers.findLast(({ settings }) => Object.hasOwn(settings, key));
  const origin = (key: string): Origin => layerWith(key)?.origin([key]) ?? { kind: 'default' };
  const wrong = (key: string, reason: string): ConfigError =>
    new ConfigError(`${where}: ${key} ${reason} (${describeOrigin(origin(key))})`);

  function given(keys: readonly string[]): readonly [string, Tree] | undefined {
    for (const key of keys) {
      const value = layerWith(key)?.settings[key] ?? '';
      if (value !== '') return [key, value];
    }
    return undefined;
  }

  function text(...keys: readonly string[]): string | undefined {
    const [key, value] = given(keys) ?? [];
    if (key === undefined || value === undefined) return undefined;
    if (typeof value === 'string') return value;
    throw wrong(key, 'must be a single value');
  }

  return {
    text,
    flag(key) {
      const value = text(key);
      const parsed = value === undefined ? undefined : booleanOf(value);
      if (value !== undefined && parsed === undefined)
        throw wrong(key, `must be true or false, not ${value}`);
      return parsed;
    },
    list(...keys) {
      const [key, value] = given(keys) ?? [];
      if (key === undefined || value === undefined) return undefined;
      const items: readonly Tree[] = Array.isArray(value) ? value : [value];
      return items.map((item) => {
        if (typeof item === 'string') return item;
        throw wrong(key, 'must be a single value or a list of them');
      });
    },
    origin,
    wrong,
  };
}
