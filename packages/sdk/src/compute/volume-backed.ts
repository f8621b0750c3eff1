import type { Image } from '../image/types.ts';

/**
 * Whether an image is the snapshot of a server whose disk is a volume: it holds no data, but names the snapshots of
 * volumes that Cinder keeps. Deleting the image leaves those.
 */
export function isVolumeBacked(image: Image): boolean {
  const mapping = image.properties['block_device_mapping'];
  return mapping !== undefined && mapping !== '' && mapping !== '[]';
}
