import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether qemu-img is installed: false, or why a test that needs it cannot run. */
export const lacksQemu: string | false = await run('qemu-img', ['--version']).then(
  () => false as const,
  () => 'qemu-img is not installed',
);

/** The bytes of an empty disk image as qemu-img makes it. `size` is the disk's, as qemu-img reads it (`16M`). */
export async function makeDiskImage(format: string, size: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'ostk-disk-image-'));
  try {
    const path = join(folder, `disk.${format}`);
    await run('qemu-img', ['create', '-q', '-f', format, path, size]);
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
