import { ConfigError } from '../errors.ts';
import type { Environment, Files } from '../platform/types.ts';
import { isTreeMap, parseTree, type Tree, type TreeMap } from './yaml.ts';

const suffixes = ['.yaml', '.yml', '.json'];

/** The clouds that files define, and which files were read or would have been. */
export interface CloudFiles {
  /** By name, with the secure file laid over. */
  readonly clouds: ReadonlyMap<string, TreeMap>;
  readonly read: readonly string[];
  readonly searched: readonly string[];
}

interface Found {
  readonly path: string;
  readonly tree: TreeMap;
}

/** Where to look: explicit paths must exist, and then nothing else is searched. */
export interface FileSelection {
  readonly configFile: string | undefined;
  readonly secureFile: string | undefined;
}

async function readTree(files: Files, path: string): Promise<Found | undefined> {
  let text: string | undefined;
  try {
    text = await files.readText(path);
  } catch (cause) {
    throw new ConfigError(`cannot read ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
  return text === undefined ? undefined : { path, tree: parseTree(text, path) };
}

async function findFirst(
  files: Files,
  directories: readonly string[],
  name: string,
  named: { readonly path: string; readonly by: string } | undefined,
): Promise<Found | undefined> {
  if (named !== undefined) {
    const found = await readTree(files, named.path);
    if (found === undefined)
      throw new ConfigError(`${named.by} names ${named.path}, but there is no such file`);
    return found;
  }
  for (const directory of directories) {
    for (const suffix of suffixes) {
      const found = await readTree(files, files.join(directory, name + suffix));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** One tree laid over another: mappings member by member, all else replaced. */
export function mergeTrees(base: Tree | undefined, over: Tree): Tree {
  if (!isTreeMap(base) || !isTreeMap(over)) return over;
  const merged: Record<string, Tree> = { ...base };
  for (const [key, value] of Object.entries(over)) merged[key] = mergeTrees(merged[key], value);
  return merged;
}

function cloudsOf(found: Found | undefined): TreeMap {
  const clouds = found?.tree['clouds'];
  if (found === undefined || clouds === undefined || clouds === '') return {};
  if (!isTreeMap(clouds))
    throw new ConfigError(`${found.path}: clouds must be a mapping from names to clouds`);
  return clouds;
}

/**
 * Reads the first clouds file and the first secure file of the search path (working directory, the user's
 * configuration directory, `/etc/openstack`), or the ones that are named.
 */
export async function loadCloudFiles(
  files: Files,
  environment: Environment,
  selection: FileSelection,
): Promise<CloudFiles> {
  const named = (
    option: string | undefined,
    variable: string,
    what: string,
  ): { path: string; by: string } | undefined => {
    const path = option ?? environment.variables[variable];
    if (path === undefined || path === '') return undefined;
    return { path: environment.expandHome(path), by: option === undefined ? variable : what };
  };
  const directories = environment.configDirectories;
  const config = await findFirst(
    files,
    directories,
    'clouds',
    named(selection.configFile, 'OS_CLIENT_CONFIG_FILE', 'the option configFile'),
  );
  const secure = await findFirst(
    files,
    directories,
    'secure',
    named(selection.secureFile, 'OS_CLIENT_SECURE_FILE', 'the option secureFile'),
  );
  const merged = mergeTrees(cloudsOf(config), cloudsOf(secure));
  const clouds = new Map<string, TreeMap>();
  for (const [name, cloud] of Object.entries(isTreeMap(merged) ? merged : {})) {
    if (!isTreeMap(cloud))
      throw new ConfigError(`${config?.path ?? 'clouds.yaml'}: the cloud ${name} must be a mapping`);
    clouds.set(name, cloud);
  }
  return {
    clouds,
    read: [config, secure].flatMap((found) => (found === undefined ? [] : [found.path])),
    searched: directories.map((directory) => files.join(directory, 'clouds.yaml')),
  };
}
