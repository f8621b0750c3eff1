import { authPlugin } from './auth/registry.ts';
import { ComputeService } from './compute/service.ts';
import { resolveCloud } from './config/resolve.ts';
import type { CloudConfig } from './config/types.ts';
import { type ConnectOptions, ownPlugin, toCallbacks, toSelection } from './connect-options.ts';
import { Session } from './http/session.ts';
import { IdentityService } from './identity/service.ts';
import { ImageService } from './image/service.ts';
import { nodePlatform } from './platform/node/index.ts';
import type { TransportSettings } from './platform/types.ts';
import { version } from './version.ts';

/** A connection to one cloud as one user: its configuration, its session and its services. */
export class Connection implements AsyncDisposable {
  /** What was resolved from files, environment and options; safe to print. */
  readonly config: CloudConfig;
  /** Makes requests that this library has no call for. */
  readonly session: Session;
  /** The Image service. */
  readonly image: ImageService;
  /** The Identity service. */
  readonly identity: IdentityService;
  /** The Compute service. */
  readonly compute: ComputeService;

  constructor(config: CloudConfig, session: Session, image: ImageService) {
    this.config = config;
    this.session = session;
    this.image = image;
    this.identity = new IdentityService(session);
    this.compute = new ComputeService(session);
  }

  /** Closes idle connections to the cloud. What is under way is not cancelled. */
  async close(): Promise<void> {
    this.session.close();
  }

  /** Forgets the token, here and in the token cache. It is not revoked: others may use it. */
  async forget(): Promise<void> {
    await this.session.forgetToken();
  }

  /** For `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Nothing but the configuration: a token must not get into a log by way of a connection. */
  toJSON(): { readonly config: CloudConfig } {
    return { config: this.config };
  }
}

/** What the transport is told of a cloud. */
export function transportSettings(config: CloudConfig): TransportSettings {
  const { tls, timeouts, network } = config;
  return {
    tls,
    connectTimeout: timeouts.connect,
    keepAlive: timeouts.keepAlive,
    maxSockets: network.maxConnections,
    proxy: network.proxy,
  };
}

/** Resolves the configuration and puts a connection together. */
export async function openConnection(options: ConnectOptions): Promise<Connection> {
  const platform = nodePlatform;
  const config = await resolveCloud(platform, toSelection(options));
  for (const warning of config.warnings) options.onWarning?.(warning);
  const own = `ostk-sdk/${version} ${platform.runtime}`;
  const session = new Session({
    config,
    plugin: await authPlugin(config, toCallbacks(options), ownPlugin(options), platform.listen),
    transport: platform.createTransport(transportSettings(config)),
    events: platform.events,
    openTokenStore: (kind) => platform.openTokenStore(kind),
    tokenCache: options.tokenCache ?? (config.cacheAuth ? 'file' : undefined),
    onEvent: options.onEvent,
    debug: options.debug ?? platform.debugLog,
    globalRequestId: options.globalRequestId,
    userAgent: options.userAgent === undefined ? own : `${options.userAgent} ${own}`,
  });
  return new Connection(config, session, new ImageService(session, platform));
}
