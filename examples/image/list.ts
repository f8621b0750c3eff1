/**
 * Lists the images that this project sees.
 *
 *     OS_CLOUD=mycloud node examples/.build/image/list.js
 */
import { connect } from '@ostk/sdk';

await using conn = await connect();

for await (const image of conn.image.images({ sort: ['name', 'createdAt'] })) {
  console.log(
    `${image.id}  ${image.status.padEnd(11)}  ${String(image.size ?? '-').padStart(12)}  ${image.name}`,
  );
}
