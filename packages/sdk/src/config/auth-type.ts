import { ConfigError } from '../errors.ts';
import { closest } from '../options.ts';
import { type AuthType, authTypes } from './auth-types.ts';
import type { AuthSettings } from './types.ts';
import type { TreeMap } from './tree.ts';
import type { Warn } from './warnings.ts';

/** What the other clients know and this library does not. */
const notBuilt = new Set([
  'v2password',
  'v2token',
  'v3kerberos',
  'v3fedkerb',
  'v3samlpassword',
  'v3adfspassword',
  'v3oauth1',
  'v3k2k',
]);

/** What calls for a method when none is named; the first rule that fits decides. */
const rules: readonly (readonly [AuthType, (auth: AuthSettings) => boolean])[] = [
  ['v3oidcaccesstoken', ({ identityProvider, accessToken }) => Boolean(identityProvider && accessToken)],
  ['v3oidcauthcode', ({ identityProvider, code }) => Boolean(identityProvider && code)],
  ['v3oidcpassword', ({ identityProvider: idp, clientId, password }) => Boolean(idp && clientId && password)],
  [
    'v3oidcclientcredentials',
    ({ identityProvider: idp, clientId, clientSecret }) => Boolean(idp && clientId && clientSecret),
  ],
  ['v3multifactor', ({ authMethods }) => authMethods.length > 0],
  ['v3applicationcredential', ({ applicationCredentialSecret: secret }) => secret !== undefined],
  ['v3oauth2clientcredential', ({ oauth2ClientSecret: secret }) => secret !== undefined],
  ['v3oauth2mtlsclientcredential', ({ oauth2ClientId: id }) => id !== undefined],
  ['password', ({ password }) => password !== undefined],
  ['admin_token', ({ authUrl, endpoint, token }) => !authUrl && Boolean(endpoint && token)],
  ['token', ({ token }) => token !== undefined],
  ['v3totp', ({ passcode }) => passcode !== undefined],
];

function unknown(name: string, where: string): ConfigError {
  if (notBuilt.has(name.toLowerCase())) {
    return new ConfigError(
      `${where}: auth_type ${name} is not built in; an AuthPlugin of your own can do it: give it to connect() as auth`,
    );
  }
  const meant = closest(name, authTypes);
  const hint = meant === undefined ? `known are ${authTypes.join(', ')}` : `did you mean ${meant}?`;
  return new ConfigError(`${where}: there is no auth_type ${name}; ${hint}`);
}

/** The method that is named, or the one that the given settings call for. */
export function authTypeOf(cloud: TreeMap, auth: AuthSettings, where: string): AuthType {
  const named = cloud['auth_type'] || cloud['auth_plugin'];
  if (typeof named === 'string' && named !== '') {
    const known = authTypes.find((type) => type === named.toLowerCase());
    if (known !== undefined) return known;
    throw unknown(named, where);
  }
  // With nothing at all, the method `password` says what there could be.
  return rules.find(([, fits]) => fits(auth))?.[0] ?? 'password';
}

/** The methods whose scope is part of what one signs in with. */
const scopeIsFixed = new Set<AuthType>([
  'v3applicationcredential',
  'v3oauth2clientcredential',
  'v3oauth2mtlsclientcredential',
]);

/** Warns of a scope beside an application credential: Keystone would refuse it, so it is not sent. */
export function ignoredScope(type: AuthType, auth: AuthSettings, where: string, warn: Warn): void {
  if (!scopeIsFixed.has(type)) return;
  const scope: Readonly<Record<string, unknown>> = {
    project_id: auth.projectId,
    project_name: auth.projectName,
    domain_id: auth.domainId,
    domain_name: auth.domainName,
    system_scope: auth.systemScope,
    trust_id: auth.trustId,
  };
  const given = Object.keys(scope).filter((name) => scope[name] !== undefined);
  if (given.length === 0) return;
  warn({
    code: 'setting-ignored',
    message: `${where}: ${given.join(' and ')} ignored: with auth_type ${type}, the project is that of the application credential`,
  });
}
