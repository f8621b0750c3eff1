import * as http from 'node:http';
import * as https from 'node:https';
import { ConfigError } from '../../errors.ts';
import type { TransportRequest, TransportSettings } from '../types.ts';
import { type Agents, makeAgents } from './agents.ts';
import type { Way } from './exchange.ts';
import type { ProxyRoutes } from './proxy-routes.ts';
import { type TlsOptions, tlsOptions } from './tls-options.ts';

/** Opens requests: directly or through a proxy, over connections that are kept. */
export class Routes {
  readonly #settings: TransportSettings;
  readonly #plain: Agents;
  #tls: TlsOptions | undefined;
  #secure: Agents | undefined;
  #proxies: ProxyRoutes | undefined;

  constructor(settings: TransportSettings) {
    this.#settings = settings;
    this.#plain = makeAgents((options) => new http.Agent(options), settings.keepAlive);
  }

  /** Loads what proxies need, if there is one: who has none does not pay for them. */
  async ready(): Promise<void> {
    const { proxy } = this.#settings;
    if (proxy === undefined || this.#proxies !== undefined) return;
    const { ProxyRoutes } = await import('./proxy-routes.ts');
    this.#proxies ??= new ProxyRoutes({ ...this.#settings, proxy, tlsOptions: () => this.#tlsOptions() });
  }

  open(request: TransportRequest, url: URL): Way {
    if (!/^https?:$/.test(url.protocol)) {
      throw new ConfigError(`${url.protocol} is not supported in ${url.origin}: use http or https`);
    }
    const proxied = this.#proxies?.open(request, url);
    if (proxied !== undefined) return proxied;
    const { method, headers } = request;
    if (url.protocol === 'http:') {
      const client = http.request(url, { method, headers, agent: this.#plain.for(request) });
      return { client, secure: false };
    }
    // Made on first use: a cloud without TLS does not pay for it.
    this.#secure ??= makeAgents(
      (options) => new https.Agent({ ...options, ...this.#tlsOptions() }),
      this.#settings.keepAlive,
    );
    return {
      client: https.request(url, { method, headers, agent: this.#secure.for(request) }),
      secure: true,
    };
  }

  #tlsOptions(): TlsOptions {
    this.#tls ??= tlsOptions(this.#settings.tls);
    return this.#tls;
  }

  close(): void {
    this.#plain.close();
    this.#secure?.close();
    this.#proxies?.close();
  }
}
