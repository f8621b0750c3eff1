/**
 * Deletes an image by its name.
 *
 *     OS_CLOUD=mycloud node examples/.build/image/delete.js ostk-example
 */
import { connect } from '@ostk/sdk';

const [name = 'ostk-example'] = process.argv.slice(2);

await using conn = await connect();

const image = await conn.image.findImage(name);
if (image === undefined) throw new Error(`there is no image ${name}`);

await conn.image.deleteImage(image);
console.log(`deleted ${image.id}`);
