import type { ConnectOptions } from './connect-options.ts';
import type { Connection } from './connection.ts';

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
  // Loaded when it is needed: to a program that imports this library but does not connect, it costs next to nothing.
  const { openConnection } = await import('./connection.ts');
  return openConnection(options);
}
