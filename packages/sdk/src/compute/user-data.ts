import { OptionError } from '../errors.ts';

/** Characters of base64 that Nova takes at most. */
const limit = 65_535;

/**
 * User data as Nova takes them: base64.
 *
 * @throws OptionError if they are too long.
 */
export function toUserData(where: string, data: string | Uint8Array): string {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  let binary = '';
  for (const byte of bytes) binary += String.fromCodePoint(byte);
  const encoded = btoa(binary);
  if (encoded.length > limit)
    throw new OptionError(
      `${where}: userData has ${bytes.length} bytes; Nova takes ${Math.floor((limit / 4) * 3)} at most`,
    );
  return encoded;
}
