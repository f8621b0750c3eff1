import { asArray, asRecord, asString } from '../json.ts';

/** One entry of a version document. */
export interface ApiVersion {
  /** Such as `v2.16`. */
  readonly id: string;
  readonly major: number;
  readonly minor: number;
  /** `CURRENT`, `SUPPORTED`, `DEPRECATED` or `EXPERIMENTAL`, in upper case. */
  readonly status: string;
  /** The `self` link as the service gives it; its host may be one that only the service knows. */
  readonly link: string | undefined;
}

function entry(value: unknown): readonly ApiVersion[] {
  const record = asRecord(value);
  const id = asString(record?.['id']);
  const match = id === undefined ? null : /^v?(\d+)(?:\.(\d+))?$/.exec(id);
  if (record === undefined || id === undefined || match === null) return [];
  const self = asArray(record['links'])
    .map(asRecord)
    .find((link) => link?.['rel'] === 'self');
  return [
    {
      id,
      major: Number(match[1]),
      minor: Number(match[2] ?? 0),
      status: (asString(record['status']) ?? '').toUpperCase(),
      link: asString(self?.['href']),
    },
  ];
}

/** The versions of a version document in any of its shapes, newest first; `undefined` if it is none. */
export function parseVersions(document: unknown): readonly ApiVersion[] | undefined {
  const root = asRecord(document);
  if (root === undefined) return undefined;
  const nested = asRecord(root['versions']);
  const entries =
    root['version'] === undefined ? asArray(nested?.['values'] ?? root['versions']) : [root['version']];
  const versions = entries.flatMap(entry);
  if (versions.length === 0) return undefined;
  return [...versions].sort((a, b) => b.major - a.major || b.minor - a.minor);
}

/** The major version that the last segment of a URL's path names, if it names one. */
export function versionInUrl(url: string): number | undefined {
  const match = /\/v(\d+)(?:\.\d+)?\/?$/.exec(new URL(url).pathname);
  return match === null ? undefined : Number(match[1]);
}

/**
 * Where the version lives, seen from the URL that its document was read from: scheme, host and path prefix of
 * that URL are the ones that are known to work; of the service's own link only the last segment counts.
 */
export function versionUrl(documentUrl: string, version: ApiVersion): string {
  const base = documentUrl.replace(/\/+$/, '');
  const segment =
    version.link === undefined ? undefined : /\/([^/]+)\/?$/.exec(version.link.split('?')[0] ?? '')?.[1];
  return `${base}/${segment !== undefined && /^v\d/.test(segment) ? segment : `v${version.major}`}`;
}
