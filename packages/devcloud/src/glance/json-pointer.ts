import { explain } from './request.ts';
import type { Request } from './request.ts';

/**
 * Reads a JSON pointer as Glance does: stricter than RFC 6901, and blanks around a part do not count.
 * @throws 400 in Glance's words
 */
export function decodePointer(request: Request, pointer: string): readonly [root: string, ...rest: string[]] {
  const refuse = (why: string): Error => explain(request, 400, `Pointer \`${pointer}\` ${why}`);
  if (!pointer.startsWith('/')) throw refuse('does not start with "/".');
  if (/\/\s*?\//.test(pointer.slice(1))) throw refuse('contains adjacent "/".');
  if (pointer.length > 1 && pointer.endsWith('/')) throw refuse('end with "/".');
  if (pointer.slice(1).trim() === '/') throw refuse('does not contains valid token.');
  if (/~[^01]/.test(pointer) || pointer.endsWith('~')) {
    throw refuse('contains "~" not part of a recognized escape sequence.');
  }
  const [root = '', ...rest] = pointer
    .replace(/^\/+/, '')
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~').trim());
  return [root, ...rest];
}
