/** A configuration as it was written: every scalar is text, since `012` or `1e5` may be a password or an id. */
export type Tree = string | readonly Tree[] | { readonly [key: string]: Tree };

/** A mapping of a configuration. */
export type TreeMap = { readonly [key: string]: Tree };

/** Whether `tree` is a mapping. */
export function isTreeMap(tree: Tree | undefined): tree is TreeMap {
  return typeof tree === 'object' && !Array.isArray(tree);
}

/** What a mapping holds under a name, `''` if nothing: a name may be that of something every object has. */
export function memberOf(tree: Tree | undefined, name: string): Tree {
  return isTreeMap(tree) && Object.hasOwn(tree, name) ? (tree[name] ?? '') : '';
}

/** One tree laid over another: mappings member by member, all else replaced. */
export function mergeTrees(base: Tree | undefined, over: Tree): Tree {
  if (!isTreeMap(base) || !isTreeMap(over)) return over;
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) merged.set(key, mergeTrees(merged.get(key), value));
  return Object.fromEntries(merged);
}
