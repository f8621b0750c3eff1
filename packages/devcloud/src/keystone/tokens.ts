import type { Clock } from '../clock.ts';
import type { TokenControl } from '../faults/active.ts';
import { newAuditId, newTokenId } from '../ids.ts';
import type { Token } from './model.ts';

/** What a new token is made from; the store adds its id and its times. */
export type TokenRequest = Omit<Token, 'id' | 'auditIds' | 'issuedAt' | 'expiresAt'> & {
  /** Audit id of the first token of the chain, when the token is made from another. */
  readonly parentAuditId?: string | undefined;
  /** The end of the token it is made from, which it inherits. */
  readonly expiresAt?: number | undefined;
};

/** All tokens of the cloud, good and bad. */
export class TokenStore implements TokenControl {
  readonly #tokens = new Map<string, Token>();
  readonly #revoked = new Set<string>();
  readonly #clock: Clock;
  readonly #lifetime: number;

  /** @param lifetime seconds a new token is good for */
  constructor(clock: Clock, lifetime: number) {
    this.#clock = clock;
    this.#lifetime = lifetime;
  }

  /** Makes a token. Its times are whole seconds, as Fernet tokens carry them. */
  issue({ parentAuditId, expiresAt, ...request }: TokenRequest): Token {
    const issuedAt = Math.floor(this.#clock.now() / 1000) * 1000;
    const auditIds = [newAuditId(), ...(parentAuditId === undefined ? [] : [parentAuditId])];
    const token: Token = {
      ...request,
      id: newTokenId(),
      auditIds,
      issuedAt,
      expiresAt: expiresAt ?? issuedAt + this.#lifetime * 1000,
    };
    this.#tokens.set(token.id, token);
    return token;
  }

  /** Finds a token, even one that is no longer good. */
  find(id: string): Token | undefined {
    return this.#tokens.get(id);
  }

  /** The token when it is neither expired nor revoked. */
  valid(id: string | undefined): Token | undefined {
    const token = id === undefined ? undefined : this.#tokens.get(id);
    if (token === undefined || this.#revoked.has(token.id)) return undefined;
    return token.expiresAt > this.#clock.now() ? token : undefined;
  }

  revoke(id: string): void {
    this.#revoked.add(id);
  }

  /** Ends a token now, as if its time were over. */
  expire(id: string): void {
    const token = this.#tokens.get(id);
    if (token !== undefined) this.#tokens.set(id, { ...token, expiresAt: this.#clock.now() });
  }

  /** Revokes every token that fits. */
  revokeWhere(fits: (token: Token) => boolean): void {
    for (const token of this.#tokens.values()) if (fits(token)) this.#revoked.add(token.id);
  }
}
