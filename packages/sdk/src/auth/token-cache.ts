import { Secret } from '../config/secret.ts';
import type { CloudConfig } from '../config/types.ts';
import { asArray, asNumber, asRecord, asString, parseJson } from '../json.ts';
import type { Platform } from '../platform/types.ts';
import type { AuthPlugin, CatalogService, Named, Token, TokenScope } from './types.ts';

/**
 * Keeps tokens from one connection to the next. What it keeps is as good as a password until it expires. One that
 * fails is taken for one that holds nothing: the connection signs in.
 */
export interface TokenCache {
  /** The text that was kept under a key, or `undefined`. */
  get(key: string): Promise<string | undefined> | string | undefined;
  /** @param expiresAt milliseconds since 1970; the text is of no use afterwards. */
  set(key: string, text: string, expiresAt: number): Promise<void> | void;
  delete(key: string): Promise<void> | void;
  /** Runs `work` while nobody else runs one for the same key: many at once make one login. */
  exclusively?<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/**
 * Where tokens are kept: for this process, in the user's cache folder, in the keyring of the system (by the package
 * `@napi-rs/keyring`), or by an object of your own.
 */
export type TokenCacheChoice = 'memory' | 'file' | 'keyring' | TokenCache;

interface Entry {
  readonly text: string;
  readonly expiresAt: number;
}

const entries = new Map<string, Entry>();
const memory: TokenCache = {
  get: (key) => entries.get(key)?.text,
  set(key, text, expiresAt): void {
    for (const [name, entry] of entries) if (entry.expiresAt < Date.now()) entries.delete(name);
    entries.set(key, { text, expiresAt });
  },
  delete(key): void {
    entries.delete(key);
  },
};
const memorySalt: string = crypto.randomUUID();

function toHex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A name from which nobody finds out the text without the salt. */
async function keyedName(salt: string, text: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(salt), algorithm, false, ['sign']);
  return toHex(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
}

/** The same without a salt that is a secret: slow, so that guessing is. */
async function slowName(text: string): Promise<string> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', encoder.encode(text), 'PBKDF2', false, ['deriveBits']);
  const how = {
    name: 'PBKDF2',
    hash: 'SHA-256',
    salt: encoder.encode('ostk token cache'),
    iterations: 200_000,
  };
  return toHex(await crypto.subtle.deriveBits(how, key, 256));
}

/**
 * Identity, scope and secrets: somebody with another password is not given the token of the right one. In what
 * lasts, passcodes do not count: they are never the same, and to ask for them once is what the cache is for.
 */
function identityText(plugin: AuthPlugin, config: CloudConfig, counted: 'all' | 'lasting'): string {
  const { passcode, code } = config.auth;
  const passing = counted === 'all' ? [] : [passcode?.reveal(), code?.reveal()];
  const secrets = (plugin.secrets ?? [])
    .map((secret) => secret.reveal())
    .filter((one) => !passing.includes(one));
  return JSON.stringify([plugin.cacheKey, secrets]);
}

function toText(token: Token): string {
  return JSON.stringify({ version: 1, ...token, id: token.id.reveal() });
}

function named(value: unknown): Named | undefined {
  const record = asRecord(value);
  const id = asString(record?.['id']);
  return id === undefined ? undefined : { id, name: asString(record?.['name']) };
}

function scopeIn(value: unknown): TokenScope | undefined {
  const record = asRecord(value);
  const [project, domain] = [named(record?.['project']), named(record?.['domain'])];
  switch (record?.['kind']) {
    case 'project':
      return project && { kind: 'project', project, domain };
    case 'domain':
      return domain && { kind: 'domain', domain };
    case 'system':
      return { kind: 'system' };
    case 'unscoped':
      return { kind: 'unscoped' };
    default:
      return undefined;
  }
}

function serviceIn(value: unknown): readonly CatalogService[] {
  const record = asRecord(value);
  const type = asString(record?.['type']);
  if (record === undefined || type === undefined) return [];
  const endpoints = asArray(record['endpoints']).flatMap((one) => {
    const endpoint = asRecord(one);
    const [face, url] = [asString(endpoint?.['interface']), asString(endpoint?.['url'])];
    if (face === undefined || url === undefined) return [];
    return [{ interface: face, region: asString(endpoint?.['region']), url }];
  });
  return [{ type, name: asString(record['name']), endpoints }];
}

/** What was kept, if it is whole: a file may be of another version, or anything. */
function fromText(text: string): Token | undefined {
  const record = asRecord(parseJson(text));
  const id = asString(record?.['id']);
  const [expiresAt, lifetime] = [asNumber(record?.['expiresAt']), asNumber(record?.['lifetime'])];
  const scope = scopeIn(record?.['scope']);
  if (record?.['version'] !== 1 || id === undefined || scope === undefined) return undefined;
  if (expiresAt === undefined || lifetime === undefined) return undefined;
  const roles = asArray(record['roles']).flatMap((role) => asString(role) ?? []);
  const catalog = asArray(record['catalog']).flatMap(serviceIn);
  return { id: new Secret(id), expiresAt, lifetime, user: named(record['user']), scope, roles, catalog };
}

/** The place of one identity's token in a cache. A cache that fails holds nothing. */
export class CachedToken {
  readonly #cache: TokenCache;
  readonly #key: string;

  constructor(cache: TokenCache, key: string) {
    this.#cache = cache;
    this.#key = key;
  }

  async read(): Promise<Token | undefined> {
    try {
      const text = await this.#cache.get(this.#key);
      return text === undefined ? undefined : fromText(text);
    } catch {
      return undefined;
    }
  }

  async write(token: Token): Promise<void> {
    try {
      await this.#cache.set(this.#key, toText(token), token.expiresAt);
    } catch {
      // The token is good all the same.
    }
  }

  async remove(): Promise<void> {
    try {
      await this.#cache.delete(this.#key);
    } catch {
      // It is looked at before it is used the next time.
    }
  }

  /** Runs `work`, alone if the cache can see to that. */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    if (this.#cache.exclusively === undefined) return work();
    let begun: Promise<T> | undefined;
    const begin = (): Promise<T> => (begun ??= work());
    try {
      return await this.#cache.exclusively(this.#key, begin);
    } catch {
      // Whether the work failed or the cache: the work decides.
      return begin();
    }
  }
}

/**
 * The place for a plugin's token in the cache that was chosen; `undefined` if its tokens are not to be kept. Rejects
 * with ConfigError if the keyring was chosen and cannot be used.
 */
export async function openCachedToken(
  choice: TokenCacheChoice | undefined,
  plugin: AuthPlugin,
  config: CloudConfig,
  openStore: Platform['openTokenStore'],
): Promise<CachedToken | undefined> {
  if (choice === undefined || plugin.cacheKey === undefined) return undefined;
  if (choice === 'memory') {
    return new CachedToken(memory, await keyedName(memorySalt, identityText(plugin, config, 'all')));
  }
  const text = identityText(plugin, config, 'lasting');
  if (typeof choice !== 'string') return new CachedToken(choice, await slowName(text));
  try {
    const store = await openStore(choice);
    return new CachedToken(store, await keyedName(await store.salt(), text));
  } catch (error) {
    // The folder is taken as it comes; the keyring was asked for by name.
    if (choice === 'keyring') throw error;
    return undefined;
  }
}
