import type { Platform } from '../platform/types.ts';
import type { DigestValue } from '../transfer/integrity.ts';
import type { Image } from './types.ts';

/** The digests that Glance names for an image, strongest first; `checksum` is MD5. */
export function digestsOf(image: Image): readonly DigestValue[] {
  const { osHashAlgo: algorithm, osHashValue: value, checksum } = image;
  return [
    ...(algorithm !== null && value !== null ? [{ algorithm: algorithm.toLowerCase(), value }] : []),
    ...(checksum === null ? [] : [{ algorithm: 'md5', value: checksum }]),
  ];
}

/** The strongest digest of an image that can be computed here, if any. */
export function digestOf(platform: Platform, image: Image): DigestValue | undefined {
  return digestsOf(image).find(({ algorithm }) => platform.hasDigest(algorithm));
}
