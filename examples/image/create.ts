/**
 * Creates an image from a qcow2 file. It is returned once the cloud holds all bytes, with the right digest.
 *
 *     qemu-img create -f qcow2 disk.qcow2 1G
 *     OS_CLOUD=mycloud node examples/.build/image/create.js disk.qcow2 ostk-example
 */
import { connect } from '@ostk/sdk';

const [file = 'disk.qcow2', name = 'ostk-example'] = process.argv.slice(2);

await using conn = await connect();

const image = await conn.image.uploadImage({
  name,
  data: file,
  diskFormat: 'qcow2',
  containerFormat: 'bare',
  visibility: 'private',
  properties: { os_distro: 'debian' },
  onProgress: ({ phase, bytes, total }) => console.error(`${phase} ${bytes} of ${total} bytes`),
});

console.log(`created ${image.id}`);
console.log(`status  ${image.status}`);
console.log(`size    ${image.size}`);
console.log(`${image.osHashAlgo}  ${image.osHashValue}`);
