import { password, url, without } from './make.mjs';

const openrc = {
  OS_AUTH_URL: url,
  OS_USERNAME: 'demo',
  OS_PASSWORD: 'secret',
  OS_PROJECT_NAME: 'web',
  OS_USER_DOMAIN_NAME: 'Default',
  OS_PROJECT_DOMAIN_NAME: 'Default',
};

const env = (name, variables, rest = {}) => ({
  name: `environment: ${name}`,
  files: {},
  env: variables,
  ...rest,
});

export function environments() {
  const file = { 'cwd/clouds.yaml': JSON.stringify({ clouds: { here: { auth: password } } }) };
  const core = { OS_AUTH_URL: url };
  return [
    env('openrc', openrc),
    env('openrc with region and interface', { ...openrc, OS_REGION_NAME: 'One', OS_INTERFACE: 'internal' }),
    env('endpoint type', { ...openrc, OS_ENDPOINT_TYPE: 'internalURL' }),
    env('tenant name', { ...without(openrc, 'OS_PROJECT_NAME'), OS_TENANT_NAME: 'old' }),
    env('tenant id', { ...without(openrc, 'OS_PROJECT_NAME'), OS_TENANT_ID: 'old' }),
    env('project id', { ...without(openrc, 'OS_PROJECT_NAME'), OS_PROJECT_ID: 'p' }),
    env('digits stay text', { ...openrc, OS_PASSWORD: '012345', OS_PROJECT_NAME: '1e5' }),
    env('domain scope', {
      ...without(openrc, 'OS_PROJECT_NAME', 'OS_PROJECT_DOMAIN_NAME'),
      OS_DOMAIN_NAME: 'D',
    }),
    env('system scope', {
      ...without(openrc, 'OS_PROJECT_NAME', 'OS_PROJECT_DOMAIN_NAME'),
      OS_SYSTEM_SCOPE: 'all',
    }),
    env('trust', { ...without(openrc, 'OS_PROJECT_NAME', 'OS_PROJECT_DOMAIN_NAME'), OS_TRUST_ID: 't' }),
    env('default domain', {
      ...core,
      OS_USERNAME: 'u',
      OS_PASSWORD: 'p',
      OS_PROJECT_NAME: 'x',
      OS_DEFAULT_DOMAIN_ID: 'd',
    }),
    env('token', { ...core, OS_AUTH_TYPE: 'token', OS_TOKEN: 't', OS_PROJECT_ID: 'p' }),
    env('application credential', {
      ...core,
      OS_AUTH_TYPE: 'v3applicationcredential',
      OS_APPLICATION_CREDENTIAL_ID: 'i',
      OS_APPLICATION_CREDENTIAL_SECRET: 's',
    }),
    env('application credential without auth type', {
      ...core,
      OS_APPLICATION_CREDENTIAL_ID: 'i',
      OS_APPLICATION_CREDENTIAL_SECRET: 's',
    }),
    env('certificates', { ...openrc, OS_CACERT: '/ca.pem', OS_CERT: '/c.pem', OS_KEY: '/k.pem' }),
    env('insecure true', { ...openrc, OS_INSECURE: 'true' }),
    env('insecure 1', { ...openrc, OS_INSECURE: '1' }),
    env('verify false', { ...openrc, OS_VERIFY: 'false' }),
    env('endpoint override', { ...openrc, OS_IMAGE_ENDPOINT_OVERRIDE: 'https://glance.example' }),
    env('microversion', { ...openrc, OS_COMPUTE_API_VERSION: '2.87' }),
    env('name', { ...openrc, OS_CLOUD_NAME: 'mine' }),
    env('by name', openrc, { options: { cloud: 'envvars' } }),
    env('before the only cloud of a file', openrc, { files: file }),
    env('not before a named cloud', openrc, { files: file, options: { cloud: 'here' } }),
    env('OS_CLOUD with others', { ...openrc, OS_CLOUD: 'here', OS_REGION_NAME: 'X' }, { files: file }),
    env('only a region', { OS_REGION_NAME: 'X' }, { files: file }),
    env('another program', { OS_ACTIVITY_DT_MODE: 'YES' }, { files: file }),
    env('user without URL', { OS_USERNAME: 'u', OS_PASSWORD: 'p' }, { files: file }),
    env(
      'test and log variables',
      { OS_TEST_TIMEOUT: '9', OS_STDOUT_CAPTURE: '1', OS_LOG_CAPTURE: '1' },
      { files: file },
    ),
    env('a file has a cloud of its name', openrc, {
      files: { 'cwd/clouds.yaml': JSON.stringify({ clouds: { envvars: { auth: password } } }) },
    }),
    env('option over it', openrc, { options: { auth: { project_name: 'other' }, region_name: 'R' } }),
    env('proxy of the tracer', { ...openrc, OS_PROFILE: 'key' }),
    env('an empty variable', { ...openrc, OS_PROJECT_ID: '' }),
  ];
}
