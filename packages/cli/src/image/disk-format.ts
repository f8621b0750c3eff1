import { open } from 'node:fs/promises';
import { CommandError } from '../errors.ts';

interface Signature {
  readonly format: string;
  readonly offset: number;
  readonly bytes: string;
}

const signatures: readonly Signature[] = [
  { format: 'qcow2', offset: 0, bytes: 'QFI\u00FB' },
  { format: 'vhdx', offset: 0, bytes: 'vhdxfile' },
  { format: 'vmdk', offset: 0, bytes: 'KDMV' },
  { format: 'vmdk', offset: 0, bytes: '# Disk DescriptorFile' },
  { format: 'vdi', offset: 0x40, bytes: '\u007F\u0010\u00DA\u00BE' },
  { format: 'vhd', offset: 0, bytes: 'conectix' },
  { format: 'iso', offset: 0x8001, bytes: 'CD001' },
];

const headSize = 0x8006;

/** What is known of a local file before it is uploaded. */
export interface FileHead {
  /** Whether it is a regular file without a byte in it. */
  readonly isEmpty: boolean;
  /** The format that its first bytes tell; `undefined` if it could be anything, as a raw disk is. */
  readonly format: string | undefined;
}

/** The disk format whose signature the first bytes of a file bear. */
export function detectFormat(head: Uint8Array): string | undefined {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  return signatures.find(({ offset, bytes }) => text.startsWith(bytes, offset))?.format;
}

/** The error for a file that cannot be read. */
export function unreadable(path: string, cause: unknown): CommandError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const why = code === 'ENOENT' ? 'there is no such file' : cause instanceof Error ? cause.message : '';
  return new CommandError(`cannot read ${path}: ${why}`, { cause });
}

/** Looks at the beginning of a file. Pipes and devices are left alone: what is read of them is gone. */
export async function readHead(path: string): Promise<FileHead> {
  let handle;
  try {
    handle = await open(path, 'r');
    if (!(await handle.stat()).isFile()) return { isEmpty: false, format: undefined };
    const buffer = new Uint8Array(headSize);
    const { bytesRead } = await handle.read(buffer, 0, headSize, 0);
    return { isEmpty: bytesRead === 0, format: detectFormat(buffer.subarray(0, bytesRead)) };
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    await handle?.close();
  }
}
