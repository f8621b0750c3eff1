import { isList, isObject } from '../json.ts';
import type { Json } from '../json.ts';

/** Writes a value as Python's `repr` does: `None`, `True`, strings in single quotes. */
export function repr(value: Json): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return reprText(value);
  if (isList(value)) return `[${value.map(repr).join(', ')}]`;
  if (isObject(value)) {
    return `{${sorted(value)
      .map(([key, member]) => `${reprText(key)}: ${repr(member)}`)
      .join(', ')}}`;
  }
  return String(value);
}

function reprText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(quote, `\\${quote}`);
  return `${quote}${escaped}${quote}`;
}

function sorted(value: { readonly [key: string]: Json }): readonly (readonly [string, Json])[] {
  return Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
}

/**
 * Writes a value as Python's `pprint.pformat` does: on one line when it fits, else one member a line, and long strings in
 * pieces at their blanks.
 * @param width of a line
 */
export function pformat(value: Json, width: number): string {
  return format(value, 0, 0, width);
}

function format(value: Json, indent: number, allowance: number, width: number): string {
  const flat = repr(value);
  const room = width - indent - allowance;
  if (flat.length <= room) return flat;
  if (isObject(value)) return formatObject(value, indent, allowance, width);
  if (isList(value)) {
    return `[${members(value, (item, last) => format(item, indent + 1, last ? allowance + 1 : 1, width), indent + 1)}]`;
  }
  return typeof value === 'string' ? formatText(value, indent, allowance, width) : flat;
}

function formatObject(
  value: { readonly [key: string]: Json },
  indent: number,
  allowance: number,
  width: number,
): string {
  const lines = members(
    sorted(value),
    ([key, member], last) => {
      const head = `${reprText(key)}: `;
      return head + format(member, indent + 1 + head.length, last ? allowance + 1 : 1, width);
    },
    indent + 1,
  );
  return `{${lines}}`;
}

function members<Item>(
  items: readonly Item[],
  write: (item: Item, last: boolean) => string,
  indent: number,
): string {
  return items.map((item, index) => write(item, index === items.length - 1)).join(`,\n${' '.repeat(indent)}`);
}

function formatText(text: string, indent: number, allowance: number, width: number): string {
  const words = text.match(/\S*\s*/g)?.filter((word) => word !== '') ?? [];
  const pieces: string[] = [];
  let current = '';
  for (const [index, word] of words.entries()) {
    const room = width - indent - (index === words.length - 1 ? allowance : 0);
    if (reprText(current + word).length > room) {
      if (current !== '') pieces.push(current);
      current = word;
    } else current += word;
  }
  if (current !== '') pieces.push(current);
  return pieces.map(reprText).join(`\n${' '.repeat(indent)}`);
}
