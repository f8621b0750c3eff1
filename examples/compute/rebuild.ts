/**
 * Makes a server from an image, then puts another image on it. Both are looked at first: one that does not fit is
 * refused before anything is touched.
 *
 *     OS_CLOUD=mycloud node examples/.build/compute/rebuild.js my-server m1.small debian-12 debian-13
 */
import { connect } from '@ostk/sdk';

const [name = '', flavorName = '', from = '', to = ''] = process.argv.slice(2);

await using conn = await connect();

const flavor = await conn.compute.findFlavor(flavorName);
if (flavor === undefined) throw new Error(`there is no flavor ${flavorName}`);
const [first, second] = await Promise.all([conn.image.findImage(from), conn.image.findImage(to)]);
if (first === undefined || second === undefined) throw new Error(`there is no image ${from} or ${to}`);

const server = await conn.compute.createServer({ name, image: first, flavor, networks: 'none', wait: true });
console.log(`created ${server.id}  ${server.status}  from ${first.name}`);

const rebuilt = await conn.compute.rebuildServer(server, { image: second, wait: true });
console.log(`rebuilt ${rebuilt.id}  ${rebuilt.status}  from ${second.name}`);
