import {
  type Alias,
  Composer,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  Parser,
  type YAMLMap,
} from 'yaml';
import { ConfigError } from '../errors.ts';
import { type Position, positionIn } from './position.ts';
import { isTreeMap, type Tree, type TreeMap } from './tree.ts';

/** More than any configuration needs; what is larger is a mistake or an attack. */
const limits = { characters: 1024 * 1024, depth: 64, values: 500_000 };

/** A file's content, and where in it each setting stands. */
export interface Parsed {
  readonly file: string;
  readonly tree: TreeMap;
  /** Of the value at a path of keys and indices, written with `-` or `_`; `undefined` if there is none. */
  position(path: readonly string[]): Position | undefined;
}

type Fail = (offset: number, reason: string) => never;

/** Plain (unquoted) words for null, in YAML and JSON: a value that is not given. */
const nulls = new Set(['~', 'null', 'Null', 'NULL']);

function offsetOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

/** Text as a document. Nesting is counted before anything walks down into it: the stack is finite. */
function composeDocument(text: string, fail: Fail): Document | undefined {
  const composer = new Composer({ schema: 'failsafe', prettyErrors: false, uniqueKeys: false });
  const parser = new Parser();
  const documents: Document[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) documents.push(...composer.next(token));
    if (parser.stack.length > limits.depth)
      fail(parser.offset, `nested more than ${limits.depth} levels deep`);
  }
  for (const token of parser.end()) documents.push(...composer.next(token));
  documents.push(...composer.end(true, text.length));
  const [first, second] = documents;
  const [error] = first?.errors ?? [];
  if (error !== undefined) fail(error.pos[0], error.message);
  if (second !== undefined) fail(second.range?.[0] ?? 0, 'there is more than one document in the file');
  return first;
}

interface Extent {
  readonly values: number;
  readonly depth: number;
}

/** Reads nodes as trees. What an alias stands for is read once and shared, so that no file can grow without end. */
class TreeReader {
  /** What each alias stands for. */
  readonly targets = new Map<Alias, unknown>();
  readonly #fail: Fail;
  readonly #anchors = new Map<string, unknown>();
  readonly #finished = new Map<unknown, Tree>();
  readonly #extents = new Map<Tree, Extent>();
  #values = 0;

  constructor(fail: Fail) {
    this.#fail = fail;
  }

  read(node: unknown, level = 0): Tree {
    if (isAlias(node)) return this.#alias(node, level);
    if (isNode(node) && 'anchor' in node && typeof node.anchor === 'string')
      this.#anchors.set(node.anchor, node);
    const before = this.#values;
    const tree = isSeq(node)
      ? node.items.map((item) => this.read(item, level + 1))
      : isMap(node)
        ? this.#map(node, level)
        : this.#scalar(node);
    this.#count(node, 1);
    this.#finished.set(node, tree);
    if (typeof tree !== 'string') {
      const inside = (Array.isArray(tree) ? tree : Object.values(tree)).map(
        (part) => this.#extents.get(part)?.depth ?? 0,
      );
      this.#extents.set(tree, {
        values: this.#values - before,
        depth: 1 + inside.reduce((a, b) => Math.max(a, b), 0),
      });
    }
    return tree;
  }

  #alias(alias: Alias, level: number): Tree {
    const offset = offsetOf(alias);
    const target = this.#anchors.get(alias.source);
    if (target === undefined) return this.#fail(offset, `there is no anchor &${alias.source} before this`);
    const tree = this.#finished.get(target);
    if (tree === undefined) return this.#fail(offset, `*${alias.source} stands inside of what it stands for`);
    this.targets.set(alias, target);
    const extent = this.#extents.get(tree) ?? { values: 1, depth: 0 };
    if (level + extent.depth > limits.depth)
      this.#fail(offset, `nested more than ${limits.depth} levels deep`);
    this.#count(alias, extent.values);
    return tree;
  }

  #map(node: YAMLMap, level: number): Tree {
    const own = new Map<string, Tree>();
    const merged: (readonly [string, Tree])[][] = [];
    for (const { key, value } of node.items) {
      if (!isScalar(key) || typeof key.value !== 'string')
        return this.#fail(offsetOf(key ?? node), 'a key must be text');
      const tree = this.read(value, level + 1);
      if (key.value === '<<') {
        const entries = mergedEntries(tree);
        this.#count(key, entries.length);
        merged.push([...entries]);
      } else if (own.has(key.value)) {
        this.#fail(offsetOf(key), `the key ${key.value} is there twice`);
      } else {
        own.set(key.value, tree);
      }
    }
    // What stands in the mapping itself wins; of several merged mappings, the first.
    return Object.fromEntries([...merged.flat().reverse(), ...own]);
  }

  #scalar(node: unknown): Tree {
    if (!isScalar(node) || typeof node.value !== 'string') return '';
    return node.type === 'PLAIN' && nulls.has(node.value) ? '' : node.value;
  }

  #count(node: unknown, more: number): void {
    this.#values += more;
    if (this.#values > limits.values)
      this.#fail(offsetOf(node), `more than ${limits.values} values, aliases counted`);
  }
}

function mergedEntries(tree: Tree): readonly (readonly [string, Tree])[] {
  if (isTreeMap(tree)) return Object.entries(tree);
  return Array.isArray(tree) ? tree.flatMap(mergedEntries) : [];
}

/** The node at a path, through aliases and merged mappings. */
function nodeAt(start: unknown, path: readonly string[], targets: ReadonlyMap<Alias, unknown>): unknown {
  const node = isAlias(start) ? targets.get(start) : start;
  const [key, ...rest] = path;
  if (key === undefined) return node;
  if (isSeq(node)) return nodeAt(node.items[Number(key)], rest, targets);
  if (!isMap(node)) return undefined;
  const named = (name: string): boolean => name === key || name.replaceAll('-', '_') === key;
  const pair = node.items.findLast((item) => isScalar(item.key) && named(String(item.key.value)));
  // A value that is not given stands where its key does.
  if (pair !== undefined)
    return rest.length > 0 || isNode(pair.value) ? nodeAt(pair.value, rest, targets) : pair.key;
  for (const item of node.items) {
    if (!isScalar(item.key) || item.key.value !== '<<') continue;
    const merged = isAlias(item.value) ? targets.get(item.value) : item.value;
    for (const source of isSeq(merged) ? merged.items : [merged]) {
      const found = nodeAt(source, path, targets);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/**
 * Parses YAML or JSON text, keeping every scalar as it was written.
 *
 * @throws ConfigError with the file's name, line and column if the text is not valid, not a mapping or beyond measure.
 */
export function parseText(text: string, file: string): Parsed {
  const fail: Fail = (offset, reason) => {
    const { line, column } = positionIn(text, file, offset);
    throw new ConfigError(`${file}:${line}:${column}: ${reason}`);
  };
  if (text.length > limits.characters)
    fail(limits.characters, `the file is larger than ${limits.characters} characters`);
  const document = composeDocument(text, fail);
  const contents = document?.contents;
  const reader = new TreeReader(fail);
  const tree = reader.read(contents);
  if (tree !== '' && !isTreeMap(tree))
    fail(offsetOf(contents), 'the file must hold a mapping with the key clouds');
  return {
    file,
    tree: isTreeMap(tree) ? tree : {},
    position(path) {
      const node = nodeAt(contents, path, reader.targets);
      return node === undefined ? undefined : positionIn(text, file, offsetOf(node));
    },
  };
}
