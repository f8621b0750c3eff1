import { open, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileInfo, Files, OpenFile } from '../types.ts';

const flags = { read: 'r', create: 'w+', new: 'wx+', update: 'r+' } as const;

/** Whether `error` is a system error with the given code, such as `ENOENT`. */
function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

async function openFile(path: string, mode: keyof typeof flags): Promise<OpenFile> {
  const handle = await open(path, flags[mode]);
  // A pipe has no positions: it is read as it comes.
  const isFile = mode !== 'read' || (await handle.stat()).isFile();
  return {
    read: async (buffer, position) =>
      (await handle.read(buffer, 0, buffer.length, isFile ? position : null)).bytesRead,
    async write(chunks, position): Promise<void> {
      const { bytesWritten } = await handle.writev([...chunks], position);
      let missing = chunks.reduce((sum, chunk) => sum + chunk.length, 0) - bytesWritten;
      if (missing === 0) return;
      // A short write is legal (a nearly full disk): write the rest, or learn why it cannot be written.
      const rest = Buffer.concat(chunks).subarray(bytesWritten);
      let offset = 0;
      while (missing > 0) {
        const more = await handle.write(rest, offset, missing, position + bytesWritten + offset);
        offset += more.bytesWritten;
        missing -= more.bytesWritten;
      }
    },
    truncate: (size) => handle.truncate(size),
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
}

async function statFile(path: string): Promise<FileInfo | undefined> {
  try {
    const info = await stat(path);
    const kind = info.isFile() ? 'file' : info.isDirectory() ? 'directory' : 'other';
    return { kind, size: info.size };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return undefined;
    throw error;
  }
}

async function freeSpace(path: string): Promise<number | undefined> {
  try {
    const info = await statfs(dirname(resolve(path)));
    return info.bavail * info.bsize;
  } catch {
    return undefined;
  }
}

async function syncDirectoryOf(path: string): Promise<void> {
  let handle;
  try {
    handle = await open(dirname(resolve(path)), 'r');
    await handle.sync();
  } catch {
    // Windows and some network file systems cannot sync a directory; the rename itself was done.
  } finally {
    await handle?.close();
  }
}

/** The file system of the process. */
export const nodeFiles: Files = {
  stat: statFile,
  readText,
  open: openFile,
  rename: (from, to) => rename(from, to),
  remove: (path) => rm(path, { force: true }),
  freeSpace,
  syncDirectoryOf,
  pathOf: (url) => fileURLToPath(url),
  join: (...parts) => join(...parts),
  absolute: (path) => resolve(path),
};
