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

/** Whether a name belongs to Glance itself. */
export function isReserved(name: string): boolean {
  return ['location', 'deleted', 'deleted_at'].includes(name) || name.startsWith('os_glance_');
}

/** Refuses what a database with three bytes a character cannot hold. @throws 400 in Glance's words */
export function refuseWideCharacters(request: Request, attributes: JsonObject): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (isWide(name)) throw explain(request, 400, "Property names can't contain 4 byte unicode.");
    if (typeof value === 'string' && isWide(value)) {
      const title = name.toLowerCase().replaceAll(/(?<![a-z])[a-z]/g, (letter) => letter.toUpperCase());
      throw explain(request, 400, `${title} can't contain 4 byte unicode characters.`);
    }
  }
}

function isWide(text: string): boolean {
  return /[\u{10000}-\u{10FFFF}]/u.test(text);
}
