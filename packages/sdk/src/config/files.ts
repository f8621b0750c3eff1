import { ConfigError } from '../errors.ts';
import { closest } from '../options.ts';
import type { Environment, Files } from '../platform/types.ts';
import type { OriginsOf } from './layer.ts';
import { isTreeMap, memberOf, mergeTrees, type TreeMap } from './tree.ts';
import { type Parsed, parseText } from './yaml.ts';

const suffixes = ['.yaml', '.yml', '.json'];

/** More than a configuration needs; a file that is larger is not even read. */
const maxBytes = 4 * 1024 * 1024;

/** A cloud as files define it. */
export interface FileCloud {
  readonly tree: TreeMap;
  readonly origins: OriginsOf;
}

/** The clouds that files define, and which files were read or would have been. */
export interface CloudFiles {
  /** By name, with the secure file laid over. */
  readonly clouds: ReadonlyMap<string, FileCloud>;
  readonly read: readonly string[];
  /** `cache: auth:` at the top: whether tokens are to be kept in the user's cache folder. */
  readonly cacheAuth: boolean;
  readonly searched: readonly string[];
}

/** Where to look: explicit paths must exist, and then nothing else is searched. */
export interface FileSelection {
  readonly configFile: string | undefined;
  readonly secureFile: string | undefined;
}

async function read(files: Files, path: string): Promise<Parsed | undefined> {
  // What cannot be looked at cannot be read either, and reading says why.
  const info = await files.stat(path).catch(() => null);
  if (info === undefined) return undefined;
  if (info?.kind === 'file' && info.size > maxBytes) {
    throw new ConfigError(`${path} is larger than ${maxBytes} bytes`);
  }
  let text: string | undefined;
  try {
    text = await files.readText(path);
  } catch (cause) {
    throw new ConfigError(`cannot read ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
  return text === undefined ? undefined : parseText(text, path);
}

/** The first file of this name in the directories. */
async function findFirst(
  files: Files,
  directories: readonly string[],
  name: string,
): Promise<Parsed | undefined> {
  for (const directory of directories) {
    for (const suffix of suffixes) {
      const found = await read(files, files.join(directory, name + suffix));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function at(parsed: Parsed, path: readonly string[]): string {
  const { line, column } = parsed.position(path) ?? { line: 1, column: 1 };
  return `${parsed.file}:${line}:${column}`;
}

/** The mappings below one key of a file, by name. */
function entriesOf(parsed: Parsed | undefined, key: string): TreeMap {
  if (parsed === undefined) return {};
  if (!Object.hasOwn(parsed.tree, key)) {
    const meant = closest(key, Object.keys(parsed.tree));
    if (meant === undefined) return {};
    throw new ConfigError(`${at(parsed, [meant])}: ${meant} is no key of this file; did you mean ${key}?`);
  }
  const entries = parsed.tree[key] ?? '';
  if (entries === '') return {};
  if (!isTreeMap(entries)) {
    throw new ConfigError(`${at(parsed, [key])}: ${key} must be a mapping from names to settings`);
  }
  for (const [name, entry] of Object.entries(entries)) {
    // A cloud whose settings are all left out is there, but empty.
    if (entry !== '' && !isTreeMap(entry)) {
      throw new ConfigError(`${at(parsed, [key, name])}: ${name} must be a mapping`);
    }
  }
  return entries;
}

/** Where a setting of one cloud stands in files, of which the first wins. */
function originsIn(sources: readonly (Parsed | undefined)[], prefix: readonly string[]): OriginsOf {
  return (path) =>
    sources.flatMap((source) => {
      const position = source?.position([...prefix, ...path]);
      return position === undefined ? [] : [{ kind: 'file', ...position }];
    });
}

function cloudsOf(config: Parsed | undefined, secure: Parsed | undefined): ReadonlyMap<string, FileCloud> {
  const open = entriesOf(config, 'clouds');
  const hidden = entriesOf(secure, 'clouds');
  const clouds = new Map<string, FileCloud>();
  for (const name of new Set([...Object.keys(open), ...Object.keys(hidden)])) {
    const [own, over] = [memberOf(open, name), memberOf(hidden, name)];
    const tree = over === '' ? own : mergeTrees(own, over);
    clouds.set(name, {
      tree: isTreeMap(tree) ? tree : {},
      origins: originsIn([secure, config], ['clouds', name]),
    });
  }
  return clouds;
}

function cacheAuthIn(parsed: Parsed | undefined): boolean | undefined {
  const cache = parsed?.tree['cache'];
  const value = isTreeMap(cache) ? cache['auth'] : undefined;
  if (parsed === undefined || typeof value !== 'string' || value === '') return undefined;
  if (/^(?:true|yes|on|1)$/i.test(value)) return true;
  if (/^(?:false|no|off|0)$/i.test(value)) return false;
  throw new ConfigError(`${at(parsed, ['cache', 'auth'])}: cache.auth must be true or false, not ${value}`);
}

/**
 * Reads the first `clouds` file and, by itself, the first `secure` file of the search path, or the ones that are
 * named. What is named must exist; what is found must be whole: no other file takes its place.
 */
export async function loadCloudFiles(
  files: Files,
  environment: Environment,
  selection: FileSelection,
): Promise<CloudFiles> {
  const { configDirectories: directories, variables } = environment;

  async function load(
    name: string,
    option: keyof FileSelection,
    variable: string,
  ): Promise<Parsed | undefined> {
    const named = selection[option] || variables[variable] || undefined;
    if (named === undefined) return findFirst(files, directories, name);
    const path = environment.expandHome(named);
    const found = await read(files, path);
    if (found !== undefined) return found;
    const by = selection[option] ? `the option ${option}` : variable;
    throw new ConfigError(`${by} names ${path}, but there is no such file`);
  }

  const config = await load('clouds', 'configFile', 'OS_CLIENT_CONFIG_FILE');
  const secure = await load('secure', 'secureFile', 'OS_CLIENT_SECURE_FILE');
  return {
    clouds: cloudsOf(config, secure),
    cacheAuth: cacheAuthIn(secure) ?? cacheAuthIn(config) ?? false,
    read: [config, secure].flatMap((found) => (found === undefined ? [] : [found.file])),
    searched: directories.map((directory) => files.join(directory, 'clouds.yaml')),
  };
}

/** The vendor profile of this name in the first `clouds-public` file of the search path. */
export async function findPublicCloud(
  files: Files,
  environment: Environment,
  name: string,
): Promise<FileCloud | undefined> {
  const found = await findFirst(files, environment.configDirectories, 'clouds-public');
  const profiles = entriesOf(found, 'public-clouds');
  const tree = memberOf(profiles, name);
  if (!isTreeMap(tree)) return undefined;
  return { tree, origins: originsIn([found], ['public-clouds', name]) };
}
