/** Any value that JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

/** Tells an object from every other JSON value, arrays and null included. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Tells a JSON array from every other JSON value. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/**
 * Parses JSON.
 * @returns the value, or undefined when the text is not JSON (which can never hold undefined itself)
 */
export function parseJson(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** How Python's `json.dumps` writes. */
export interface JsonStyle {
  /** Escape everything outside ASCII (`ensure_ascii`); false by default. */
  readonly ascii?: boolean;
  /** No blanks behind `,` and `:`, as Flask's `jsonify` writes; false by default. */
  readonly compact?: boolean;
}

/** Writes a value as Python's `json.dumps` does: a blank behind each comma and colon. */
export function dumps(value: Json, style: JsonStyle = {}): string {
  const [comma, colon] = style.compact === true ? [',', ':'] : [', ', ': '];
  const quote = style.ascii === true ? quoteAscii : (text: string) => JSON.stringify(text);
  const write = (item: Json): string => {
    if (typeof item === 'string') return quote(item);
    if (isList(item)) return `[${item.map(write).join(comma)}]`;
    if (isObject(item)) {
      const members = Object.entries(item).map(([key, member]) => `${quote(key)}${colon}${write(member)}`);
      return `{${members.join(comma)}}`;
    }
    return String(item);
  };
  return write(value);
}

function quoteAscii(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
