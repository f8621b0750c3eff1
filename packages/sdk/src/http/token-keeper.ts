import { abortable } from '../abort.ts';
import type { AuthContext, AuthPlugin, Token } from '../auth/types.ts';

/** A token with less life left than this is renewed before it is used. */
const margin = 120_000;

/** Holds the current token; many callers at once cause one login. */
export class TokenKeeper {
  readonly #plugin: AuthPlugin;
  readonly #context: AuthContext;
  readonly #onToken: (token: Token) => void;
  #current: Token | undefined;
  #login: Promise<Token> | undefined;

  constructor(plugin: AuthPlugin, context: AuthContext, onToken: (token: Token) => void) {
    this.#plugin = plugin;
    this.#context = context;
    this.#onToken = onToken;
  }

  /**
   * A token that will live for another `life` milliseconds, or as long as a new one would.
   *
   * The login goes on when `signal` is aborted: other callers may wait for it as well.
   */
  async get(signal: AbortSignal | undefined, life: number = margin): Promise<Token> {
    signal?.throwIfAborted();
    const current = this.#current;
    if (current !== undefined) {
      const left = current.expiresAt - Date.now();
      // A token that has most of its life ahead would not be outlived by its successor.
      const wanted = Math.min(Math.max(life, margin), current.lifetime / 2);
      if (left > wanted) return current;
    }
    this.#login ??= this.#signIn();
    return abortable(this.#login, signal);
  }

  async #signIn(): Promise<Token> {
    try {
      const token = await this.#plugin.authenticate(this.#context);
      this.#onToken(token);
      this.#current = token;
      return token;
    } finally {
      this.#login = undefined;
    }
  }

  /** Forgets the token if it is still the one that was refused. */
  invalidate(refused: Token): void {
    if (this.#current === refused) this.#current = undefined;
  }
}
