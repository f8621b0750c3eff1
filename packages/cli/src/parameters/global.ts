import type { AuthType, Interface } from '@ostk/sdk';
import { authTypes } from '@ostk/sdk/auth-types';
import { type Choice, choice, type Flag, flag, oneOf, type Parameter, type Text, text } from './parameter.ts';
import { authMethods, signInParameters } from './sign-in.ts';

interface CloudParameters {
  readonly cloud: Text;
  readonly regionName: Text;
  readonly interface: Choice<Interface>;
  readonly cacert: Text;
  readonly cert: Text;
  readonly key: Text;
  readonly verify: Choice<boolean>;
  readonly authType: Choice<AuthType>;
}

/** Names of the SDK's `AuthOptions` that are plain texts. */
export type AuthText =
  | 'authUrl'
  | 'username'
  | 'userId'
  | 'userDomainName'
  | 'userDomainId'
  | 'password'
  | 'token'
  | 'applicationCredentialId'
  | 'applicationCredentialName'
  | 'applicationCredentialSecret'
  | 'projectName'
  | 'projectId'
  | 'projectDomainName'
  | 'projectDomainId'
  | 'domainName'
  | 'domainId'
  | 'trustId';

/** Which cloud, and who signs in. */
export const cloudParameters: CloudParameters = {
  cloud: text('--os-cloud <name>', 'cloud in clouds.yaml (env: OS_CLOUD)'),
  regionName: text('--os-region-name <name>', 'region (env: OS_REGION_NAME)'),
  interface: oneOf('--os-interface <name>', 'which endpoints to use; public by default (env: OS_INTERFACE)', [
    'public',
    'internal',
    'admin',
  ]),
  cacert: text('--os-cacert <file>', 'authorities to trust, PEM (env: OS_CACERT)'),
  cert: text('--os-cert <file>', 'client certificate, PEM (env: OS_CERT)'),
  key: text('--os-key <file>', 'key of the client certificate, PEM (env: OS_KEY)'),
  verify: choice({
    verify: { value: true, description: 'check certificates (default)' },
    insecure: { value: false, description: 'do not check certificates' },
  }),
  authType: oneOf(
    '--os-auth-type <name>',
    'how to sign in; by default, what the settings call for',
    authTypes.filter((name) => name !== 'plugin'),
  ),
};

/** What stands under `auth` in clouds.yaml, by its name in the SDK. */
export const authParameters: Readonly<Record<AuthText, Text>> = {
  authUrl: text('--os-auth-url <url>', 'Keystone (env: OS_AUTH_URL)'),
  username: text('--os-username <name>', 'user (env: OS_USERNAME)'),
  userId: text('--os-user-id <id>', 'user'),
  userDomainName: text('--os-user-domain-name <name>', "the user's domain"),
  userDomainId: text('--os-user-domain-id <id>', "the user's domain"),
  password: text(
    '--os-password <text>',
    'password; others on this machine can see it, so prefer OS_PASSWORD',
  ),
  token: text('--os-token <text>', 'a token that was issued before (env: OS_TOKEN)'),
  applicationCredentialId: text('--os-application-credential-id <id>', 'application credential'),
  applicationCredentialName: text('--os-application-credential-name <name>', 'application credential'),
  applicationCredentialSecret: text(
    '--os-application-credential-secret <text>',
    'its secret; prefer OS_APPLICATION_CREDENTIAL_SECRET',
  ),
  projectName: text('--os-project-name <name>', 'project to work in (env: OS_PROJECT_NAME)'),
  projectId: text('--os-project-id <id>', 'project to work in'),
  projectDomainName: text('--os-project-domain-name <name>', "the project's domain"),
  projectDomainId: text('--os-project-domain-id <id>', "the project's domain"),
  domainName: text('--os-domain-name <name>', 'domain to work in, instead of a project'),
  domainId: text('--os-domain-id <id>', 'domain to work in, instead of a project'),
  trustId: text('--os-trust-id <id>', 'trust to use'),
};

/** A scope that is neither a project nor a domain. */
export const systemScope: Choice<'all'> = oneOf('--os-system-scope <all>', 'work on the whole system', [
  'all',
]);

/** Names that options of {@link authParameters} had before, and that old scripts still give. */
export const olderNames: Readonly<Record<'projectName' | 'projectId' | 'defaultDomainId', Text>> = {
  projectName: text('--os-tenant-name <name>', 'the same as --os-project-name', { hidden: true }),
  projectId: text('--os-tenant-id <id>', 'the same as --os-project-id', { hidden: true }),
  defaultDomainId: text('--os-default-domain <id>', 'the same as --os-default-domain-id', { hidden: true }),
};

/** How much is told. */
export const loudness: Readonly<Record<'verbose' | 'quiet' | 'debug' | 'timing', Flag>> = {
  verbose: flag('-v, --verbose', 'tell more of what is done'),
  quiet: flag('-q, --quiet', 'no progress, no notes'),
  debug: flag('--debug', 'show every request as a curl command, every answer, and all of an error'),
  timing: flag('--timing', 'show how long each request took'),
};

/** The microversion by which servers are shown. */
export const computeVersion: Text = text(
  '--os-compute-api-version <version>',
  'microversion to show servers by, such as 2.79; what is done needs no such choice',
);

function accepted(flags: string, description = 'accepted; nothing here uses it'): Text {
  return text(flags, description, { hidden: true });
}

// Scripts give them to `openstack`; there is one version of each API that anything here speaks.
const ignored: readonly Parameter<unknown>[] = [
  accepted('--os-identity-api-version <version>', 'accepted; it is always 3'),
  accepted('--os-image-api-version <version>', 'accepted; it is always 2'),
  accepted('--os-network-api-version <version>'),
  accepted('--os-object-api-version <version>'),
  accepted('--os-volume-api-version <version>'),
  accepted('--os-key-manager-api-version <version>'),
  flag('--os-beta-command', 'accepted; nothing here needs it', { hidden: true }),
];

/** The options that every command takes, before its name and after. */
export const globalParameters: readonly Parameter<unknown>[] = [
  ...Object.values(cloudParameters),
  ...Object.values(authParameters),
  systemScope,
  ...Object.values(loudness),
  computeVersion,
  ...Object.values(signInParameters),
  authMethods,
  ...Object.values(olderNames),
  ...ignored,
];
