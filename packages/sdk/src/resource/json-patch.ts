import { isRecord, type JsonRecord } from '../json.ts';

/** One operation of a JSON patch (RFC 6902). */
export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/** A member's name as a segment of a JSON pointer (RFC 6901). */
export function pointerSegment(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Whether two JSON values are the same, members of objects in any order. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && sameJson(a[name], b[name]))
  );
}

/**
 * The fewest operations on the members of `current` that bring about `changes`: what is the same already is left
 * out; `undefined` changes nothing, `null` removes a member, unless `keepsNull` says that it is to hold null.
 */
export function patchOf(
  current: JsonRecord,
  changes: JsonRecord,
  keepsNull: (name: string) => boolean = () => false,
): readonly PatchOperation[] {
  const operations: PatchOperation[] = [];
  for (const [name, value] of Object.entries(changes)) {
    const exists = Object.hasOwn(current, name);
    if (value === undefined || (exists && sameJson(current[name], value))) continue;
    const path = `/${pointerSegment(name)}`;
    if (value === null && !keepsNull(name)) {
      if (exists) operations.push({ op: 'remove', path });
    } else operations.push({ op: exists ? 'replace' : 'add', path, value });
  }
  return operations;
}
