import type { JsonObject } from '../python/json.ts';
import { explain } from './request.ts';
import type { Request } from './request.ts';

/** Names that nobody may use for a property. */
export const reservedNames: readonly string[] = [
  'locations',
  'deleted',
  'deleted_at',
  'direct_url',
  'self',
  'file',
  'schema',
];

/** What Glance keeps of every image in places of its own; the rest are properties. */
export const baseNames: ReadonlySet<string> = new Set([
  'checksum',
  'created_at',
  'container_format',
  'disk_format',
  'id',
  'min_disk',
  'min_ram',
  'name',
  'size',
  'virtual_size',
  'status',
  'tags',
  'owner',
  'updated_at',
  'visibility',
  'protected',
  'os_hidden',
]);

/** Attributes that no change may touch. */
export const readOnlyNames: ReadonlySet<string> = new Set([
  'created_at',
  'updated_at',
  'status',
  'checksum',
  'size',
  'virtual_size',
  'direct_url',
  'self',
  'file',
  'schema',
  'id',
  'os_hash_algo',
  'os_hash_value',
]);

/** Whether a name belongs to Glance itself. */
export function isReserved(name: string): boolean {
  return ['location', 'deleted', 'deleted_at'].includes(name) || name.startsWith('os_glance_');
}

/** What Glance says of a row that a database with three bytes a character cannot hold; undefined when it can. */
export function complaintAboutWide(row: JsonObject): string | undefined {
  for (const [name, value] of Object.entries(row)) {
    if (isWide(name)) return "Property names can't contain 4 byte unicode.";
    if (typeof value === 'string' && isWide(value)) {
      const title = name.toLowerCase().replaceAll(/(?<![a-z])[a-z]/g, (letter) => letter.toUpperCase());
      return `${title} can't contain 4 byte unicode characters.`;
    }
  }
  return undefined;
}

/** Refuses what such a database cannot hold. @throws 400 in Glance's words */
export function refuseWideCharacters(
  request: Request,
  attributes: JsonObject,
  tags: Iterable<string> = [],
): void {
  const complaint = complaintAboutWide(attributes);
  if (complaint !== undefined) throw explain(request, 400, complaint);
  if ([...tags].some(isWide)) throw explain(request, 400, "Param values can't contain 4 byte unicode.");
}

function isWide(text: string): boolean {
  return /[\u{10000}-\u{10FFFF}]/u.test(text);
}
