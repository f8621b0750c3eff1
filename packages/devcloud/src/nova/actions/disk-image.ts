const gibibyte = 2 ** 30;

/** GB: what is larger is made this large. */
const largest = 65_536;

/**
 * A qcow2 image with nothing on it: what the hypervisor sends as the disk of a server that has never run.
 * @param size of the disk in GB
 */
export function emptyDisk(size: number): Uint8Array {
  const gigabytes = Math.min(Math.max(1, size), largest);
  // Small clusters make a small file; large disks need large ones, so that one block of references is enough.
  const clusterBits = gigabytes > 64 ? 16 : 12;
  const cluster = 2 ** clusterBits;
  // A table of the second level fills one cluster, with eight bytes for each cluster of data.
  const entries = Math.ceil((gigabytes * gibibyte) / ((cluster / 8) * cluster));
  const clusters = 3 + Math.ceil((entries * 8) / cluster);
  const image = Buffer.alloc(clusters * cluster);
  image.write('QFI\u00FB', 0, 'latin1');
  image.writeUInt32BE(3, 4);
  image.writeUInt32BE(clusterBits, 20);
  image.writeBigUInt64BE(BigInt(gigabytes * gibibyte), 24);
  image.writeUInt32BE(entries, 36);
  image.writeBigUInt64BE(BigInt(3 * cluster), 40);
  image.writeBigUInt64BE(BigInt(cluster), 48);
  image.writeUInt32BE(1, 56);
  // References are counted in 16 bits each.
  image.writeUInt32BE(4, 96);
  image.writeUInt32BE(104, 100);
  image.writeBigUInt64BE(BigInt(2 * cluster), cluster);
  for (let index = 0; index < clusters; index += 1) image.writeUInt16BE(1, 2 * cluster + 2 * index);
  return image;
}
