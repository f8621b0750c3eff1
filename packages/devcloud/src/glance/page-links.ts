/** The links of a page. */
export interface PageLinks {
  readonly first: string;
  /** Undefined on the last page. */
  readonly next: string | undefined;
}

/**
 * The links of a page. Glance keeps one value of a repeated parameter only, the last: a client that follows `next` as it
 * stands loses all but one `tag`.
 * @param marker where the next page begins; undefined when there is none
 */
export function pageLinks(path: string, query: URLSearchParams, marker: string | undefined): PageLinks {
  const kept = new Map([...query].filter(([name]) => name !== 'marker'));
  const written = encode(kept);
  return {
    first: written === '' ? path : `${path}?${written}`,
    next: marker === undefined ? undefined : `${path}?${encode(new Map([...kept, ['marker', marker]]))}`,
  };
}

/** Writes a query as Python's `urlencode` does. */
function encode(parameters: ReadonlyMap<string, string>): string {
  return [...parameters].map(([name, value]) => `${quote(name)}=${quote(value)}`).join('&');
}

function quote(text: string): string {
  return encodeURIComponent(text)
    .replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
