import { createHash, getHashes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Image } from '@ostk/sdk';
import type { ShowCommand } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { unreadable } from '../../image/disk-format.ts';
import { givenImage, imageArgument } from '../../image/find-image.ts';
import { record } from '../../output/record.ts';

const file = { name: 'file', description: 'a local file' };

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** The digest that the cloud tells, the stronger one first. */
function expectedDigest(found: Image): { readonly algorithm: string; readonly value: string } {
  const { osHashAlgo, osHashValue, checksum } = found;
  if (osHashAlgo !== null && osHashValue !== null && getHashes().includes(osHashAlgo)) {
    return { algorithm: osHashAlgo, value: osHashValue };
  }
  if (checksum !== null) return { algorithm: 'md5', value: checksum };
  throw new CommandError(`the cloud tells no digest of image ${found.id}: it is ${found.status}`);
}

/** `image verify` */
export const command: ShowCommand = {
  output: 'record',
  description: "Compare a local file with an image's size and digest, without downloading anything.",
  arguments: [file, imageArgument],
  async run(context) {
    const { values, signal } = context;
    const path = values.argument(file);
    const size = await sizeOf(path);
    const { image: found } = await givenImage(context);
    const { algorithm, value } = expectedDigest(found);
    if (found.size !== size) {
      throw new CommandError(
        `${path} is not image ${found.id}: it has ${size} bytes, the image ${found.size}`,
      );
    }
    const hash = createHash(algorithm);
    await pipeline(createReadStream(path), hash, { signal });
    const actual = hash.digest('hex');
    if (actual !== value) {
      throw new CommandError(
        `${path} is not image ${found.id}: its ${algorithm} is ${actual}, the image's is ${value}`,
      );
    }
    return record({ file: path, id: found.id, size, algorithm, digest: actual, identical: true });
  },
};
