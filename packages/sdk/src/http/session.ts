import { abortable, sleep } from '../abort.ts';
import { authHeaders } from '../auth/request-headers.ts';
import type { CachedToken, TokenCacheChoice } from '../auth/token-cache.ts';
import type { AuthAnswer, AuthContext, AuthPlugin, AuthRequest, Token } from '../auth/types.ts';
import { type Document, type EndpointChoice, Endpoints } from '../catalog/endpoints.ts';
import { microversionHeaders, microversionOf } from '../catalog/microversions.ts';
import { type ApiVersion, type MicroversionRange, withoutVersion } from '../catalog/versions.ts';
import type { RetryPolicy } from '../config/network.ts';
import type { CloudConfig } from '../config/types.ts';
import type { ServiceType } from '../config/service-type.ts';
import { DiscoveryError, HttpError, NetworkError, TimeoutError, Unauthorized } from '../errors.ts';
import { checkNumber } from '../options.ts';
import { parseJson } from '../json.ts';
import type { Platform, Transport } from '../platform/types.ts';
import { drain, readText } from './body.ts';
import { withDeadline } from './deadline.ts';
import { DebugLog } from './debug-log.ts';
import { bindEvents, Events } from './events.ts';
import { Limiter } from './limiter.ts';
import { pathLength, withQuery } from './path.ts';
import { proxySecrets } from './proxy-secrets.ts';
import { Redactor } from './redactor.ts';
import { checkGlobalRequestId } from './request-id.ts';
import { isIdempotent, retryDelay } from './retry.ts';
import { type Answer, Sender } from './sender.ts';
import type { JsonAnswer, SessionParts, SessionRequest } from './session-types.ts';
import { TokenKeeper } from './token-keeper.ts';

export type { JsonAnswer, ObserveOptions, SessionParts, SessionRequest } from './session-types.ts';

const jsonBodyLimit = 64 * 1024 * 1024;

interface TextAnswer extends Omit<Answer, 'body'> {
  readonly text: string;
}

/** Makes authenticated requests of a cloud's services: token, endpoint, retries and errors are its business. */
export class Session {
  readonly config: CloudConfig;
  readonly #transport: Transport;
  readonly #retry: RetryPolicy;
  readonly #events: Events;
  readonly #debug: DebugLog | undefined;
  readonly #redactor: Redactor;
  readonly #sender: Sender;
  readonly #plugin: AuthPlugin;
  readonly #authContext: AuthContext;
  readonly #tokens: TokenKeeper;
  readonly #endpoints: Endpoints;

  constructor(parts: SessionParts) {
    const { config, plugin, transport, userAgent } = parts;
    const { retry } = config.network;
    const redactor = new Redactor();
    redactor.add(...(plugin.secrets ?? []), ...proxySecrets(config.network.proxy));
    this.#redactor = redactor;
    this.#plugin = plugin;
    this.config = config;
    this.#transport = transport;
    this.#retry = retry;
    checkGlobalRequestId('connect', parts.globalRequestId);
    this.#debug = parts.debug === undefined ? undefined : new DebugLog(parts.debug, redactor);
    this.#events = new Events(parts.events, parts.onEvent);
    bindEvents(this, this.#events);
    this.#sender = new Sender({
      transport,
      userAgent,
      timeouts: config.timeouts,
      retry,
      redactor,
      limiter: new Limiter(config.network),
      events: this.#events,
      debug: this.#debug,
      globalRequestId: parts.globalRequestId,
      cloud: config.name,
    });
    this.#authContext = {
      config,
      send: (request) => this.#sendForPlugin(request),
      conceal: (...secrets) => redactor.addPassing(secrets),
      signal: undefined,
    };
    const { tokenCache } = parts;
    this.#tokens = new TokenKeeper({
      plugin,
      context: this.#authContext,
      onToken: (token) => redactor.addPassing([token.id], token.expiresAt),
      cache: tokenCache === undefined ? undefined : () => this.#openCache(tokenCache, parts.openTokenStore),
      events: this.#events,
    });
    this.#endpoints = new Endpoints(config, (service, url, signal) =>
      this.#readDocument(service, url, signal),
    );
  }

  /** The current token, after a login if there is none. */
  token(options: { readonly signal?: AbortSignal | undefined } = {}): Promise<Token> {
    return this.#tokens.get(options.signal);
  }

  /** Loaded when it is wanted. */
  async #openCache(
    choice: TokenCacheChoice,
    openStore: Platform['openTokenStore'],
  ): Promise<CachedToken | undefined> {
    const { openCachedToken } = await import('../auth/token-cache.ts');
    return openCachedToken(choice, this.#plugin, this.config, openStore);
  }

  /** Forgets the token, here and in the token cache; the next request signs in. It is not revoked. */
  forgetToken(): Promise<void> {
    return this.#tokens.forget();
  }

  /** The versioned root of a service's API, without a trailing slash. */
  async endpoint(
    service: ServiceType,
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<string> {
    const { signal } = options;
    const { catalog } = await this.#tokens.get(signal);
    return abortable(this.#endpoints.url(service, catalog), signal);
  }

  /**
   * The API versions that a service lists, newest first; `undefined` if it does not show its list. With an interface or
   * a region, it is that endpoint of the catalog, whatever the configuration says.
   */
  async versions(
    service: ServiceType,
    options: EndpointChoice & { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<readonly ApiVersion[] | undefined> {
    const { catalog } = await this.#tokens.get(options.signal);
    const root = withoutVersion(this.#endpoints.declared(service, catalog, options));
    return this.#endpoints.versions(service, root, options.signal);
  }

  /**
   * The microversions that a service speaks, asked for once; `undefined` if it has none. Glance and Keystone have
   * none, Nova has.
   */
  async microversions(
    service: ServiceType,
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<MicroversionRange | undefined> {
    const root = await this.endpoint(service, options);
    return abortable(this.#endpoints.microversions(service, root), options.signal);
  }

  /** Sends a request; rejects with an HttpError unless the answer is a success. Its body must be read or cancelled. */
  send(request: SessionRequest): Promise<Answer> {
    return this.#send(request, false);
  }

  async #send(request: SessionRequest, brief: boolean): Promise<Answer> {
    const { service, method, signal, json, stream, responseTimeout, onBodySent } = request;
    const { serviceType, defaultMicroversion, connectRetries, statusCodeRetries } =
      this.config.services[service];
    const body = json === undefined ? stream : new TextEncoder().encode(JSON.stringify(json));
    for (let renewed = false; ; renewed = true) {
      const token = await this.#tokens.get(signal, request.tokenLife);
      const root = await abortable(this.#endpoints.url(service, token.catalog), signal);
      const url = withQuery(root + request.path, request.query);
      const proof = await authHeaders(this.#plugin, { method, url }, token, this.#authContext);
      try {
        const answer = await this.#sender.send({
          service,
          method,
          url,
          pathFrom: pathLength(root),
          headers: {
            ...microversionHeaders(serviceType, request.microversion ?? defaultMicroversion),
            ...(json !== undefined && { 'Content-Type': 'application/json' }),
            ...request.headers,
            ...proof,
          },
          body,
          repeatable: stream === undefined && (request.idempotent ?? isIdempotent(method)),
          responseTimeout,
          connectRetries,
          statusCodeRetries,
          onBodySent,
          brief,
          globalRequestId: request.globalRequestId,
          deadline: request.timeout,
          signal,
        });
        return { ...answer, microversion: microversionOf(serviceType, answer.headers) };
      } catch (error) {
        if (!(error instanceof Unauthorized)) throw error;
        this.#tokens.invalidate(token);
        // A request with a refused token has had no effect, so even a POST is sent again; a stream is gone.
        if (renewed || stream !== undefined) throw error;
      }
    }
  }

  /** Sends a request and reads its answer as JSON, both within the session's deadline. */
  json(request: SessionRequest): Promise<JsonAnswer> {
    return this.#withinDeadline(request, async (bounded) => {
      const isRead = request.method === 'GET';
      const { text, ...answer } = await this.#read(isRead, bounded.signal, () => this.#send(bounded, true));
      const value = parseJson(text);
      if (value !== undefined) return { ...answer, value };
      const root = await this.endpoint(request.service);
      const type = answer.headers['content-type'] ?? 'no content type';
      throw new DiscoveryError(
        `${request.method} ${this.#redactor.url(root + request.path)} answered ${answer.status} (${type}), not JSON: check the endpoint`,
      );
    });
  }

  /** An answer that is cut in its body is no answer: what may be sent again is, as after a cut before it. */
  async #read(
    repeatable: boolean,
    signal: AbortSignal | undefined,
    send: () => Promise<Answer>,
  ): Promise<TextAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      const { body, ...answer } = await send();
      try {
        const text = await readText(body, jsonBodyLimit);
        this.#debug?.body(text);
        return { ...answer, text };
      } catch (error) {
        const isCut = error instanceof NetworkError || error instanceof TimeoutError;
        if (!isCut || !repeatable || attempt >= this.#retry.attempts) throw error;
        await sleep(retryDelay(this.#retry, attempt, undefined, Math.random), signal);
      }
    }
  }

  /** Sends a request whose answer has no body of interest. */
  call(request: SessionRequest): Promise<Omit<Answer, 'body'>> {
    return this.#withinDeadline(request, async (bounded) => {
      const { body, ...answer } = await this.#send(bounded, true);
      await drain(body);
      return answer;
    });
  }

  /** Closes idle connections. */
  close(): void {
    this.#transport.close();
  }

  #withinDeadline<T>(request: SessionRequest, work: (bounded: SessionRequest) => Promise<T>): Promise<T> {
    const what = `${request.method} ${request.path}`;
    if (request.timeout !== Number.POSITIVE_INFINITY) checkNumber('timeout', request.timeout, 1);
    checkGlobalRequestId('request', request.globalRequestId);
    const limit = request.timeout ?? this.config.timeouts.deadline;
    return withDeadline(limit, request.signal, what, (signal) => work({ ...request, signal }));
  }

  /** Version documents are public; the token is not sent along. */
  #readDocument(service: ServiceType, url: string, signal: AbortSignal | undefined): Promise<Document> {
    const pathFrom = pathLength(withoutVersion(url));
    const { connectRetries, statusCodeRetries } = this.config.services[service];
    return withDeadline(
      this.config.timeouts.deadline,
      signal,
      `GET ${this.#redactor.url(url)}`,
      async (bounded) => {
        try {
          const { status, headers, text } = await this.#read(true, bounded, () =>
            this.#sender.send({
              service,
              method: 'GET',
              url,
              pathFrom,
              repeatable: true,
              connectRetries,
              statusCodeRetries,
              brief: true,
              signal: bounded,
            }),
          );
          return { status, contentType: headers['content-type'] ?? 'no content type', text };
        } catch (error) {
          if (!(error instanceof HttpError) || error.status >= 500) throw error;
          return { status: error.status, contentType: 'no content type', text: error.body };
        }
      },
    );
  }

  /** Whether a plugin asks Keystone, and where its API begins; else it asks somebody who is in no catalog. */
  #identityPlace(url: string): { readonly service?: ServiceType; readonly pathFrom?: number } {
    const { authUrl } = this.config.auth;
    if (authUrl === undefined || !URL.canParse(authUrl)) return {};
    const root = withoutVersion(authUrl);
    return url.startsWith(root) ? { service: 'identity', pathFrom: pathLength(root) } : {};
  }

  #sendForPlugin(request: AuthRequest): Promise<AuthAnswer> {
    const { url, json, form, accept, repeatable = true } = request;
    const [type, text] =
      form === undefined
        ? ['application/json', json === undefined ? undefined : JSON.stringify(json)]
        : ['application/x-www-form-urlencoded', new URLSearchParams(form).toString()];
    const { method = text === undefined ? 'GET' : 'POST' } = request;
    const what = `${method} ${this.#redactor.url(url)}`;
    return withDeadline(this.config.timeouts.deadline, this.#authContext.signal, what, (signal) =>
      this.#read(repeatable, signal, () =>
        this.#sender.send({
          ...this.#identityPlace(url),
          method,
          url,
          headers: { ...(text !== undefined && { 'Content-Type': type }), ...request.headers },
          body: text === undefined ? undefined : new TextEncoder().encode(text),
          accept: typeof accept === 'object' ? (status) => accept.includes(status) : accept,
          repeatable,
          brief: true,
          signal,
        }),
      ),
    );
  }
}
