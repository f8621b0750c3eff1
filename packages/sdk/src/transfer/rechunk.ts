/**
 * Cuts a stream into chunks of exactly `size` bytes; only the last one may be shorter. Each chunk has memory of
 * its own.
 */
export async function* rechunk(
  chunks: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  let buffer = new Uint8Array(size);
  let used = 0;
  for await (const chunk of chunks) {
    for (let offset = 0; offset < chunk.length;) {
      const part = chunk.subarray(offset, offset + size - used);
      buffer.set(part, used);
      used += part.length;
      offset += part.length;
      if (used === size) {
        yield buffer;
        buffer = new Uint8Array(size);
        used = 0;
      }
    }
  }
  if (used > 0) yield buffer.slice(0, used);
}
