import type { AuthType } from '../config/auth-types.ts';
import type { CloudConfig } from '../config/types.ts';
import { AuthError, ConfigError } from '../errors.ts';
import type { Listen } from '../platform/types.ts';
import type { MakePlugin } from './method.ts';
import type { AuthCallbacks, AuthPlugin } from './types.ts';

const password = async (): Promise<MakePlugin> => (await import('./password.ts')).passwordPlugin;
const adminToken = async (): Promise<MakePlugin> => (await import('./admin-token.ts')).adminTokenPlugin;
const token = async (): Promise<MakePlugin> => (await import('./token.ts')).tokenPlugin;

const clientCredentials = async (): Promise<MakePlugin> =>
  (await import('./oidc/client-credentials.ts')).oidcClientCredentialsPlugin;
const accessToken = async (): Promise<MakePlugin> =>
  (await import('./oidc/access-token.ts')).oidcAccessTokenPlugin;

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
  v3oidcaccesstoken: accessToken,
  accesstoken: accessToken,
  v3oidcclientcredentials: clientCredentials,
  clientcredentials: clientCredentials,
  v3oidcpassword: async () => (await import('./oidc/password.ts')).oidcPasswordPlugin,
  v3oidcdeviceauthz: async () => (await import('./oidc/device.ts')).oidcDevicePlugin,
  v3oidcauthcode: async () => (await import('./oidc/auth-code.ts')).oidcAuthCodePlugin,
  v3websso: async () => (await import('./federation/websso.ts')).webssoPlugin,
};

const nowhere: Listen = () => Promise.reject(new AuthError('a browser cannot come back to this program'));

/**
 * The plugin for a cloud's `auth_type`.
 *
 * @throws ConfigError if a setting that the method needs is missing or contradicts another.
 */
export async function authPlugin(
  config: CloudConfig,
  callbacks: AuthCallbacks = {},
  own?: AuthPlugin,
  listen: Listen = nowhere,
): Promise<AuthPlugin> {
  if (own !== undefined) return own;
  const { auth, authType } = config;
  if (authType === 'plugin') {
    throw new ConfigError('auth_type plugin stands for an object that is given to connect() as auth');
  }
  const make = await methods[authType]();
  return make({ config, auth, callbacks, listen });
}
