import type { TokenCacheChoice } from '../auth/token-cache.ts';
import type { AuthPlugin } from '../auth/types.ts';
import type { CloudConfig } from '../config/types.ts';
import type { ServiceType } from '../config/service-type.ts';
import type { EventChannels, Platform, Transport } from '../platform/types.ts';
import type { DebugLine } from './debug-log.ts';
import type { OnEvent } from './events.ts';
import type { Query } from './path.ts';
import type { Answer } from './sender.ts';

/** A call of a service's API. */
export interface SessionRequest {
  readonly service: ServiceType;
  readonly method: string;
  /** Below the service's versioned root; made with the tag `path`. */
  readonly path: string;
  readonly query?: Query | undefined;
  /** By which microversion the service is to answer, such as `2.45`; by default the configured one, else its lowest. */
  readonly microversion?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sent as JSON; `headers` may name another media type than `application/json`. */
  readonly json?: unknown;
  /** Bytes that are sent as they come, at most once: the session never repeats such a request. */
  readonly stream?: AsyncIterable<Uint8Array> | undefined;
  /** Whether the call may be sent twice; by default, what HTTP says of the method. */
  readonly idempotent?: boolean | undefined;
  /** How many milliseconds the token should live at least. */
  readonly tokenLife?: number | undefined;
  /** Milliseconds from the last byte sent to the head of the answer. */
  readonly responseTimeout?: number | undefined;
  /** Milliseconds for the whole call, its repetitions included; by default the connection's `timeouts.deadline`. */
  readonly timeout?: number | undefined;
  /** Instead of the connection's, or of an id of its own. */
  readonly globalRequestId?: string | undefined;
  readonly onBodySent?: (() => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An answer whose body was JSON. */
export interface JsonAnswer extends Omit<Answer, 'body'> {
  readonly value: unknown;
}

/** What a connection tells, and what it carries along. */
export interface ObserveOptions {
  /** Takes what happens on this connection: requests, repetitions, logins, transfers. */
  readonly onEvent?: OnEvent | undefined;
  /** Takes the lines of a debug log: each request as a `curl` command, each answer; secrets are masked. */
  readonly debug?: DebugLine | undefined;
  /** Sent with every request as `X-Openstack-Request-Id`, so that all services log it; by default each call has its own. */
  readonly globalRequestId?: string | undefined;
  /**
   * Where to keep tokens from one connection to the next: `memory` for this process, `file` for files in the user's
   * cache folder that nobody else can read, `keyring` for the keyring of the system, or an object of your own. By
   * default they are not kept, unless clouds.yaml says `cache: auth: true`. `keyring` needs the package
   * `@napi-rs/keyring`; without it or without a keyring, what needs a token rejects with ConfigError.
   */
  readonly tokenCache?: TokenCacheChoice | undefined;
}

/** What a session is made of. */
export interface SessionParts extends ObserveOptions {
  readonly config: CloudConfig;
  readonly plugin: AuthPlugin;
  readonly transport: Transport;
  readonly events: EventChannels;
  readonly openTokenStore: Platform['openTokenStore'];
  readonly userAgent: string;
}
