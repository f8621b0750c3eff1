import type { AuthOptions, ConnectOptions } from '@ostk/sdk';
import { type AuthText, authParameters, cloudParameters } from './parameters/global.ts';
import type { Values } from './parameters/values.ts';
import { version } from './version.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** An option with an empty text is one that was not given: scripts pass `--os-cloud "$CLOUD"`. */
function given(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function authOptions(values: Values): AuthOptions {
  const read = (name: AuthText): string | undefined => given(values.get(authParameters[name]));
  return {
    authUrl: read('authUrl'),
    username: read('username'),
    userId: read('userId'),
    userDomainName: read('userDomainName'),
    userDomainId: read('userDomainId'),
    password: read('password'),
    token: read('token'),
    applicationCredentialId: read('applicationCredentialId'),
    applicationCredentialName: read('applicationCredentialName'),
    applicationCredentialSecret: read('applicationCredentialSecret'),
    projectName: read('projectName'),
    projectId: read('projectId'),
    projectDomainName: read('projectDomainName'),
    projectDomainId: read('projectDomainId'),
    domainName: read('domainName'),
    domainId: read('domainId'),
    systemScope: values.get(authParameters.systemScope),
    trustId: read('trustId'),
  };
}

/** The environment's values for what was not given, as `openstack` has it: `OS_USERNAME` for `--os-username`, … */
function withEnvironment(auth: AuthOptions, env: Environment): AuthOptions {
  const own = (name: string): string | undefined => given(env[name]);
  return {
    ...auth,
    username: auth.username ?? own('OS_USERNAME'),
    userId: auth.userId ?? own('OS_USER_ID'),
    userDomainName: auth.userDomainName ?? own('OS_USER_DOMAIN_NAME'),
    userDomainId: auth.userDomainId ?? own('OS_USER_DOMAIN_ID'),
    password: auth.password ?? own('OS_PASSWORD'),
    token: auth.token ?? own('OS_TOKEN'),
    applicationCredentialId: auth.applicationCredentialId ?? own('OS_APPLICATION_CREDENTIAL_ID'),
    applicationCredentialName: auth.applicationCredentialName ?? own('OS_APPLICATION_CREDENTIAL_NAME'),
    applicationCredentialSecret: auth.applicationCredentialSecret ?? own('OS_APPLICATION_CREDENTIAL_SECRET'),
    projectName: auth.projectName ?? own('OS_PROJECT_NAME'),
    projectId: auth.projectId ?? own('OS_PROJECT_ID'),
    projectDomainName: auth.projectDomainName ?? own('OS_PROJECT_DOMAIN_NAME'),
    projectDomainId: auth.projectDomainId ?? own('OS_PROJECT_DOMAIN_ID'),
    domainName: auth.domainName ?? own('OS_DOMAIN_NAME'),
    domainId: auth.domainId ?? own('OS_DOMAIN_ID'),
  };
}

/** What the global options say of the cloud to connect to, in the SDK's words. */
export function connectOptions(
  values: Values,
  env: Environment,
  callbacks: Pick<AuthOptions, 'onDeviceCode' | 'openBrowser'> = {},
): ConnectOptions {
  const auth = authOptions(values);
  const named = given(values.get(cloudParameters.cloud)) ?? given(env['OS_CLOUD']);
  // With a URL and no cloud, the SDK takes the options for all there is to know.
  const complete = auth.authUrl !== undefined && named === undefined;
  const authType = values.get(cloudParameters.authType) ?? (auth.token === undefined ? undefined : 'token');
  return {
    cloud: named,
    auth: { ...(complete ? withEnvironment(auth, env) : auth), ...callbacks },
    authType,
    regionName: given(values.get(cloudParameters.regionName)),
    interface: values.get(cloudParameters.interface),
    verify: values.get(cloudParameters.verify),
    cacert: given(values.get(cloudParameters.cacert)),
    cert: given(values.get(cloudParameters.cert)),
    key: given(values.get(cloudParameters.key)),
    // As for `openstack`: a variable that is set is meant, also beside a cloud in a file.
    envOverrides: complete ? undefined : true,
    userAgent: `ostk/${version}`,
  };
}
