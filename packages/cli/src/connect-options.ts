import type { AuthOptions, ConnectOptions } from '@ostk/sdk';
import {
  type AuthText,
  authParameters,
  cloudParameters,
  olderNames,
  systemScope,
} from './parameters/global.ts';
import type { Text } from './parameters/parameter.ts';
import { authMethods, signInParameters, type SignInText } from './parameters/sign-in.ts';
import type { Values } from './parameters/values.ts';
import { version } from './version.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** An option with an empty text is one that was not given: scripts pass `--os-cloud "$CLOUD"`. */
function given(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/** What is one text among the SDK's `AuthOptions`, and an option `--os-…` here. */
type AuthTexts = Partial<Record<AuthText | SignInText, string | undefined>>;

function authTexts(read: (name: string, parameter: Text) => string | undefined): AuthTexts {
  const parameters = Object.entries({ ...authParameters, ...signInParameters });
  return Object.fromEntries(parameters.map(([name, parameter]) => [name, given(read(name, parameter))]));
}

function authOptions(values: Values): AuthOptions {
  const texts = authTexts((_, parameter) => values.get(parameter));
  const older = (name: keyof typeof olderNames): string | undefined => given(values.get(olderNames[name]));
  const methods = values.get(authMethods);
  return {
    ...texts,
    projectName: texts.projectName ?? older('projectName'),
    projectId: texts.projectId ?? older('projectId'),
    defaultDomainId: texts.defaultDomainId ?? older('defaultDomainId'),
    authMethods: methods.length === 0 ? undefined : methods,
    systemScope: values.get(systemScope),
  };
}

/** The environment's values, as `openstack` has it: `OS_USERNAME` for `--os-username`, … */
function authVariables(env: Environment): AuthOptions {
  const methods = given(env['OS_AUTH_METHODS']);
  return {
    ...authTexts((name) => env[`OS_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`]),
    authMethods: methods === undefined ? undefined : [methods],
  };
}

/** Those of the first, and of the second those that the first does not give. */
function withDefaults(auth: AuthOptions, defaults: AuthOptions): AuthOptions {
  const own = Object.entries(auth).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(own) };
}

/** What the global options say of the cloud to connect to, in the SDK's words. */
export function connectOptions(values: Values, env: Environment): ConnectOptions {
  const auth = authOptions(values);
  const named = given(values.get(cloudParameters.cloud)) ?? given(env['OS_CLOUD']);
  // With a URL and no cloud, the SDK takes the options for all there is to know.
  const complete = (auth.authUrl ?? auth.endpoint) !== undefined && named === undefined;
  const authType = values.get(cloudParameters.authType) ?? (auth.token === undefined ? undefined : 'token');
  return {
    cloud: named,
    auth: complete ? withDefaults(auth, authVariables(env)) : auth,
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
