import type { Value } from './data.ts';
import { isMapping } from './python-text.ts';

/** Nothing but ASCII, so that no locale and no terminal can spoil it. */
function ascii(json: string): string {
  return json.replaceAll(
    /[^\n -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function onOneLine(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (isMapping(value)) {
    const pairs = Object.entries(value).map(
      ([key, member]) => `${JSON.stringify(key)}: ${onOneLine(member)}`,
    );
    return `{${pairs.join(', ')}}`;
  }
  return JSON.stringify(value);
}

/** A value as JSON, with a line's end. */
export function toJson(value: Value, noindent: boolean): string {
  return `${ascii(noindent ? onOneLine(value) : JSON.stringify(value, null, 2))}\n`;
}
