import { ConfigError } from '../errors.ts';
import { Secret } from './secret.ts';
import type { AuthSettings } from './types.ts';
import { isTreeMap, type Tree, type TreeMap } from './tree.ts';

/** How a setting is spelled in clouds.yaml; older spellings come after the current one. */
const spellings = {
  authUrl: ['auth_url'],
  username: ['username', 'user_name'],
  userId: ['user_id'],
  userDomainId: ['user_domain_id'],
  userDomainName: ['user_domain_name'],
  password: ['password'],
  token: ['token', 'auth_token'],
  applicationCredentialId: ['application_credential_id'],
  applicationCredentialName: ['application_credential_name'],
  applicationCredentialSecret: ['application_credential_secret'],
  projectId: ['project_id', 'tenant_id'],
  projectName: ['project_name', 'tenant_name'],
  projectDomainId: ['project_domain_id'],
  projectDomainName: ['project_domain_name'],
  domainId: ['domain_id'],
  domainName: ['domain_name'],
  systemScope: ['system_scope'],
  trustId: ['trust_id'],
  unscoped: ['unscoped'],
  defaultDomainId: ['default_domain_id', 'default_domain'],
  defaultDomainName: ['default_domain_name'],
  passcode: ['passcode'],
  authMethods: ['auth_methods'],
  endpoint: ['endpoint'],
  oauth2Endpoint: ['oauth2_endpoint'],
  oauth2ClientId: ['oauth2_client_id'],
  oauth2ClientSecret: ['oauth2_client_secret'],
  identityProvider: ['identity_provider'],
  protocol: ['protocol'],
  clientId: ['client_id'],
  clientSecret: ['client_secret'],
  accessToken: ['access_token'],
  refreshToken: ['refresh_token'],
  accessTokenEndpoint: ['access_token_endpoint'],
  accessTokenType: ['access_token_type'],
  discoveryEndpoint: ['discovery_endpoint'],
  deviceAuthorizationEndpoint: ['device_authorization_endpoint'],
  codeChallengeMethod: ['code_challenge_method'],
  openidScope: ['openid_scope'],
  code: ['code', 'authorization_code'],
  redirectUri: ['redirect_uri'],
  idpOtpKey: ['idp_otp_key'],
  authorizationEndpoint: ['authorization_endpoint'],
  callbackPort: ['callback_port'],
  redirectHost: ['redirect_host'],
  redirectPort: ['redirect_port'],
} as const;

type Key = keyof typeof spellings;

/** Settings that say the same in different ways: to give one is to replace all of its group. */
const alternatives: readonly (readonly Key[])[] = [
  ['userId', 'username'],
  ['userDomainId', 'userDomainName'],
  ['applicationCredentialId', 'applicationCredentialName'],
  ['projectDomainId', 'projectDomainName'],
  ['projectId', 'projectName', 'systemScope', 'trustId', 'unscoped'],
  ['domainId', 'domainName', 'systemScope', 'trustId', 'unscoped'],
];

type Reader = (key: Key) => string | undefined;

/** The cloud's `auth` section; what stands beside it instead of in it wins, as in the other OpenStack clients. */
export function authSection(cloud: TreeMap, where: string): TreeMap {
  const auth = cloud['auth'] ?? '';
  if (auth !== '' && !isTreeMap(auth)) throw new ConfigError(`${where}: auth must be a mapping`);
  const section: Record<string, Tree> = auth === '' ? {} : { ...auth };
  for (const spelling of Object.values(spellings).flat()) {
    const value = cloud[spelling];
    if (value !== undefined && value !== '') section[spelling] = value;
  }
  return section;
}

/** One `auth` section laid over another: a project name given on top replaces the project id below as well. */
export function layAuth(base: TreeMap, over: TreeMap): TreeMap {
  const gives = (key: Key): boolean =>
    spellings[key].some((spelling) => {
      const value = over[spelling] ?? '';
      return key === 'unscoped' ? isTrue(value) : value !== '';
    });
  const replaced = new Set<string>(
    alternatives
      .filter((group) => group.some(gives))
      .flat()
      .flatMap((key) => spellings[key]),
  );
  const kept = Object.entries(base).filter(([name]) => !replaced.has(name));
  return { ...Object.fromEntries(kept), ...over };
}

function reader(section: TreeMap, where: string): Reader {
  return (key) => {
    for (const spelling of spellings[key]) {
      const value = section[spelling];
      if (value === undefined || value === '') continue;
      if (typeof value !== 'string') throw new ConfigError(`${where}: ${spelling} must be a single value`);
      return value;
    }
    return undefined;
  };
}

function secret(value: string | undefined): Secret | undefined {
  return value === undefined ? undefined : new Secret(value);
}

/** A list, or text with commas between. */
function list(value: Tree | undefined): readonly string[] {
  const items: readonly Tree[] = Array.isArray(value) ? value : [value ?? ''];
  return items.flatMap((item) =>
    typeof item === 'string' ? item.split(',').flatMap((name) => name.trim() || []) : [],
  );
}

function isTrue(value: Tree | undefined): boolean {
  return typeof value === 'string' && ['true', 'yes', 'on', '1'].includes(value.toLowerCase());
}

/** A lone `domain_*` beside a project is where user and project are; without one it is the scope. */
function domains(read: Reader): Partial<AuthSettings> {
  const hasProject = read('projectId') !== undefined || read('projectName') !== undefined;
  const domainId = read('domainId');
  const domainName = read('domainName');
  const fallbackId = read('defaultDomainId') ?? (hasProject ? domainId : undefined);
  const fallbackName = read('defaultDomainName') ?? (hasProject ? domainName : undefined);
  const pick = (id: string | undefined, name: string | undefined): [string | undefined, string | undefined] =>
    id === undefined && name === undefined ? [fallbackId, fallbackName] : [id, name];
  const [userDomainId, userDomainName] = pick(read('userDomainId'), read('userDomainName'));
  const [projectDomainId, projectDomainName] = pick(read('projectDomainId'), read('projectDomainName'));
  return {
    userDomainId,
    userDomainName,
    projectDomainId,
    projectDomainName,
    domainId: hasProject ? undefined : domainId,
    domainName: hasProject ? undefined : domainName,
  };
}

/** An `auth` section as typed settings. */
export function authSettings(section: TreeMap, where: string): AuthSettings {
  const read = reader(section, where);
  return {
    authUrl: read('authUrl'),
    username: read('username'),
    userId: read('userId'),
    userDomainId: undefined,
    userDomainName: undefined,
    password: secret(read('password')),
    token: secret(read('token')),
    applicationCredentialId: read('applicationCredentialId'),
    applicationCredentialName: read('applicationCredentialName'),
    applicationCredentialSecret: secret(read('applicationCredentialSecret')),
    projectId: read('projectId'),
    projectName: read('projectName'),
    projectDomainId: undefined,
    projectDomainName: undefined,
    domainId: undefined,
    domainName: undefined,
    systemScope: read('systemScope'),
    trustId: read('trustId'),
    unscoped: isTrue(read('unscoped')),
    passcode: secret(read('passcode')),
    authMethods: list(section['auth_methods']),
    endpoint: read('endpoint'),
    oauth2Endpoint: read('oauth2Endpoint'),
    oauth2ClientId: read('oauth2ClientId'),
    oauth2ClientSecret: secret(read('oauth2ClientSecret')),
    identityProvider: read('identityProvider'),
    protocol: read('protocol'),
    clientId: read('clientId'),
    clientSecret: secret(read('clientSecret')),
    accessToken: secret(read('accessToken')),
    refreshToken: secret(read('refreshToken')),
    accessTokenEndpoint: read('accessTokenEndpoint'),
    accessTokenType: read('accessTokenType'),
    discoveryEndpoint: read('discoveryEndpoint'),
    deviceAuthorizationEndpoint: read('deviceAuthorizationEndpoint'),
    codeChallengeMethod: read('codeChallengeMethod'),
    openidScope: read('openidScope'),
    code: secret(read('code')),
    redirectUri: read('redirectUri'),
    idpOtpKey: read('idpOtpKey'),
    authorizationEndpoint: read('authorizationEndpoint'),
    callbackPort: read('callbackPort'),
    redirectHost: read('redirectHost'),
    redirectPort: read('redirectPort'),
    ...domains(read),
  };
}
