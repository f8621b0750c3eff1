import { authPlugin } from './auth/plugin.ts';
import { resolveCloud } from './config/resolve.ts';
import type { CloudConfig } from './config/types.ts';
import { type ConnectOptions, toSelection } from './connect-options.ts';
import { Session } from './http/session.ts';
import { ImageService } from './image/service.ts';
import { nodePlatform } from './platform/node/index.ts';
import type { Platform } from './platform/types.ts';
import { version } from './version.ts';

const maxSockets = 32;

/** A connection to one cloud as one user: its configuration, its session and its services. */
export class Connection implements AsyncDisposable {
  /** What was resolved from files, environment and options; safe to print. */
  readonly config: CloudConfig;
  /** Makes requests that this library has no call for. */
  readonly session: Session;
  /** The Image service. */
  readonly image: ImageService;

  constructor(config: CloudConfig, session: Session, image: ImageService) {
    this.config = config;
    this.session = session;
    this.image = image;
  }

  /** Closes idle connections to the cloud. What is under way is not cancelled. */
  async close(): Promise<void> {
    this.session.close();
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

function makeConnection(config: CloudConfig, userAgent: string | undefined, platform: Platform): Connection {
  const { tls, timeouts } = config;
  const own = `ostk-sdk/${version} ${platform.runtime}`;
  const session = new Session({
    config,
    plugin: authPlugin(config),
    transport: platform.createTransport({ tls, connectTimeout: timeouts.connect, maxSockets }),
    userAgent: userAgent === undefined ? own : `${userAgent} ${own}`,
  });
  return new Connection(config, session, new ImageService(session, platform));
}

/**
 * Connects to a cloud: resolves its configuration and answers a connection. The first request signs in.
 *
 * Which cloud it is: `options.auth` with an `authUrl` by itself; else the cloud in clouds.yaml that
 * `options.cloud` or `OS_CLOUD` names; else the one of the `OS_*` variables; else the only one in clouds.yaml.
 *
 * @throws ConfigError if there is no such cloud, or a setting is missing, broken or contradicts another;
 *   OptionError for an option that does not exist.
 */
export async function connect(options: ConnectOptions = {}): Promise<Connection> {
  const config = await resolveCloud(nodePlatform, toSelection(options));
  return makeConnection(config, options.userAgent, nodePlatform);
}
