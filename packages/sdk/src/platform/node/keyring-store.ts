import { randomBytes } from 'node:crypto';
import { platform } from 'node:os';
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type * as KeyringModule from '@napi-rs/keyring';
import { ConfigError } from '../../errors.ts';
import type { TokenStore } from '../types.ts';

type Keyring = Pick<typeof KeyringModule, 'AsyncEntry' | 'findCredentialsAsync'>;

const packageName = '@napi-rs/keyring';
const service = 'ostk';
const saltAccount = 'salt';
/** Windows takes 2560 bytes, two for each character. */
const longestText = platform() === 'win32' ? 1280 : Infinity;

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function loadKeyring(): Promise<Keyring> {
  try {
    return await import('@napi-rs/keyring');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    const why = isMissing ? 'which is not installed' : `which cannot be loaded (${reasonOf(error)})`;
    throw new ConfigError(
      `tokenCache: keyring needs the package ${packageName}, ${why}: npm install ${packageName}, or use tokenCache: 'file'`,
      { cause: error },
    );
  }
}

function entryOf(keyring: Keyring, account: string): KeyringModule.AsyncEntry {
  // Without this, Linux would fall back to a keyring of the kernel, which is not the user's and ends with the session.
  return new keyring.AsyncEntry(service, account, { linux: { store: 'secret-service' } });
}

/** Reads the salt or makes one. Two processes at their very first may differ: one login too many, and no harm. */
async function readSalt(keyring: Keyring): Promise<string> {
  const entry = entryOf(keyring, saltAccount);
  const found = await entry.getPassword();
  if (typeof found === 'string' && found !== '') return found;
  const made = randomBytes(32).toString('hex');
  await entry.setPassword(made);
  return made;
}

/** When an entry expires, and what it holds; `undefined` if somebody else wrote it. */
function partsOf(entry: string): { readonly expiresAt: number; readonly packed: string } | undefined {
  const [, expiresAt, packed] = /^(\d+)\.(.*)$/.exec(entry) ?? [];
  return packed === undefined ? undefined : { expiresAt: Number(expiresAt), packed };
}

/** Tokens in the keyring of the system: Secret Service, macOS Keychain, Windows Credential Manager. */
export class KeyringTokenStore implements TokenStore {
  readonly #keyring: Keyring;
  readonly #salt: string;
  readonly #longest: number;

  private constructor(keyring: Keyring, salt: string, longest: number) {
    this.#keyring = keyring;
    this.#salt = salt;
    this.#longest = longest;
  }

  /**
   * Rejects with ConfigError if the package is not installed, or if there is no keyring that can be used.
   *
   * @param longest characters that an entry may have; by default what the system takes.
   */
  static async open(longest: number = longestText): Promise<KeyringTokenStore> {
    const keyring = await loadKeyring();
    try {
      return new KeyringTokenStore(keyring, await readSalt(keyring), longest);
    } catch (error) {
      const wanted =
        platform() === 'linux'
          ? 'start and unlock a Secret Service (GNOME Keyring, KWallet, KeePassXC)'
          : 'unlock it';
      throw new ConfigError(
        `tokenCache: there is no keyring that can be used here (${reasonOf(error)}): ${wanted}, or use tokenCache: 'file'`,
        { cause: error },
      );
    }
  }

  async salt(): Promise<string> {
    return this.#salt;
  }

  async get(key: string): Promise<string | undefined> {
    const parts = partsOf((await entryOf(this.#keyring, key).getPassword()) ?? '');
    if (parts === undefined) return undefined;
    if (parts.expiresAt <= Date.now()) {
      await this.delete(key);
      return undefined;
    }
    return (await inflate(Buffer.from(parts.packed, 'base64'))).toString('utf8');
  }

  async set(key: string, text: string, expiresAt: number): Promise<void> {
    // A catalog says the same many times: packed, a token mostly fits where keyrings are small.
    const packed = `${Math.floor(expiresAt)}.${(await deflate(text)).toString('base64')}`;
    if (packed.length > this.#longest) await this.delete(key);
    else await entryOf(this.#keyring, key).setPassword(packed);
    await this.#sweep();
  }

  async delete(key: string): Promise<void> {
    await entryOf(this.#keyring, key).deleteCredential();
  }

  /** Removes what is of no use to anybody any more. */
  async #sweep(): Promise<void> {
    for (const { account, password } of await this.#keyring.findCredentialsAsync(service)) {
      const parts = partsOf(password);
      if (parts !== undefined && parts.expiresAt <= Date.now()) await this.delete(account);
    }
  }
}
