/**
 * Takes a snapshot of a server, keeps the newest three, and with a file's name downloads the new one as well.
 *
 *     OS_CLOUD=mycloud node examples/.build/compute/snapshot.js my-server
 *     OS_CLOUD=mycloud node examples/.build/compute/snapshot.js my-server disk.img
 */
import { connect } from '@ostk/sdk';

const [nameOrId = '', output] = process.argv.slice(2);

await using conn = await connect();

const server = nameOrId === '' ? undefined : await conn.compute.findServer(nameOrId);
if (server === undefined) throw new Error(`there is no server ${nameOrId}`);

const name = `${server.name} ${new Date().toISOString().slice(0, 10)}`;
const { image, deleted, failed } = await conn.image.snapshotServer(server, { name, keep: 3 });
console.log(`created ${image.id}  ${image.size} bytes  ${name}`);
for (const old of deleted) console.log(`deleted ${old.id}  ${old.name}`);
for (const { image: old, error } of failed) console.error(`kept ${old.id}: ${error.message}`);

if (output !== undefined) {
  const { size, verified } = await conn.image.downloadImage(image, { output });
  console.log(`saved ${output}  ${size} bytes${verified ? ', verified' : ''}`);
}
