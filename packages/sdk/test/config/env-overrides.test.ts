import assert from 'node:assert/strict';
import { test } from 'node:test';

import { resolveIn } from './support/world.ts';

const files = {
  'cwd/clouds.yaml': `clouds:
  here:
    auth: {auth_url: "http://file", username: u, password: p, project_id: f}
    regions: [One, {name: Two, values: {interface: internal, image_interface: admin}}]
`,
};
const variables = { OS_CLOUD: 'here', OS_PROJECT_NAME: 'e', OS_REGION_NAME: 'Two', OS_CACERT: '/env.pem' };

test('by default, variables have no part in a cloud of a file', async (t) => {
  const config = await resolveIn(t, { files, variables });
  assert.equal(config.auth.projectId, 'f');
  assert.equal(config.regionName, 'One');
  assert.equal(config.tls.cacert, undefined);
});

test('with envOverrides they win over the cloud and its region, and nothing is warned of', async (t) => {
  const config = await resolveIn(t, {
    files,
    variables: { ...variables, OS_INTERFACE: 'public' },
    options: { envOverrides: true },
  });
  assert.equal(config.auth.authUrl, 'http://file');
  assert.equal(config.auth.projectId, undefined);
  assert.equal(config.auth.projectName, 'e');
  assert.equal(config.regionName, 'Two');
  assert.deepEqual(config.interfaces, ['public']);
  assert.deepEqual(config.services.image.interfaces, ['admin']);
  assert.equal(config.tls.cacert, '/env.pem');
  assert.deepEqual(config.warnings, []);
});

test('options win over variables', async (t) => {
  const options = {
    envOverrides: true,
    regionName: 'One',
    auth: { projectName: 'o' },
    cacert: '/option.pem',
  };
  const config = await resolveIn(t, { files, variables, options });
  assert.equal(config.auth.projectName, 'o');
  assert.equal(config.regionName, 'One');
  assert.equal(config.tls.cacert, '/option.pem');
});

test('with envOverrides, what options leave out comes from variables even if they have an authUrl', async (t) => {
  const own = { OS_USERNAME: 'e', OS_PASSWORD: 'secret', OS_AUTH_URL: 'http://env' };
  const options = { envOverrides: true, auth: { authUrl: 'http://option' } };
  const { auth, name } = await resolveIn(t, { files, variables: own, options });
  assert.deepEqual([name, auth.authUrl, auth.username], [undefined, 'http://option', 'e']);
  assert.equal(auth.password?.reveal(), 'secret');
});

test('a region of a variable that is not in the list is an error', async (t) => {
  const options = { envOverrides: true };
  await assert.rejects(
    resolveIn(t, { files, variables: { ...variables, OS_REGION_NAME: 'Three' }, options }),
    {
      name: 'ConfigError',
      message: /there is no region Three/,
    },
  );
});

for (const extra of [{ OS_AUTH_TYPE: 'none', OS_ENDPOINT: 'http://glance' }]) {
  test(`variables without an auth_url can be a cloud: ${Object.keys(extra).join(', ')}`, async (t) => {
    const config = await resolveIn(t, { variables: extra });
    assert.equal(config.name, 'envvars');
    assert.equal(config.auth.endpoint, 'http://glance');
  });
}
