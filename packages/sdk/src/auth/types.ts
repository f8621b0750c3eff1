import type { Secret } from '../config/secret.ts';

/** A domain, project or user as a token names it. */
export interface Named {
  readonly id: string;
  readonly name: string | undefined;
}

/** One endpoint of a service in the catalog. */
export interface CatalogEndpoint {
  readonly interface: string;
  readonly region: string | undefined;
  readonly url: string;
}

/** One service in the catalog. */
export interface CatalogService {
  readonly type: string;
  readonly name: string | undefined;
  readonly endpoints: readonly CatalogEndpoint[];
}

/** What a token is good for. */
export type TokenScope =
  | { readonly kind: 'project'; readonly project: Named; readonly domain: Named | undefined }
  | { readonly kind: 'domain'; readonly domain: Named }
  | { readonly kind: 'system' }
  | { readonly kind: 'unscoped' };

/** A token of Keystone, with what Keystone says of it. */
export interface Token {
  readonly id: Secret;
  /** Milliseconds since 1970, as this machine's clock counts when the token was issued on it. */
  readonly expiresAt: number;
  /** How many milliseconds it was valid for when it was issued. */
  readonly lifetime: number;
  readonly user: Named;
  readonly scope: TokenScope;
  readonly roles: readonly string[];
  readonly catalog: readonly CatalogService[];
}

/** A request of an authentication method. */
export interface AuthRequest {
  readonly url: string;
  readonly json: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
}

/** The answer to an {@link AuthRequest} that was granted. */
export interface AuthAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** How an authentication method reaches Keystone; rejects with an HttpError if Keystone refuses. */
export type AuthSend = (request: AuthRequest) => Promise<AuthAnswer>;

/** One way to sign in. */
export interface AuthPlugin {
  /** Values that must never show in a message, whatever a service echoes. */
  readonly secrets: readonly Secret[];
  /** Gets a new token. Throws AuthError if Keystone refuses. */
  authenticate(send: AuthSend, signal: AbortSignal | undefined): Promise<Token>;
}
