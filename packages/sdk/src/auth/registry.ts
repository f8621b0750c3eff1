import type { AuthType } from '../config/auth-type.ts';
import type { AuthSettings, CloudConfig } from '../config/types.ts';
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
const adminToken = async (): Promise<MakePlugin> => (await import('./admin-token.ts')).adminTokenPlugin;
const token = async (): Promise<MakePlugin> => (await import('./token.ts')).tokenPlugin;

/** Where each method lives: its file is loaded when a cloud names it. */
const methods: Readonly<Record<Exclude<AuthType, 'plugin'>, () => Promise<MakePlugin>>> = {
  password,
  v3password: password,
  token,
  v3token: token,
  v3totp: async () => (await import('./totp.ts')).totpPlugin,
  v3oauth2clientcredential: async () => (await import('./oauth2.ts')).oauth2Plugin,
  v3oauth2mtlsclientcredential: async () => (await import('./oauth2-mtls.ts')).oauth2MtlsPlugin,
  v3tokenlessauth: async () => (await import('./tokenless.ts')).tokenlessPlugin,
  admin_token: adminToken,
  token_endpoint: adminToken,
  http_basic: async () => (await import('./http-basic.ts')).httpBasicPlugin,
  none: async () => (await import('./none.ts')).nonePlugin,
  v3multifactor: async () => (await import('./multifactor.ts')).multifactorPlugin,
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
