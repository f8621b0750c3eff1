import { createCipheriv, createHash } from 'node:crypto';

/** One mebibyte. */
export const MiB = 1024 * 1024;

/** Bytes that look random but are the same in each run. */
export function someBytes(size: number, seed = 0): Buffer {
  const key = Buffer.alloc(16, seed + 1);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size));
}

/** The digest in hexadecimal. */
export function hashOf(bytes: Uint8Array, algorithm = 'sha512'): string {
  return createHash(algorithm).update(bytes).digest('hex');
}

/** The chunks of a stream, in order. */
export async function chunksOf<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const chunks: T[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}
