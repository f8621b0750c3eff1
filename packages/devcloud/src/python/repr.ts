import { isList, isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';

/** Writes a value as Python's `repr` does: `None`, `True`, strings in single quotes. */
export function repr(value: Json): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return reprText(value);
  if (isList(value)) return `[${value.map(repr).join(', ')}]`;
  if (!isObject(value)) return String(value);
  const members = Object.entries(value).map(([key, member]) => `${reprText(key)}: ${repr(member)}`);
  return `{${members.join(', ')}}`;
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

/**
 * Writes a value as Python's `pprint.pformat` does: keys sorted, on one line when it fits, else one member a line, and
 * long strings in pieces at their blanks.
 * @param width of a line
 */
export function pformat(value: Json, width: number): string {
  if (typeof value !== 'string' || repr(value).length <= width) {
    return format(sorted(value), { indent: 0, allowance: 0, width });
  }
  const pieces = textPieces(value, { indent: 1, allowance: 1, width });
  return pieces.length === 1 ? repr(value) : `(${pieces.join('\n ')})`;
}

function sorted(value: Json): Json {
  if (isList(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, sorted(member)]));
}

interface Room {
  /** Column at which the value begins. */
  readonly indent: number;
  /** Characters that must still fit behind it. */
  readonly allowance: number;
  readonly width: number;
}

function format(value: Json, room: Room): string {
  const flat = repr(value);
  if (flat.length <= room.width - room.indent - room.allowance) return flat;
  if (isList(value)) return `[${formatMembers(value, room, (item, inner) => format(item, inner))}]`;
  if (isObject(value)) return formatObject(value, room);
  return typeof value === 'string' ? textPieces(value, room).join(newLine(room.indent)) : flat;
}

function formatObject(value: JsonObject, room: Room): string {
  const lines = formatMembers(Object.entries(value), room, ([key, member], inner) => {
    const head = `${reprText(key)}: `;
    return head + format(member, { ...inner, indent: inner.indent + head.length });
  });
  return `{${lines}}`;
}

function formatMembers<Item>(
  items: readonly Item[],
  { indent, allowance, width }: Room,
  write: (item: Item, room: Room) => string,
): string {
  const last = items.length - 1;
  return items
    .map((item, index) =>
      write(item, { indent: indent + 1, allowance: index === last ? allowance + 1 : 1, width }),
    )
    .join(`,${newLine(indent + 1)}`);
}

function newLine(indent: number): string {
  return `\n${' '.repeat(indent)}`;
}

function textPieces(text: string, { indent, allowance, width }: Room): readonly string[] {
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
  return pieces.map(reprText);
}
