import type { ConfigExplanation } from './config/explain.ts';
import type { ConnectOptions } from './connect-options.ts';

/**
 * Resolves a configuration as {@link connect} does with the same options, without connecting, and says of each value
 * where it comes from: file, line and column, environment variable, option, vendor profile or default. Secrets are
 * masked.
 *
 * @throws ConfigError and OptionError as `connect` does.
 */
export async function explainConfig(options: ConnectOptions = {}): Promise<ConfigExplanation> {
  const [{ explain }, { resolveLayers }, { toSelection }, { nodePlatform }] = await Promise.all([
    import('./config/explain.ts'),
    import('./config/resolve.ts'),
    import('./connect-options.ts'),
    import('./platform/node/index.ts'),
  ]);
  return explain(await resolveLayers(nodePlatform, toSelection(options)));
}
