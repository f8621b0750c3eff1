const cluster = 4096;
const gibibyte = 2 ** 30;

/**
 * A qcow2 image with nothing on it: what the hypervisor sends as the disk of a server that has never run.
 * @param size of the disk in GB
 */
export function emptyDisk(size: number): Uint8Array {
  const bytes = Math.max(1, size) * gibibyte;
  // A table of the second level has 512 entries, each for one cluster.
  const entries = bytes / (512 * cluster);
  const tableClusters = Math.ceil((entries * 8) / cluster);
  const clusters = 3 + tableClusters;
  const image = Buffer.alloc(clusters * cluster);
  image.write('QFI\u00fb', 0, 'latin1');
  image.writeUInt32BE(3, 4);
  image.writeUInt32BE(12, 20);
  image.writeBigUInt64BE(BigInt(bytes), 24);
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
