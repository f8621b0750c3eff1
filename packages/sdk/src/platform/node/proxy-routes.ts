import * as http from 'node:http';
import * as https from 'node:https';
import type { ProxyServer, ProxySettings, TransportRequest, TransportSettings } from '../types.ts';
import { type Agents, makeAgents } from './agents.ts';
import type { Way } from './exchange.ts';
import { proxyFor } from './proxy-match.ts';
import type { TlsOptions } from './tls-options.ts';
import { proxyHeaders, proxyRefusal, TunnelAgent } from './tunnel.ts';

/** What routes through proxies are made of. */
export interface ProxyRouteSettings extends TransportSettings {
  readonly proxy: ProxySettings;
  /** Read when they are needed. */
  readonly tlsOptions: () => TlsOptions;
}

/** Opens requests that go through a proxy: plain ones are handed to it, others go through a tunnel. */
export class ProxyRoutes {
  readonly #settings: ProxyRouteSettings;
  #handed: Agents | undefined;
  #tunnels: Agents | undefined;

  constructor(settings: ProxyRouteSettings) {
    this.#settings = settings;
  }

  /** `undefined` if the URL is reached directly. */
  open(request: TransportRequest, url: URL): Way | undefined {
    const proxy = proxyFor(url, this.#settings.proxy);
    if (proxy === undefined) return undefined;
    return url.protocol === 'http:' ? this.#hand(request, url, proxy) : this.#tunnel(request, url, proxy);
  }

  close(): void {
    this.#handed?.close();
    this.#tunnels?.close();
  }

  /** To the proxy itself: the cloud's own client certificate and server name are nobody else's. */
  #proxyTls(proxy: ProxyServer): https.AgentOptions {
    if (!proxy.url.startsWith('https:')) return {};
    const { rejectUnauthorized, ca } = this.#settings.tlsOptions();
    return { rejectUnauthorized, ...(ca !== undefined && { ca }) };
  }

  #hand(request: TransportRequest, url: URL, proxy: ProxyServer): Way {
    const secure = proxy.url.startsWith('https:');
    this.#handed ??= makeAgents(
      (options) =>
        secure ? new https.Agent({ ...options, ...this.#proxyTls(proxy) }) : new http.Agent(options),
      this.#settings.keepAlive,
    );
    const client = (secure ? https : http).request(proxy.url, {
      method: request.method,
      path: url.href,
      headers: { ...request.headers, Host: url.host, ...proxyHeaders(proxy) },
      agent: this.#handed.for(request),
    });
    return {
      client,
      secure,
      proxy: proxy.url,
      refusal: (status, message) => (status === 407 ? proxyRefusal(proxy, status, message) : undefined),
    };
  }

  #tunnel(request: TransportRequest, url: URL, proxy: ProxyServer): Way {
    const { connectTimeout, keepAlive } = this.#settings;
    const tls = this.#settings.tlsOptions();
    const tunnel = { proxy, connectTimeout, tls: this.#proxyTls(proxy) };
    this.#tunnels ??= makeAgents((options) => new TunnelAgent(tunnel, { ...options, ...tls }), keepAlive);
    const { method, headers } = request;
    return {
      client: https.request(url, { method, headers, agent: this.#tunnels.for(request) }),
      secure: true,
    };
  }
}
