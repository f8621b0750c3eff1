import type { Value } from './data.ts';

type Mapping = { readonly [key: string]: Value };

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether a value is a mapping. */
export function isMapping(value: Value): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text.replaceAll(/[\\\p{Cc}\u00A0\u00AD]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return escapes[character] ?? `\\x${code.toString(16).padStart(2, '0')}`;
  });
  return quote + (quote === "'" ? body.replaceAll("'", String.raw`\'`) : body) + quote;
}

/** A value as Python's `repr` writes it: scripts around `openstack` parse that form. */
function repr(value: Value): string {
  if (typeof value === 'string') return quoted(value);
  if (isList(value)) return `[${value.map(repr).join(', ')}]`;
  if (isMapping(value)) {
    const pairs = Object.entries(value).map(([key, member]) => `${quoted(key)}: ${repr(member)}`);
    return `{${pairs.join(', ')}}`;
  }
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}

/** A value as Python's `str` writes it: `True`, `None`, `['a', 'b']`; text as it is. */
export function pythonText(value: Value): string {
  return typeof value === 'string' ? value : repr(value);
}

/** A list for people: sorted, with commas between. */
export function humanList(value: Value): string {
  return isList(value) ? value.map(pythonText).sort().join(', ') : pythonText(value);
}

/** A mapping for people: `a='1', b='2'`, sorted by name. */
export function humanMapping(value: Value): string {
  if (!isMapping(value)) return pythonText(value);
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => (member === null ? `${key}=` : `${key}='${pythonText(member)}'`))
    .join(', ');
}
