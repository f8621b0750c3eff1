import type { Secret } from '../config/secret.ts';
import type { CloudConfig } from '../config/types.ts';
import type { MissingFactors } from '../errors.ts';

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

/** A token, with what Keystone says of it. */
export interface Token {
  /** Empty where there is none: `none`, `http_basic`, `v3tokenlessauth`. */
  readonly id: Secret;
  /** Milliseconds since 1970, as this machine's clock counts when the token was issued on it. */
  readonly expiresAt: number;
  /** How many milliseconds it was valid for when it was issued. */
  readonly lifetime: number;
  /** `undefined` where nobody signs in: `none`, `http_basic`, `admin_token`, `v3tokenlessauth`. */
  readonly user: Named | undefined;
  readonly scope: TokenScope;
  readonly roles: readonly string[];
  readonly catalog: readonly CatalogService[];
}

/** Whether an answer with a status of 400 or above is one to read. Header names are in lower case. */
export type AcceptAnswer = (status: number, headers: Readonly<Record<string, string>>) => boolean;

/** A request of an authentication method, to Keystone or to any other server. */
export interface AuthRequest {
  readonly url: string;
  /** `POST` with a body, else `GET`, by default. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as a form (`application/x-www-form-urlencoded`), as OAuth 2.0 has it. */
  readonly form?: Readonly<Record<string, string>>;
  /** Whether it may be sent again when its answer is lost; `true` by default, `false` for codes that work once. */
  readonly repeatable?: boolean;
  /** Tells which statuses of 400 and above are an answer as well; by default none, and `send` rejects with an HttpError. */
  readonly accept?: readonly number[] | AcceptAnswer;
}

/** The answer to an {@link AuthRequest}. Header names are in lower case. */
export interface AuthAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What an authentication method works with. */
export interface AuthContext {
  /** The cloud's configuration: `auth`, region, TLS, time limits. */
  readonly config: CloudConfig;
  /**
   * Sends a request with the cloud's TLS settings, time limits and retries; redirects are not followed. Rejects with
   * an HttpError unless the answer is a success, with NetworkError or TimeoutError if there is none.
   */
  readonly send: (request: AuthRequest) => Promise<AuthAnswer>;
  /** Has values that turned up on the way masked in everything that is shown from now on. */
  readonly conceal: (...secrets: readonly Secret[]) => void;
  /** Aborted when nobody waits for the login any more. */
  readonly signal: AbortSignal | undefined;
}

/** A request to a service, as a plugin sees it before it is sent. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
}

/**
 * One way to sign in. Give one as `auth` to `connect()` for what this library does not know.
 *
 * A connection makes one login at a time, keeps its token until shortly before it ends, and makes one more when a
 * service refuses the token.
 */
export interface AuthPlugin {
  /** Values that must never show in a message, whatever a service echoes. */
  readonly secrets?: readonly Secret[];
  /**
   * Names cloud, identity and scope, without a secret: tokens of plugins with the same key can stand in for one another.
   * `undefined`: they are not to be shared or kept.
   */
  readonly cacheKey?: string | undefined;
  /** Gets a new token. Throw AuthError if it is refused. */
  authenticate(context: AuthContext): Promise<Token>;
  /** The headers that a request carries as its proof; `X-Auth-Token` with the token by default. */
  headers?(
    request: OutgoingRequest,
    token: Token,
    context: AuthContext,
  ): Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
}

/** What is given for missing factors. */
export interface FactorAnswers {
  readonly passcode?: string | undefined;
  readonly password?: string | undefined;
}

/** What a person needs to confirm a login on a device of her own. */
export interface DeviceCode {
  /** What she types there. */
  readonly userCode: string;
  /** Where she types it. */
  readonly verificationUrl: string;
  /** The same page with the code filled in, for a link or a QR code; not every provider has one. */
  readonly verificationUrlComplete: string | undefined;
  /** When the code ends, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/** How a person is asked in the middle of a login. */
export interface AuthCallbacks {
  /** Shows a person the code of a device login; the login goes on when it returns. */
  readonly onDeviceCode?: ((code: DeviceCode) => void | Promise<void>) | undefined;
  /** Opens a URL in a person's browser, or shows it to her; the login goes on when it returns. */
  readonly openBrowser?: ((url: string) => void | Promise<void>) | undefined;
  /** Gives a fresh one-time passcode (TOTP); called once for each login that needs one. */
  readonly passcode?: (() => string | Promise<string>) | undefined;
  /** Gives what is missing when Keystone asks for more factors; `undefined` gives up. */
  readonly onMissingFactors?:
    | ((missing: MissingFactors) => FactorAnswers | undefined | Promise<FactorAnswers | undefined>)
    | undefined;
}
