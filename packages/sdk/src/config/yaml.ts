import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { ConfigError } from '../errors.ts';

/** A configuration as it was written: every scalar is text, since `012` or `1e5` may be a password or an id. */
export type Tree = string | readonly Tree[] | { readonly [key: string]: Tree };

/** A mapping of a configuration. */
export type TreeMap = { readonly [key: string]: Tree };

/** Whether `tree` is a mapping. */
export function isTreeMap(tree: Tree | undefined): tree is TreeMap {
  return typeof tree === 'object' && !Array.isArray(tree);
}

function mergedEntries(tree: Tree): readonly (readonly [string, Tree])[] {
  if (isTreeMap(tree)) return Object.entries(tree);
  return Array.isArray(tree) ? tree.flatMap(mergedEntries) : [];
}

function toTree(node: unknown, document: Document): Tree {
  if (isAlias(node)) return toTree(node.resolve(document), document);
  if (isSeq(node)) return node.items.map((item) => toTree(item, document));
  if (isScalar(node)) return typeof node.value === 'string' ? node.value : '';
  if (!isMap(node)) return '';
  const own: [string, Tree][] = [];
  const merged: (readonly [string, Tree])[] = [];
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? String(key.value) : String(key);
    if (name === '<<') merged.push(...mergedEntries(toTree(value, document)));
    else own.push([name, toTree(value, document)]);
  }
  // What stands in the mapping itself wins; of several merged mappings, the first.
  return Object.fromEntries([...merged.reverse(), ...own]);
}

/**
 * Parses YAML or JSON text, keeping every scalar as it was written.
 *
 * @throws ConfigError with the file's name, line and column if the text is not valid or not a mapping.
 */
export function parseTree(text: string, file: string): TreeMap {
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new ConfigError(`${file}:${line}:${col}: ${error.message}`, { cause: error });
  }
  const tree = toTree(document.contents, document);
  if (tree === '') return {};
  if (!isTreeMap(tree)) throw new ConfigError(`${file}: the file must hold a mapping with the key clouds`);
  return tree;
}
