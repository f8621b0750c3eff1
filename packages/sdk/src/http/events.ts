import type { EventChannels } from '../platform/types.ts';

/** One call of a service, its repetitions included; the same object in all its events. */
export interface ObservedRequest {
  /** The service's type; `undefined` for what is not in the catalog, such as an identity provider. */
  readonly service: string | undefined;
  readonly method: string;
  /** Secrets masked. */
  readonly url: string;
  /** The path below the service's root with `{id}` for ids and names: few, fit for the name of a span or a label. */
  readonly route: string;
  /** What was sent as `X-Openstack-Request-Id`. */
  readonly sentRequestId: string;
  /** The cloud's name in clouds.yaml. */
  readonly cloud: string | undefined;
}

/** A login; the same object in all its events. */
export interface ObservedLogin {
  readonly authType: string;
  readonly authUrl: string | undefined;
  readonly cloud: string | undefined;
}

/** An upload or download; the same object in all its events. */
export interface ObservedTransfer {
  readonly direction: 'upload' | 'download';
  readonly imageId: string;
  readonly cloud: string | undefined;
}

/** What happens on a connection, as it is told to `onEvent` and to the channels `ostk:TYPE` of `diagnostics_channel`. */
export type SessionEvent =
  /** A call is about to be sent. */
  | { readonly type: 'request:start'; readonly request: ObservedRequest }
  /** It will be sent again after `delay` milliseconds, since `error` came of attempt number `attempt`. */
  | {
      readonly type: 'request:retry';
      readonly request: ObservedRequest;
      readonly attempt: number;
      readonly delay: number;
      readonly error: unknown;
    }
  /** The head of its answer is there. `duration` is in milliseconds, from the start. */
  | {
      readonly type: 'request:end';
      readonly request: ObservedRequest;
      readonly status: number;
      /** The service's own id of the request. */
      readonly requestId: string | undefined;
      readonly attempts: number;
      readonly duration: number;
    }
  /** It failed: an HttpError with status and request id, a NetworkError, a TimeoutError, or the reason of an abort. */
  | {
      readonly type: 'request:error';
      readonly request: ObservedRequest;
      readonly error: unknown;
      readonly attempts: number;
      readonly duration: number;
    }
  | { readonly type: 'login:start'; readonly login: ObservedLogin }
  /** There is a token. */
  | {
      readonly type: 'login:end';
      readonly login: ObservedLogin;
      /** Whether it came out of the token cache. */
      readonly cached: boolean;
      /** Milliseconds since 1970. */
      readonly expiresAt: number;
      readonly duration: number;
    }
  | {
      readonly type: 'login:error';
      readonly login: ObservedLogin;
      readonly error: unknown;
      readonly duration: number;
    }
  | { readonly type: 'transfer:start'; readonly transfer: ObservedTransfer }
  /** As `onProgress` is told: not more than ten times a second. */
  | {
      readonly type: 'transfer:progress';
      readonly transfer: ObservedTransfer;
      readonly phase: 'sending' | 'finishing' | 'receiving' | 'verifying';
      readonly bytes: number;
      readonly total: number | undefined;
      /** Bytes in a second. */
      readonly rate: number;
    }
  /** It is done and verified. */
  | { readonly type: 'transfer:end'; readonly transfer: ObservedTransfer; readonly duration: number }
  | {
      readonly type: 'transfer:error';
      readonly transfer: ObservedTransfer;
      readonly error: unknown;
      readonly duration: number;
    };

/** Takes the events of one connection. What it throws is an uncaught exception: no call fails by it. */
export type OnEvent = (event: SessionEvent) => void;

const bySession = new WeakMap<object, Events>();

/** The events of a session: for what happens above it, such as transfers. */
export function eventsOf(session: object): Events | undefined {
  return bySession.get(session);
}

/** Says which events a session tells. */
export function bindEvents(session: object, events: Events): void {
  bySession.set(session, events);
}

/** Tells events to those who want them; without anybody who does, nothing is made of them. */
export class Events {
  readonly #channels: EventChannels;
  readonly #onEvent: OnEvent | undefined;

  constructor(channels: EventChannels, onEvent: OnEvent | undefined) {
    this.#channels = channels;
    this.#onEvent = onEvent;
  }

  /** Whether anybody listens to events that begin with `prefix`, such as `request`. */
  isWanted(prefix: 'request' | 'login' | 'transfer'): boolean {
    return this.#onEvent !== undefined || this.#channels.isWanted(prefix);
  }

  tell(event: SessionEvent): void {
    this.#channels.publish(event.type, event);
    try {
      this.#onEvent?.(event);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}
