import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

/** A disk format that the data of an image turn out to have. */
export interface Finding {
  readonly format: string;
  /** Size of the disk in bytes, as the header tells. */
  readonly virtualSize: number;
  /** False when the image could reach beyond itself: a backing file, an external data file, a banned format. */
  readonly safe: boolean;
}

type Inspector = (
  head: Buffer,
  file: FileHandle,
  size: number,
) => Promise<Finding | undefined> | Finding | undefined;

/** Covers every header but that of VHDX, which lies further in. */
const headSize = 64 * 1024;

/**
 * Finds out which disk formats a file has, from its headers alone.
 * @param size of the file in bytes
 * @returns every format that matches; none for raw data
 */
export async function inspectFile(path: string, size: number): Promise<readonly Finding[]> {
  const file = await open(path, 'r');
  try {
    const head = await readAt(file, 0, headSize);
    const findings: Finding[] = [];
    for (const inspector of inspectors) {
      const finding = await inspector(head, file, size);
      if (finding !== undefined) findings.push(finding);
    }
    return findings;
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

const qcow2: Inspector = (head) => {
  if (head.length < 512 || head.toString('latin1', 0, 4) !== 'QFI\xfb') return undefined;
  const version = head.readUInt32BE(4);
  const backingFile = head.readBigUInt64BE(8) !== 0n;
  const features = head.readBigUInt64BE(72);
  const externalData = (features & 4n) !== 0n;
  const unknown = version === 2 ? false : version !== 3 || features >= 16n;
  return {
    format: 'qcow2',
    virtualSize: Number(head.readBigUInt64BE(24)),
    safe: !backingFile && !externalData && !unknown,
  };
};

const qed: Inspector = (head) =>
  head.length >= 512 && head.toString('latin1', 0, 4) === 'QED\0'
    ? { format: 'qed', virtualSize: 0, safe: false }
    : undefined;

const vhd: Inspector = (head) =>
  head.length >= 512 && head.toString('latin1', 0, 8) === 'conectix'
    ? { format: 'vhd', virtualSize: Number(head.readBigUInt64BE(40)), safe: true }
    : undefined;

const vdi: Inspector = (head) =>
  head.length >= 512 && head.readUInt32LE(0x40) === 0xbe_da_10_7f
    ? { format: 'vdi', virtualSize: Number(head.readBigUInt64LE(0x170)), safe: true }
    : undefined;

const vmdk: Inspector = (head) => {
  if (head.length < 512 || head.toString('latin1', 0, 4) !== 'KDMV') return undefined;
  const start = Number(head.readBigUInt64LE(28)) * 512;
  const length = Number(head.readBigUInt64LE(36)) * 512;
  const descriptor = head.toString('latin1', start, start + length).replace(/\0+$/, '');
  const type = /createType="([^"]*)"/.exec(descriptor)?.[1] ?? '';
  const known = type === 'monolithicSparse' || type === 'streamOptimized';
  const extents = descriptor.split('\n').filter((line) => /^(?:rw|rdonly|noaccess) /i.test(line.trim()));
  return {
    format: 'vmdk',
    virtualSize: known ? Number(head.readBigUInt64LE(12)) * 512 : 0,
    safe: known && extents.length > 0 && !extents.some((line) => line.includes('/')),
  };
};

const iso: Inspector = (head) => {
  const descriptor = head.subarray(32 * 1024, 34 * 1024);
  if (
    descriptor.length < 2048 ||
    !['CD001', 'NSR02', 'NSR03'].includes(descriptor.toString('latin1', 1, 6))
  ) {
    return undefined;
  }
  const virtualSize = descriptor[0] === 1 ? descriptor.readUInt32LE(80) * descriptor.readUInt16LE(128) : 0;
  return { format: 'iso', virtualSize, safe: true };
};

const gpt: Inspector = (head, _file, size) => {
  if (head.length < 512 || head.readUInt16LE(510) !== 0xaa_55) return undefined;
  const isFat = head[0x10] === 2 && head[0x15] === 0xf8;
  // What is odd about a partition table is logged by Glance, and forgiven.
  return isFat ? undefined : { format: 'gpt', virtualSize: size, safe: true };
};

const luks: Inspector = (head, _file, size) => {
  if (head.length < 592 || head.toString('latin1', 0, 6) !== 'LUKS\xba\xbe') return undefined;
  const virtualSize = size - head.readUInt32BE(104) * 512;
  return { format: 'luks', virtualSize, safe: head.readUInt16BE(6) === 1 };
};

const vhdx: Inspector = async (head, file) => {
  if (head.toString('latin1', 0, 8) !== 'vhdxfile') return undefined;
  return { format: 'vhdx', virtualSize: await vhdxSize(file), safe: true };
};

const metadataRegion = '06a27c8b90479a4bb8fe575f050f886e';
const virtualDiskSize = '2442a52f1bcd7648b2115dbed83bf4b8';

/** VHDX keeps the size in a table behind a table, both found by GUID. @returns 0 when it is not there */
async function vhdxSize(file: FileHandle): Promise<number> {
  const regions = await readAt(file, 192 * 1024, 64 * 1024);
  if (regions.length < 16 || regions.toString('latin1', 0, 4) !== 'regi') return 0;
  const region = entries(regions, 16, regions.readUInt32LE(8)).find(
    (entry) => guidOf(entry) === metadataRegion,
  );
  if (region === undefined) return 0;
  const start = Number(region.readBigUInt64LE(16));
  const metadata = await readAt(file, start, 64 * 1024);
  if (metadata.length < 32 || metadata.toString('latin1', 0, 8) !== 'metadata') return 0;
  const item = entries(metadata, 32, metadata.readUInt16LE(10)).find(
    (entry) => guidOf(entry) === virtualDiskSize,
  );
  if (item === undefined) return 0;
  const value = await readAt(file, start + item.readUInt32LE(16), 8);
  return value.length < 8 ? 0 : Number(value.readBigUInt64LE(0));
}

function entries(table: Buffer, first: number, count: number): readonly Buffer[] {
  const all = Array.from({ length: Math.min(count, 2047) }, (_, index) =>
    table.subarray(first + index * 32, first + (index + 1) * 32),
  );
  return all.filter((entry) => entry.length === 32);
}

function guidOf(entry: Buffer): string {
  return entry.toString('hex', 0, 16);
}

const inspectors: readonly Inspector[] = [qcow2, qed, vhd, vhdx, vmdk, vdi, iso, gpt, luks];
