import type { AuthSettings, CloudConfig } from '../config/types.ts';
import type { Listen } from '../platform/types.ts';
import type { AuthCallbacks, AuthPlugin } from './types.ts';

/** What a method is made of. */
export interface MethodParts {
  readonly config: CloudConfig;
  readonly auth: AuthSettings;
  readonly callbacks: AuthCallbacks;
  /** For logins that come back by way of a browser. */
  readonly listen: Listen;
}

/** Makes the plugin of one method; throws ConfigError if a setting that it needs is missing. */
export type MakePlugin = (parts: MethodParts) => AuthPlugin;
