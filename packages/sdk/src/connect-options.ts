import type { AuthCallbacks, AuthPlugin } from './auth/types.ts';
import type { CloudSelection } from './config/resolve.ts';
import { checkNetworkOptions, networkKeys, type NetworkOptions } from './config/network.ts';
import type { AuthType } from './config/auth-types.ts';
import type { Interface, Timeouts } from './config/types.ts';
import type { ServiceType } from './config/service-type.ts';
import type { ConfigWarning } from './config/warnings.ts';
import type { Tree, TreeMap } from './config/tree.ts';
import { OptionError } from './errors.ts';
import type { ObserveOptions } from './http/session.ts';
import { checkNumber, checkOptions, type KeysOf } from './options.ts';

/** Who signs in, and for what; the `auth` section of clouds.yaml in camelCase. */
export interface AuthOptions {
  /** Keystone's URL, with or without `/v3`. */
  readonly authUrl?: string | undefined;
  readonly username?: string | undefined;
  readonly userId?: string | undefined;
  readonly userDomainId?: string | undefined;
  readonly userDomainName?: string | undefined;
  readonly password?: string | undefined;
  /** A token that was issued before. */
  readonly token?: string | undefined;
  readonly applicationCredentialId?: string | undefined;
  readonly applicationCredentialName?: string | undefined;
  readonly applicationCredentialSecret?: string | undefined;
  readonly projectId?: string | undefined;
  readonly projectName?: string | undefined;
  readonly projectDomainId?: string | undefined;
  readonly projectDomainName?: string | undefined;
  readonly domainId?: string | undefined;
  readonly domainName?: string | undefined;
  /** The domain of user and project, where their own is not given. */
  readonly defaultDomainId?: string | undefined;
  readonly defaultDomainName?: string | undefined;
  /** `all` for a token for the whole system. */
  readonly systemScope?: 'all' | undefined;
  readonly trustId?: string | undefined;
  /** A token without a scope, even if the user has a default project. */
  readonly unscoped?: boolean | undefined;
  /** A one-time passcode (TOTP), or where to get a fresh one for each login. */
  readonly passcode?: string | AuthCallbacks['passcode'];
  /** Gives what is missing when Keystone asks for more factors; without it, that is an AuthError that names them. */
  readonly onMissingFactors?: AuthCallbacks['onMissingFactors'];
  /** The methods of `v3multifactor`, such as `['v3password', 'v3totp']`. */
  readonly authMethods?: readonly string[] | undefined;
  /** Where every service is, for `none`, `http_basic` and `admin_token`, which know no catalog. */
  readonly endpoint?: string | undefined;
  readonly oauth2Endpoint?: string | undefined;
  readonly oauth2ClientId?: string | undefined;
  readonly oauth2ClientSecret?: string | undefined;
  /** The identity provider, as Keystone calls it. */
  readonly identityProvider?: string | undefined;
  /** The federation protocol, as Keystone calls it. */
  readonly protocol?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly accessToken?: string | undefined;
  readonly refreshToken?: string | undefined;
  readonly accessTokenEndpoint?: string | undefined;
  readonly accessTokenType?: string | undefined;
  readonly discoveryEndpoint?: string | undefined;
  readonly deviceAuthorizationEndpoint?: string | undefined;
  readonly codeChallengeMethod?: string | undefined;
  readonly openidScope?: string | undefined;
  /** An authorization code. */
  readonly code?: string | undefined;
  readonly redirectUri?: string | undefined;
  readonly idpOtpKey?: string | undefined;
  readonly authorizationEndpoint?: string | undefined;
  /** The port on this machine that a browser comes back to. */
  readonly callbackPort?: string | undefined;
  readonly redirectHost?: string | undefined;
  readonly redirectPort?: string | undefined;
  /** Shows a person the code of a device login (`v3oidcdeviceauthz`). */
  readonly onDeviceCode?: AuthCallbacks['onDeviceCode'];
  /** Opens a URL in a person's browser, or shows it to her (`v3oidcauthcode`, `v3websso`). */
  readonly openBrowser?: AuthCallbacks['openBrowser'];
}

/** Which cloud to connect to; what is given here wins over what is configured elsewhere. */
export interface ConnectOptions extends NetworkOptions, ObserveOptions {
  /** The name of a cloud in clouds.yaml, or `envvars` for the one of the `OS_*` variables. */
  readonly cloud?: string | undefined;
  /**
   * With an `authUrl` or an `endpoint` in it, or a plugin of your own (and no `cloud`), neither files nor environment are read.
   */
  readonly auth?: AuthOptions | AuthPlugin | undefined;
  /** By default, what the settings in `auth` call for. */
  readonly authType?: AuthType | undefined;
  readonly regionName?: string | undefined;
  /** `public` by default; several in order of preference. */
  readonly interface?: Interface | readonly Interface[] | undefined;
  /** URLs that take the place of the catalog's, such as `{ image: 'https://glance.example:9292' }`. */
  readonly endpointOverrides?: Readonly<Partial<Record<ServiceType, string>>> | undefined;
  /** Whether to check certificates; `true` by default. */
  readonly verify?: boolean | undefined;
  /** The path of a PEM file with authorities to trust, instead of those of the runtime. */
  readonly cacert?: string | undefined;
  /** The path of a PEM file with a client certificate. */
  readonly cert?: string | undefined;
  /** The path of a PEM file with its key, if it is not in the same file. */
  readonly key?: string | undefined;
  /** The name that certificates have to carry, if it is not the host of the URL (also sent as SNI). */
  readonly servername?: string | undefined;
  /** Read this clouds.yaml and no other. */
  readonly configFile?: string | undefined;
  /** Read this secure.yaml and no other. */
  readonly secureFile?: string | undefined;
  /**
   * Whether `OS_*` variables win over the cloud of a file, as they do for the `openstack` command. By default they do
   * not, as for openstacksdk: a cloud that is named is the one of the file.
   */
  readonly envOverrides?: boolean | undefined;
  /** Time limits in milliseconds. */
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** Put before the library's own name in the User-Agent header, such as `my-dashboard/1.2`. */
  readonly userAgent?: string | undefined;
  /** Takes each of `config.warnings` once, while connecting. Nothing is printed by default. */
  readonly onWarning?: ((warning: ConfigWarning) => void) | undefined;
}

const authKeys: KeysOf<AuthOptions> = {
  authUrl: true,
  username: true,
  userId: true,
  userDomainId: true,
  userDomainName: true,
  password: true,
  token: true,
  applicationCredentialId: true,
  applicationCredentialName: true,
  applicationCredentialSecret: true,
  projectId: true,
  projectName: true,
  projectDomainId: true,
  projectDomainName: true,
  domainId: true,
  domainName: true,
  defaultDomainId: true,
  defaultDomainName: true,
  systemScope: true,
  trustId: true,
  unscoped: true,
  passcode: true,
  onMissingFactors: true,
  authMethods: true,
  endpoint: true,
  oauth2Endpoint: true,
  oauth2ClientId: true,
  oauth2ClientSecret: true,
  identityProvider: true,
  protocol: true,
  clientId: true,
  clientSecret: true,
  accessToken: true,
  refreshToken: true,
  accessTokenEndpoint: true,
  accessTokenType: true,
  discoveryEndpoint: true,
  deviceAuthorizationEndpoint: true,
  codeChallengeMethod: true,
  openidScope: true,
  code: true,
  redirectUri: true,
  idpOtpKey: true,
  authorizationEndpoint: true,
  callbackPort: true,
  redirectHost: true,
  redirectPort: true,
  onDeviceCode: true,
  openBrowser: true,
};

const connectKeys: KeysOf<ConnectOptions> = {
  cloud: true,
  auth: true,
  authType: true,
  regionName: true,
  interface: true,
  endpointOverrides: true,
  verify: true,
  cacert: true,
  cert: true,
  key: true,
  configFile: true,
  secureFile: true,
  envOverrides: true,
  timeouts: true,
  userAgent: true,
  onWarning: true,
  servername: true,
  ...networkKeys,
  onEvent: true,
  debug: true,
  globalRequestId: true,
  tokenCache: true,
};

const timeoutKeys: KeysOf<Timeouts> = {
  connect: true,
  response: true,
  idle: true,
  finish: true,
  deadline: true,
  keepAlive: true,
};

function wireName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Options as clouds.yaml would spell them, those left out that were not given. */
function spelled(where: string, values: object): TreeMap {
  const tree: Record<string, Tree> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    if (typeof value === 'string') tree[wireName(name)] = value;
    else if (typeof value === 'boolean') tree[wireName(name)] = String(value);
    else if (Array.isArray(value)) tree[wireName(name)] = value.map(String);
    else
      throw new OptionError(`${where}: ${name} must be text, not ${value === null ? 'null' : typeof value}`);
  }
  return tree;
}

/** The plugin that is given in the place of settings, if one is. */
export function ownPlugin(options: ConnectOptions): AuthPlugin | undefined {
  const { auth } = options;
  return auth !== undefined && 'authenticate' in auth ? auth : undefined;
}

function authOptions({ auth }: ConnectOptions): AuthOptions {
  return auth === undefined || 'authenticate' in auth ? {} : auth;
}

/** The functions among the options of `auth`, which are no part of a configuration. */
export function toCallbacks(options: ConnectOptions): AuthCallbacks {
  const { passcode, onMissingFactors, onDeviceCode, openBrowser } = authOptions(options);
  const own = typeof passcode === 'function' ? passcode : undefined;
  return { passcode: own, onMissingFactors, onDeviceCode, openBrowser };
}

/** What the options say of which cloud it is and of its values. */
export function toSelection(options: ConnectOptions): CloudSelection {
  checkOptions('connect', options, connectKeys);
  const own = ownPlugin(options);
  const {
    auth: _auth,
    endpointOverrides = {},
    timeouts = {},
    cloud,
    configFile,
    secureFile,
    envOverrides = false,
    userAgent: _userAgent,
    onWarning: _onWarning,
    proxy,
    noProxy,
    maxConnections,
    retry,
    concurrency,
    rateLimit,
    onEvent: _onEvent,
    debug: _debug,
    globalRequestId: _globalRequestId,
    tokenCache,
    ...values
  } = options;
  const network = { proxy, noProxy, maxConnections, retry, concurrency, rateLimit };
  checkNetworkOptions('connect', network);
  if (typeof tokenCache === 'string' && !['memory', 'file', 'keyring'].includes(tokenCache)) {
    throw new OptionError(
      `connect: tokenCache must be memory, file, keyring or an object, not ${tokenCache}`,
    );
  }
  const auth = authOptions(options);
  checkOptions('connect: auth', auth, authKeys);
  const callbacks = Object.keys(toCallbacks(options));
  const settings = Object.entries(auth).filter(
    ([name, value]) => typeof value !== 'function' || !callbacks.includes(name),
  );
  checkOptions('connect: endpointOverrides', endpointOverrides, {
    identity: true,
    image: true,
    compute: true,
  });
  checkOptions('connect: timeouts', timeouts, timeoutKeys);
  for (const [name, value] of Object.entries(timeouts)) {
    if (value !== Number.POSITIVE_INFINITY) checkNumber(`connect: timeouts.${name}`, value, 1);
  }
  const urls = Object.entries(spelled('connect: endpointOverrides', endpointOverrides));
  const overrides = Object.fromEntries(urls.map(([service, url]) => [`${service}_endpoint_override`, url]));
  const given = Object.entries(timeouts).filter(([, value]) => value !== undefined);
  return {
    cloud,
    configFile,
    secureFile,
    envOverrides,
    overrides: {
      ...spelled('connect', values),
      ...(own !== undefined && { auth_type: 'plugin' }),
      ...overrides,
      auth: spelled('connect: auth', Object.fromEntries(settings)),
    },
    selfContained: own !== undefined || auth.authUrl !== undefined || auth.endpoint !== undefined,
    timeouts: Object.fromEntries(given),
    network,
  };
}
