import assert from 'node:assert/strict';
import { test } from 'node:test';

import { resolveIn } from './support/world.ts';

const openrc = {
  OS_AUTH_URL: 'http://keystone.example:5000/v3',
  OS_USERNAME: 'demo',
  OS_PASSWORD: '012345',
  OS_PROJECT_NAME: 'demo',
  OS_USER_DOMAIN_NAME: 'Default',
  OS_PROJECT_DOMAIN_ID: 'default',
  OS_REGION_NAME: 'RegionOne',
  OS_INTERFACE: 'internal',
  OS_IDENTITY_API_VERSION: '3',
};

const file = {
  'cwd/clouds.yaml': 'clouds: {here: {auth: {auth_url: "http://file", username: u, password: p}}}\n',
};

test('an openrc file is a cloud', async (t) => {
  const config = await resolveIn(t, { variables: openrc });
  assert.equal(config.name, 'envvars');
  assert.equal(config.authType, 'password');
  assert.equal(config.auth.authUrl, 'http://keystone.example:5000/v3');
  assert.equal(config.auth.username, 'demo');
  assert.equal(config.auth.password?.reveal(), '012345');
  assert.equal(config.auth.projectName, 'demo');
  assert.equal(config.auth.userDomainName, 'Default');
  assert.equal(config.auth.projectDomainId, 'default');
  assert.equal(config.regionName, 'RegionOne');
  assert.deepEqual(config.interfaces, ['internal']);
});

test('it needs no file, and wins over the only cloud of one', async (t) => {
  assert.equal((await resolveIn(t, { files: file, variables: openrc })).name, 'envvars');
});

test('it is not in the way of a cloud that is named', async (t) => {
  const config = await resolveIn(t, { files: file, variables: openrc, options: { cloud: 'here' } });
  assert.equal(config.auth.authUrl, 'http://file');
});

test('it can be named', async (t) => {
  const config = await resolveIn(t, { files: file, variables: openrc, options: { cloud: 'envvars' } });
  assert.equal(config.auth.username, 'demo');
});

test('OS_CLOUD_NAME is its name', async (t) => {
  const variables = { ...openrc, OS_CLOUD_NAME: 'mine', OS_CLOUD: 'mine' };
  assert.equal((await resolveIn(t, { variables })).name, 'mine');
});

test('variables of other programs that begin with OS_ are not a cloud', async (t) => {
  const variables = { OS_ACTIVITY_DT_MODE: 'enable', OS_VERSION: '12', OS_NAME: 'Debian' };
  assert.equal((await resolveIn(t, { files: file, variables })).name, 'here');
});

test('a user and a password without OS_AUTH_URL are not a cloud', async (t) => {
  const variables = { OS_USERNAME: 'demo', OS_PASSWORD: 'secret' };
  assert.equal((await resolveIn(t, { files: file, variables })).name, 'here');
});

test('variables that are set but empty are not given', async (t) => {
  const config = await resolveIn(t, { variables: { ...openrc, OS_PROJECT_ID: '', OS_TENANT_NAME: '' } });
  assert.equal(config.auth.projectId, undefined);
  assert.equal(config.auth.projectName, 'demo');
});

test('an empty OS_AUTH_URL is no cloud', async (t) => {
  const variables = { OS_AUTH_URL: '', OS_USERNAME: 'demo' };
  assert.equal((await resolveIn(t, { files: file, variables })).name, 'here');
});

test('the old names of project variables work', async (t) => {
  const { OS_PROJECT_NAME: _, ...rest } = openrc;
  const config = await resolveIn(t, { variables: { ...rest, OS_TENANT_NAME: 'old' } });
  assert.equal(config.auth.projectName, 'old');
});

test('an application credential in the environment needs no OS_AUTH_TYPE', async (t) => {
  const variables = {
    OS_AUTH_URL: 'http://k',
    OS_APPLICATION_CREDENTIAL_ID: 'id',
    OS_APPLICATION_CREDENTIAL_SECRET: 's3cret',
  };
  const config = await resolveIn(t, { variables });
  assert.equal(config.authType, 'v3applicationcredential');
});

test('OS_AUTH_TYPE and OS_TOKEN', async (t) => {
  const config = await resolveIn(t, {
    variables: { OS_AUTH_URL: 'http://k', OS_AUTH_TYPE: 'v3token', OS_TOKEN: 'gAAAA' },
  });
  assert.equal(config.authType, 'v3token');
  assert.equal(config.auth.token?.reveal(), 'gAAAA');
});

for (const value of ['1', 'true', 'True', 'yes', 'on']) {
  test(`OS_INSECURE=${value} is true`, async (t) => {
    assert.equal((await resolveIn(t, { variables: { ...openrc, OS_INSECURE: value } })).tls.verify, false);
  });
}

test('OS_VERIFY=false is not taken for a path', async (t) => {
  assert.equal((await resolveIn(t, { variables: { ...openrc, OS_VERIFY: 'false' } })).tls.verify, false);
});

test('OS_CACERT, OS_CERT and OS_KEY', async (t) => {
  const variables = { ...openrc, OS_CACERT: '/ca.pem', OS_CERT: '/c.pem', OS_KEY: '/k.pem' };
  assert.deepEqual((await resolveIn(t, { variables })).tls, {
    verify: true,
    cacert: '/ca.pem',
    cert: '/c.pem',
    key: '/k.pem',
  });
});

test('OS_IMAGE_ENDPOINT_OVERRIDE takes the place of the catalog', async (t) => {
  const variables = { ...openrc, OS_IMAGE_ENDPOINT_OVERRIDE: 'http://glance.example:9292' };
  assert.equal((await resolveIn(t, { variables })).endpointOverrides.image, 'http://glance.example:9292');
});
