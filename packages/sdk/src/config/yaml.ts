import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type YAMLMap,
} from 'yaml';
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

/** Plain (unquoted) words for null, in YAML and JSON: a value that is not given. */
const nulls = new Set(['~', 'null', 'Null', 'NULL']);

type Fail = (node: Alias, reason: string) => never;

/** Reads nodes as trees. What an alias stands for is read once and shared, so that no file can grow without end. */
function treeReader(document: Document, fail: Fail): (node: unknown) => Tree {
  const finished = new Map<unknown, Tree>();
  const open = new Set<unknown>();

  function fromAlias(alias: Alias): Tree {
    const target = alias.resolve(document);
    if (target === undefined) fail(alias, `there is no anchor &${alias.source}`);
    if (open.has(target)) fail(alias, `*${alias.source} stands inside of what it stands for`);
    return finished.get(target) ?? read(target);
  }

  function fromMap(node: YAMLMap): Tree {
    const own: [string, Tree][] = [];
    const merged: (readonly [string, Tree])[] = [];
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : String(key);
      if (name === '<<') merged.push(...mergedEntries(read(value)));
      else own.push([name, read(value)]);
    }
    // What stands in the mapping itself wins; of several merged mappings, the first.
    return Object.fromEntries([...merged.reverse(), ...own]);
  }

  function fromNode(node: unknown): Tree {
    if (isSeq(node)) return node.items.map(read);
    if (isMap(node)) return fromMap(node);
    if (!isScalar(node) || typeof node.value !== 'string') return '';
    return node.type === 'PLAIN' && nulls.has(node.value) ? '' : node.value;
  }

  function read(node: unknown): Tree {
    if (isAlias(node)) return fromAlias(node);
    open.add(node);
    const tree = fromNode(node);
    open.delete(node);
    finished.set(node, tree);
    return tree;
  }

  return read;
}

/**
 * Parses YAML or JSON text, keeping every scalar as it was written.
 *
 * @throws ConfigError with the file's name, line and column if the text is not valid or not a mapping.
 */
export function parseTree(text: string, file: string): TreeMap {
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
  const broken = (offset: number, reason: string, cause?: Error): ConfigError => {
    const { line, col } = lines.linePos(offset);
    return new ConfigError(`${file}:${line}:${col}: ${reason}`, { cause });
  };
  const [error] = document.errors;
  if (error !== undefined) throw broken(error.pos[0], error.message, error);
  const read = treeReader(document, (alias, reason) => {
    throw broken(alias.range?.[0] ?? 0, reason);
  });
  const tree = read(document.contents);
  if (tree === '') return {};
  if (!isTreeMap(tree)) throw new ConfigError(`${file}: the file must hold a mapping with the key clouds`);
  return tree;
}
