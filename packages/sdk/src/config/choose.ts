import { ConfigError } from '../errors.ts';
import { closest } from '../options.ts';
import type { Platform } from '../platform/types.ts';
import { environmentCloud, environmentLayer } from './environment-cloud.ts';
import type { CloudFiles, FileSelection } from './files.ts';
import { type Layer, layerOf } from './layer.ts';

/** What decides which cloud it is, before any of its values are looked at. */
export interface CloudQuery extends FileSelection {
  readonly cloud: string | undefined;
  /** Whether the options say by themselves where to sign in, so that neither files nor environment are read. */
  readonly selfContained: boolean;
  /** Whether `OS_*` variables are laid over a cloud of a file. */
  readonly envOverrides: boolean;
}

/** The cloud that is meant. */
export interface Chosen {
  readonly name: string | undefined;
  readonly cloud: Layer;
  /** The `OS_*` variables, if they are laid over the cloud. */
  readonly environment: Layer | undefined;
  /** The `OS_*` variables, if they are there and have no part in it. */
  readonly ignored: Layer | undefined;
  /** The files that were read. */
  readonly files: readonly string[];
  /** Whether tokens are to be kept, as the files say. */
  readonly cacheAuth?: boolean;
}

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

/** The name of the cloud of a file: the one that is asked for, or the only one. */
function nameIn(files: CloudFiles, asked: string | undefined): string {
  if (asked !== undefined) return asked;
  const names = [...files.clouds.keys()];
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  throw new ConfigError(
    only === undefined
      ? `no cloud is configured: give auth, set OS_CLOUD or OS_AUTH_URL, or write clouds.yaml (looked for ${files.searched.join(', ')})`
      : `which cloud? ${files.read.join(', ')} has ${names.join(', ')}: name one with the option cloud or OS_CLOUD`,
  );
}

/**
 * Which cloud it is: what the options say by themselves; else the cloud that the option `cloud` or `OS_CLOUD` names;
 * else the one of the `OS_*` variables, if they say where to sign in; else the only one in clouds.yaml.
 */
export async function chooseCloud(platform: Platform, query: CloudQuery): Promise<Chosen> {
  const environment = platform.environment();
  const { variables } = environment;
  const over = query.envOverrides ? environmentLayer(variables) : undefined;
  if (query.selfContained && query.cloud === undefined) {
    const empty = layerOf({}, () => []);
    return { name: undefined, cloud: empty, environment: over, ignored: undefined, files: [] };
  }
  const asked = query.cloud ?? (variables['OS_CLOUD'] || undefined);
  const fromEnvironment = environmentCloud(variables);
  const environmentName = variables['OS_CLOUD_NAME'] || 'envvars';
  if (fromEnvironment !== undefined && (asked === undefined || asked === environmentName)) {
    return {
      name: environmentName,
      cloud: fromEnvironment,
      environment: undefined,
      ignored: undefined,
      files: [],
    };
  }
  const { loadCloudFiles } = await import('./files.ts');
  const files = await loadCloudFiles(platform.files, environment, query);
  const name = nameIn(files, asked);
  const found = files.clouds.get(name);
  if (found === undefined) throw unknownCloud(name, files);
  return {
    name,
    cloud: layerOf(found.tree, found.origins),
    environment: over,
    ignored: over === undefined ? environmentLayer(variables) : undefined,
    files: files.read,
    cacheAuth: files.cacheAuth,
  };
}
