/**
 * Downloads an image in three ways, one after the other; each writes OUTFILE anew.
 *
 *     OS_CLOUD=mycloud node examples/.build/image/download.js ostk-example copy.qcow2
 */
import { createHash } from 'node:crypto';
import { open, writeFile } from 'node:fs/promises';
import { connect, type Connection, type Image } from '@ostk/sdk';

const [name = 'ostk-example', outfile = 'copy.qcow2'] = process.argv.slice(2);

/** Chunk by chunk, so that the size of the image does not matter; here with a digest of our own. */
async function downloadStream(conn: Connection, image: Image): Promise<void> {
  const stream = await conn.image.downloadImage(image, { stream: true, chunkSize: 1024 * 1024 });
  const { algorithm, value } = stream.digest ?? { algorithm: 'md5', value: stream.checksum };
  const hash = createHash(algorithm);
  await using file = await open(outfile, 'w');
  for await (const chunk of stream) {
    hash.update(chunk);
    await file.appendFile(chunk);
  }
  // The stream has compared the digest by itself already: it would have thrown an IntegrityError.
  if (hash.digest('hex') !== value) throw new Error(`${algorithm} differs`);
  console.log(`stream: ${image.size} bytes, ${algorithm} compared`);
}

/** All at once, into memory. */
async function downloadMemory(conn: Connection, image: Image): Promise<void> {
  const bytes = await conn.image.downloadImage(image);
  await writeFile(outfile, bytes);
  console.log(`memory: ${bytes.length} bytes, verified`);
}

/** Into a file, in parallel ranges; it gets its name only when it is whole and verified. */
async function downloadFile(conn: Connection, image: Image): Promise<void> {
  const { path, size, verified } = await conn.image.downloadImage(image, { output: outfile });
  console.log(
    `file:   ${size} bytes in ${path}, ${verified ? 'verified' : 'NOT verified: the cloud names no digest'}`,
  );
}

await using conn = await connect();

const image = await conn.image.findImage(name);
if (image === undefined) throw new Error(`there is no image ${name}`);

await downloadStream(conn, image);
await downloadMemory(conn, image);
await downloadFile(conn, image);
