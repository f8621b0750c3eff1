import { abortable } from '../abort.ts';
import type { CachedToken } from '../auth/token-cache.ts';
import type { AuthContext, AuthPlugin, Token } from '../auth/types.ts';
import type { Events, ObservedLogin } from './events.ts';

/** A token with less life left than this is renewed before it is used. */
const margin = 120_000;

/** What a keeper is made of. */
export interface TokenKeeperParts {
  readonly plugin: AuthPlugin;
  readonly context: AuthContext;
  readonly onToken: (token: Token) => void;
  /** Where the token may be found, and is left for others. */
  readonly cache?: (() => Promise<CachedToken | undefined>) | undefined;
  readonly events: Events;
}

/** Whether a token will live long enough. One that has most of its life ahead would not be outlived by its successor. */
function isFresh(token: Token, life: number): boolean {
  const wanted = Math.min(Math.max(life, margin), token.lifetime / 2);
  return token.expiresAt - Date.now() > wanted;
}

interface Login {
  readonly token: Promise<Token>;
  /** Aborted when nobody waits any more: a person who is asked in the middle of it need not answer. */
  readonly abandon: AbortController;
  waiters: number;
}

/** Holds the current token; many callers at once cause one login. */
export class TokenKeeper {
  readonly #parts: TokenKeeperParts;
  readonly #cache: () => Promise<CachedToken | undefined>;
  #opened: Promise<CachedToken | undefined> | undefined;
  #current: Token | undefined;
  #login: Login | undefined;
  /** The token that was refused last: what the cache holds may still be it. */
  #refused: string | undefined;

  constructor(parts: TokenKeeperParts) {
    this.#parts = parts;
    this.#cache = () => (this.#opened ??= parts.cache?.() ?? Promise.resolve(undefined));
  }

  /**
   * A token that will live for another `life` milliseconds, or as long as a new one would.
   *
   * The login goes on when `signal` is aborted, as long as other callers wait for it as well.
   */
  async get(signal: AbortSignal | undefined, life: number = margin): Promise<Token> {
    signal?.throwIfAborted();
    const current = this.#current;
    if (current !== undefined && isFresh(current, life)) return current;
    const login = (this.#login ??= this.#begin(life));
    const { abandon } = login;
    login.waiters += 1;
    try {
      return await abortable(login.token, signal);
    } catch (error) {
      // Somebody else gave up, before this caller came.
      const isAbandoned = abandon.signal.aborted && error === abandon.signal.reason;
      if (!isAbandoned || signal?.aborted === true) throw error;
      return await this.get(signal, life);
    } finally {
      login.waiters -= 1;
      if (login.waiters === 0 && this.#login === login) abandon.abort(signal?.reason);
    }
  }

  #begin(life: number): Login {
    const abandon = new AbortController();
    return { token: this.#signIn(life, abandon.signal), abandon, waiters: 0 };
  }

  async #signIn(life: number, signal: AbortSignal): Promise<Token> {
    try {
      const token = await this.#observed(async () => {
        const cache = await this.#cache();
        if (cache === undefined) return { token: await this.#authenticate(signal), cached: false };
        const found = await this.#find(cache, life);
        if (found !== undefined) return { token: found, cached: true };
        return cache.exclusively(async () => {
          // Somebody else may have signed in meanwhile.
          const fresh = await this.#find(cache, life);
          if (fresh !== undefined) return { token: fresh, cached: true };
          const made = await this.#authenticate(signal);
          await cache.write(made);
          return { token: made, cached: false };
        });
      });
      this.#parts.onToken(token);
      this.#current = token;
      return token;
    } finally {
      this.#login = undefined;
    }
  }

  #authenticate(signal: AbortSignal): Promise<Token> {
    const { plugin, context } = this.#parts;
    return plugin.authenticate({ ...context, signal });
  }

  async #find(cache: CachedToken, life: number): Promise<Token | undefined> {
    const token = await cache.read();
    if (token === undefined || !isFresh(token, life)) return undefined;
    if (token.id.reveal() !== this.#refused) return token;
    await cache.remove();
    return undefined;
  }

  async #observed(work: () => Promise<{ readonly token: Token; readonly cached: boolean }>): Promise<Token> {
    const { events, context } = this.#parts;
    if (!events.isWanted('login')) return (await work()).token;
    const { authType, auth, name } = context.config;
    const login: ObservedLogin = { authType, authUrl: auth.authUrl, cloud: name };
    const started = performance.now();
    events.tell({ type: 'login:start', login });
    try {
      const { token, cached } = await work();
      const { expiresAt } = token;
      events.tell({ type: 'login:end', login, cached, expiresAt, duration: performance.now() - started });
      return token;
    } catch (error) {
      events.tell({ type: 'login:error', login, error, duration: performance.now() - started });
      throw error;
    }
  }

  /** Forgets the token if it is still the one that was refused. */
  invalidate(refused: Token): void {
    if (this.#current !== refused) return;
    this.#current = undefined;
    this.#refused = refused.id.reveal();
  }

  /** Forgets the token, here and in the cache. */
  async forget(): Promise<void> {
    this.#current = undefined;
    await (await this.#cache())?.remove();
  }
}
