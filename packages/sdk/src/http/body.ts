import type { ByteStream } from '../platform/types.ts';

/** Joins chunks into one array. */
function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.length;
  }
  return all;
}

/** All chunks of a stream in one array. */
export async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return concat(chunks);
}

async function readInto(chunks: Uint8Array[], body: ByteStream, limit: number): Promise<void> {
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk.subarray(0, limit - size));
    size += chunk.length;
    if (size >= limit) break;
  }
}

/** The body as text, cut at `limit` bytes; what comes after is not read. */
export async function readText(body: ByteStream, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  await readInto(chunks, body, limit);
  return new TextDecoder().decode(concat(chunks));
}

/** As much of the body as can be had: what was received of a broken one is still the best explanation there is. */
export async function readBrokenText(body: ByteStream, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  await readInto(chunks, body, limit).catch(() => undefined);
  return new TextDecoder().decode(concat(chunks));
}

/** Reads and forgets a short body, so that its connection can be used again. */
export async function drain(body: ByteStream): Promise<void> {
  await readText(body, 64 * 1024);
}
