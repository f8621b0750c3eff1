import { subscribe } from 'node:diagnostics_channel';
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import process from 'node:process';
import type { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

const checksumLength = 4;
/** Microseconds of work after which V8 may have thrown away what only the start has needed. */
const longRun = 2_000_000;

/** Node's own switch for what it keeps of this kind. */
const isOff = process.env['NODE_DISABLE_COMPILE_CACHE'] !== undefined;

/**
 * The folder for what may be deleted at any time, by the custom of the system. The SDK has the same for tokens, but
 * runs only after this.
 */
function cacheFolder(): string {
  const { XDG_CACHE_HOME: xdg = '', LOCALAPPDATA: local } = process.env;
  const home = homedir();
  if (process.platform === 'win32') return join(local ?? join(home, 'AppData', 'Local'), 'ostk', 'Cache');
  if (process.platform === 'darwin') return join(home, 'Library', 'Caches', 'ostk');
  return join(isAbsolute(xdg) ? xdg : join(home, '.cache'), 'ostk');
}

/** Each Node has a file of its own, since none reads the code of another. */
function cacheFile(): string {
  const folder = cacheFolder();
  // Without a home it would be wherever the program is started.
  if (!isAbsolute(folder)) throw new Error('there is no home');
  return join(folder, `code-node-${process.versions.node}-${process.arch}`);
}

/** V8 compares no more of the source than its length, and damaged code brings it down. */
function checksum(source: Buffer, code: Buffer): Buffer {
  const bytes = Buffer.alloc(checksumLength);
  bytes.writeUInt32BE(crc32(code, crc32(source)));
  return bytes;
}

function isOwn({ uid }: Stats): boolean {
  return process.getuid === undefined || uid === process.getuid();
}

/** Whether nobody else can have written it. Windows has no such bits: there the profile is private. */
function isSafe(file: Stats): boolean {
  return isOwn(file) && (process.platform === 'win32' || (file.mode & 0o022) === 0);
}

function readSafe(file: string): Buffer | undefined {
  const descriptor = openSync(file, 'r');
  try {
    return isSafe(fstatSync(descriptor)) ? readFileSync(descriptor) : undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** The code that an earlier run has kept of this source; `undefined` if there is none, or none to be trusted. */
export function keptCode(source: Buffer): Buffer | undefined {
  if (isOff) return undefined;
  try {
    const content = readSafe(cacheFile());
    const code = content?.subarray(checksumLength);
    if (content === undefined || code === undefined) return undefined;
    return checksum(source, code).equals(content.subarray(0, checksumLength)) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** Not `recursive`, which never ends where nothing can be made, as in /proc. */
function makeFolder(path: string): void {
  if (!existsSync(path)) mkdirSync(path, { mode: 0o700 });
}

/** Whole or not at all: others may read it meanwhile. */
function replaceFile(file: string, content: Buffer): void {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, content, { mode: 0o600 });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function write(source: Buffer, code: Buffer): void {
  try {
    const file = cacheFile();
    // As root by way of sudo, nothing is left in the home of somebody else.
    if (!isOwn(statSync(homedir()))) return;
    makeFolder(dirname(dirname(file)));
    makeFolder(dirname(file));
    replaceFile(file, Buffer.concat([checksum(source, code), code]));
  } catch {
    // Without it, the program only starts a little later.
  }
}

/** Keeps the code when this run ends well, if it is of the kind that has needed what others need. */
export function keepCode(script: Script, source: Buffer): void {
  if (isOff) return;
  let hasSpoken = false;
  // Help needs little of the program. Who has spoken with a cloud has been through most of it.
  subscribe('http.client.request.start', () => {
    hasSpoken = true;
  });
  process.once('exit', (exitCode) => {
    const { user, system } = process.cpuUsage();
    const isShort = user + system < longRun;
    if (exitCode === 0 && hasSpoken && isShort) write(source, script.createCachedData());
  });
}
