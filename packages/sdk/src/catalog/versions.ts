import { asArray, asRecord, asString, type JsonRecord } from '../json.ts';

/** The microversions that a service speaks, both ends included, such as `2.1` and `2.93`. */
export interface MicroversionRange {
  readonly min: string;
  readonly max: string;
}

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
  /** The microversions that this version speaks; left out if it has none (Keystone and Glance have none). */
  readonly microversions?: MicroversionRange;
}

function microversionsOf(record: JsonRecord): { microversions?: MicroversionRange } {
  const min = asString(record['min_version']);
  const max = asString(record['max_version'] ?? record['version']);
  // An empty text stands for none: Nova's own v2.0 has it.
  return min === undefined || max === undefined || min === '' || max === ''
    ? {}
    : { microversions: { min, max } };
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
      ...microversionsOf(record),
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

/** A version at the end of a path; older catalogs of Nova have a project's id behind it. */
const versionSegment = /\/v(\d+)(?:\.\d+)?(?:\/[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12})?\/*$/;

/** The major version that the end of a URL's path names, if it names one. */
export function versionInUrl(url: string): number | undefined {
  const match = versionSegment.exec(new URL(url).pathname);
  return match === null ? undefined : Number(match[1]);
}

/** The URL without its version (and project's id), and without a trailing slash. */
export function withoutVersion(url: string): string {
  return url.replace(versionSegment, '').replace(/\/+$/, '');
}

/** The URL up to its version, without a project's id behind it and without a trailing slash. */
export function upToVersion(url: string): string {
  const version = /\/v\d+(?:\.\d+)?/.exec(versionSegment.exec(url)?.[0] ?? '')?.[0] ?? '';
  return withoutVersion(url) + version;
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
