import { OptionError } from '../errors.ts';

/**
 * A template tag for URL paths: every value becomes one segment, percent-encoded, so that an id with `/`, `?`
 * or `..` in it cannot reach another resource.
 *
 * @throws OptionError for an empty value, `.` and `..`.
 */
export function path(strings: TemplateStringsArray, ...values: readonly string[]): string {
  return strings.reduce((built, text, index) => {
    const value = values[index - 1] ?? '';
    if (value === '' || value === '.' || value === '..') {
      throw new OptionError(`"${value}" cannot be an id, a name or a tag in a URL`);
    }
    return built + encodeURIComponent(value) + text;
  });
}

/** Pairs in the order they are sent; a name may stand more than once. */
export type Query = readonly (readonly [name: string, value: string])[];

/** The URL with the query appended. */
export function withQuery(url: string, query: Query | undefined): string {
  if (query === undefined || query.length === 0) return url;
  return `${url}?${new URLSearchParams(query.map(([name, value]): [string, string] => [name, value])).toString()}`;
}

/** Characters of a URL's path, a slash at its end left out. */
export function pathLength(url: string): number {
  return new URL(url).pathname.replace(/\/+$/, '').length;
}
