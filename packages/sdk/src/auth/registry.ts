import type { AuthSettings, AuthType, CloudConfig } from '../config/types.ts';
import { ConfigError } from '../errors.ts';
import type { AuthCallbacks, AuthPlugin } from './types.ts';

/** What a method is made of. */
export interface MethodParts {
  readonly config: CloudConfig;
  readonly auth: AuthSettings;
  readonly callbacks: AuthCallbacks;
}

/** Makes the plugin of one method; throws ConfigError if a setting that it needs is missing. */
export type MakePlugin = (parts: MethodParts) => AuthPlugin;

const password = async (): Promise<MakePlugin> => (await import('./password.ts')).passwordPlugin;
const token = async (): Promise<MakePlugin> => (await import('./token.ts')).tokenPlugin;

/** Where each method lives: its file is loaded when a cloud names it. */
const methods: Readonly<Record<Exclude<AuthType, 'plugin'>, () => Promise<MakePlugin>>> = {
  password,
  v3password: password,
  token,
  v3token: token,
  v3applicationcredential: async () =>
    (await import('./application-credential.ts')).applicationCredentialPlugin,
};

/**
 * The plugin for a cloud's `auth_type`.
 *
 * @throws ConfigError if a setting that the method needs is missing or contradicts another.
 */
export async function authPlugin(
  config: CloudConfig,
  callbacks: AuthCallbacks = {},
  own?: AuthPlugin,
): Promise<AuthPlugin> {
  if (own !== undefined) return own;
  const { auth, authType } = config;
  if (authType === 'plugin') {
    throw new ConfigError('auth_type plugin stands for an object that is given to connect() as auth');
  }
  const make = await methods[authType]();
  return make({ config, auth, callbacks });
}
