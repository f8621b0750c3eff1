import { randomBytes } from 'node:crypto';
import { chmod, link, lstat, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import type { ProcessIdentity, TokenStore } from '../types.ts';
import { homeDirectory } from './home.ts';

const poll = 25;
/** A login that takes longer is not waited for. */
const patience = 30_000;
const week = 7 * 24 * 3600 * 1000;

/** The folder for what may be deleted at any time, by the custom of the system. */
function cacheFolder(): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = process.env;
  const home = homeDirectory();
  if (platform() === 'win32') return join(local ?? join(home, 'AppData', 'Local'), 'ostk', 'Cache', 'tokens');
  if (platform() === 'darwin') return join(home, 'Library', 'Caches', 'ostk', 'tokens');
  return join(xdg === undefined || xdg === '' ? join(home, '.cache') : xdg, 'ostk', 'tokens');
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

async function absentAs<T>(absent: T, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return absent;
    throw error;
  }
}

/** Whether a file or folder is ours and nobody else's. Windows has no such bits: there the profile is private. */
async function isPrivate(path: string): Promise<boolean> {
  if (platform() === 'win32') return true;
  const { uid, mode } = await lstat(path);
  return uid === process.getuid?.() && (mode & 0o077) === 0;
}

async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
}

/** Tokens in files that only their user can read, shared by processes. */
export class FileTokenStore implements TokenStore {
  readonly #folder: string;
  readonly #process: ProcessIdentity;

  private constructor(folder: string, self: ProcessIdentity) {
    this.#folder = folder;
    this.#process = self;
  }

  /** Makes the folder if there is none; rejects if others can look into it. */
  static async open(self: ProcessIdentity): Promise<FileTokenStore> {
    const folder = cacheFolder();
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (!(await isPrivate(folder))) await chmod(folder, 0o700);
    if (!(await isPrivate(folder))) throw new Error(`${folder} belongs to somebody else`);
    return new FileTokenStore(folder, self);
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }

  #temporary(): string {
    return this.#path(`${this.#process.id}-${randomBytes(8).toString('hex')}.tmp`);
  }

  async salt(): Promise<string> {
    const path = this.#path('salt');
    const known = await absentAs('', readFile(path, 'latin1'));
    if (known !== '') return known;
    const temporary = this.#temporary();
    await writeNew(temporary, randomBytes(32).toString('hex'));
    try {
      // The first one wins; a link, unlike a rename, takes nothing away.
      await link(temporary, path);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    } finally {
      await rm(temporary, { force: true });
    }
    return readFile(path, 'latin1');
  }

  async get(key: string): Promise<string | undefined> {
    const path = this.#path(`${key}.json`);
    const text = await absentAs(undefined, readFile(path, 'utf8'));
    return text !== undefined && (await isPrivate(path)) ? text : undefined;
  }

  async set(key: string, text: string): Promise<void> {
    const temporary = this.#temporary();
    try {
      await writeNew(temporary, text);
      await rename(temporary, this.#path(`${key}.json`));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await this.#sweep();
  }

  async delete(key: string): Promise<void> {
    await rm(this.#path(`${key}.json`), { force: true });
  }

  async exclusively<T>(key: string, work: () => Promise<T>): Promise<T> {
    const path = this.#path(`${key}.lock`);
    const isOurs = await this.#lock(path);
    try {
      return await work();
    } finally {
      if (isOurs) await rm(path, { force: true });
    }
  }

  /** Whether the lock was got within the time; without it there may be one login too many, and no harm. */
  async #lock(path: string): Promise<boolean> {
    for (const end = performance.now() + patience; performance.now() < end; await pause(poll)) {
      try {
        await writeNew(path, String(this.#process.id));
        return true;
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      if (await this.#isLeft(path)) await rm(path, { force: true });
    }
    return false;
  }

  /** Whether whoever holds the lock has died. */
  async #isLeft(path: string): Promise<boolean> {
    const [text, info] = await Promise.all([
      absentAs(undefined, readFile(path, 'latin1')),
      absentAs(undefined, stat(path)),
    ]);
    if (text === undefined || info === undefined) return false;
    if (Date.now() - info.mtimeMs > 2 * patience) return true;
    return /^\d+$/.test(text) && !this.#process.isRunning(Number(text));
  }

  /** Removes what is of no use to anybody any more. */
  async #sweep(): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      if (!/\.(?:json|lock|tmp)$/.test(name)) continue;
      const info = await absentAs(undefined, stat(this.#path(name)));
      if (info !== undefined && Date.now() - info.mtimeMs > week) await rm(this.#path(name), { force: true });
    }
  }
}
