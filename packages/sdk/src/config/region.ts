import type { ConfigError } from '../errors.ts';
import { type Layer, layerOf, type Reader } from './layer.ts';
import type { Profile } from './profile.ts';
import { isTreeMap, type Tree, type TreeMap } from './tree.ts';
import type { Warn } from './warnings.ts';

interface Region {
  readonly name: string;
  readonly values: TreeMap;
}

/** What decides which region it is. */
export interface RegionQuery {
  /** The cloud and its profile, without what is laid over them. */
  readonly cloud: Reader;
  readonly layers: readonly Layer[];
  /** The region that options or environment ask for. */
  readonly asked: string | undefined;
  readonly profile: Profile | undefined;
  readonly warn: Warn;
}

type Wrong = (reason: string) => ConfigError;

function toRegion(tree: Tree, wrong: Wrong): Region {
  if (typeof tree === 'string') return { name: tree, values: {} };
  const { name = '', values = '', ...others } = isTreeMap(tree) ? tree : {};
  const isWhole = typeof name === 'string' && name !== '' && Object.keys(others).length === 0;
  if (!isWhole || (values !== '' && !isTreeMap(values))) {
    throw wrong('must be a list of names, or of mappings with name and values');
  }
  return { name, values: isTreeMap(values) ? values : {} };
}

interface List {
  readonly key: string;
  readonly layer: Layer;
  readonly regions: readonly Tree[];
}

/** What `regions` lists; in its absence, what an old `region_name` with several names does. */
function listed(query: RegionQuery): List | undefined {
  const { cloud, layers, warn } = query;
  const layer = layers.findLast(({ settings }) => (settings['regions'] ?? '') !== '');
  const regions = layer?.settings['regions'];
  if (layer !== undefined && regions !== undefined) {
    if (!Array.isArray(regions)) throw cloud.wrong('regions', 'must be a list');
    return { key: 'regions', layer, regions };
  }
  const source = layers.findLast(({ settings }) => Object.hasOwn(settings, 'region_name'));
  const names = cloud.list('region_name')?.flatMap((text) => text.split(','));
  if (source === undefined || names === undefined || names.length < 2) return undefined;
  const message = cloud.wrong('region_name', 'has several names: list them as regions').message;
  warn({ code: 'deprecated-key', message });
  return { key: 'region_name', layer: source, regions: names.map((name) => name.trim()) };
}

/** The layer of one region: the values that it has of its own, and its name unless that is given elsewhere. */
function regionLayer({ key, layer }: List, index: number, region: Region, isNamed: boolean): Layer {
  const { region_name: _, ...values } = region.values;
  return layerOf({ ...values, ...(!isNamed && { region_name: region.name }) }, (path) => {
    const place = path[0] === 'region_name' ? ['name'] : ['values', ...path];
    const entry = [key, String(index)];
    // A region that is but a name stands for all that is said of it.
    const origins = [[...entry, ...place], entry, [key]].map((at) => layer.origins(at));
    return origins.find(([first]) => first !== undefined) ?? [];
  });
}

/** A list that comes from a profile may be older than the cloud: it does not bind who names a region himself. */
function isBinding({ layer }: List, { layers, profile }: RegionQuery): boolean {
  if (profile === undefined || layer !== profile.layer) return true;
  const names = layers.some((own) => own !== layer && (own.settings['region_name'] ?? '') !== '');
  return !profile.isBuiltIn && !names;
}

/**
 * The region that is asked for, else the one that the cloud names, else the first that it lists; `undefined` if the
 * cloud lists none.
 *
 * @throws ConfigError that names the regions there are, if it is none of them.
 */
export function chooseRegion(query: RegionQuery): Layer | undefined {
  const { cloud, asked, warn } = query;
  const list = listed(query);
  if (list === undefined) return undefined;
  const { key } = list;
  const wrong: Wrong = (reason) => cloud.wrong(key, reason);
  const regions = list.regions.map((tree) => toRegion(tree, wrong));
  const named = asked ?? (key === 'regions' ? cloud.text('region_name') : undefined);
  const wanted = named ?? regions[0]?.name;
  if (wanted === undefined) return undefined;
  const index = regions.findIndex(({ name }) => name === wanted);
  const region = regions[index];
  if (region !== undefined) return regionLayer(list, index, region, named !== undefined);
  const names = regions.map(({ name }) => name).join(', ');
  const error = wrong(`lists ${names}; there is no region ${wanted}`);
  if (isBinding(list, query)) throw error;
  warn({ code: 'region', message: error.message });
  return undefined;
}
