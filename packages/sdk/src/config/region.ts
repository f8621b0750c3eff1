import { ConfigError } from '../errors.ts';
import { mergeTrees } from './files.ts';
import { isTreeMap, type Tree, type TreeMap } from './yaml.ts';

interface Region {
  readonly name: string;
  readonly values: TreeMap;
}

function toRegion(tree: Tree, where: string): Region {
  if (typeof tree === 'string') return { name: tree, values: {} };
  const name = isTreeMap(tree) ? tree['name'] : undefined;
  const values = isTreeMap(tree) ? (tree['values'] ?? {}) : {};
  if (typeof name !== 'string')
    throw new ConfigError(`${where}: each of regions is a name, or a mapping with name and values`);
  return { name, values: isTreeMap(values) ? values : {} };
}

function mergedAuth(cloud: TreeMap, values: TreeMap): TreeMap {
  const auth = values['auth'];
  return auth === undefined ? {} : { auth: mergeTrees(cloud['auth'], auth) };
}

/** The cloud with the values of one region laid over: of the region that is asked for, or of the first. */
export function applyRegion(cloud: TreeMap, asked: string | undefined, where: string): TreeMap {
  const listed = cloud['regions'];
  if (!Array.isArray(listed)) return cloud;
  const regions = listed.map((tree: Tree) => toRegion(tree, where));
  const own = cloud['region_name'];
  const wanted = asked ?? (typeof own === 'string' && own !== '' ? own : undefined);
  const region = wanted === undefined ? regions[0] : regions.find(({ name }) => name === wanted);
  if (region === undefined) {
    if (wanted === undefined) return cloud;
    throw new ConfigError(
      `${where}: there is no region ${wanted}; regions lists ${regions.map(({ name }) => name).join(', ')}`,
    );
  }
  // A region may have an auth_url of its own and share the rest of auth with the others.
  return { ...cloud, ...region.values, ...mergedAuth(cloud, region.values), region_name: region.name };
}
