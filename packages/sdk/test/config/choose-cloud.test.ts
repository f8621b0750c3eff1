import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ConfigError } from '@ostk/sdk';

import { resolveIn, type World } from './support/world.ts';

const entry = (url: string): string => `{auth: {auth_url: "http://${url}", username: u, password: p}}`;
const two = { 'cwd/clouds.yaml': `clouds: {alpha: ${entry('alpha')}, beta: ${entry('beta')}}\n` };
const one = { 'cwd/clouds.yaml': `clouds: {alpha: ${entry('alpha')}}\n` };

async function rejection(t: Parameters<typeof resolveIn>[0], world: World): Promise<string> {
  const error: unknown = await resolveIn(t, world).then(
    () => assert.fail('it was resolved'),
    (reason: unknown) => reason,
  );
  assert(error instanceof ConfigError, String(error));
  return error.message;
}

test('the option cloud wins over OS_CLOUD', async (t) => {
  const config = await resolveIn(t, {
    files: two,
    variables: { OS_CLOUD: 'alpha' },
    options: { cloud: 'beta' },
  });
  assert.equal(config.name, 'beta');
});

test('OS_CLOUD names the cloud', async (t) => {
  assert.equal((await resolveIn(t, { files: two, variables: { OS_CLOUD: 'beta' } })).name, 'beta');
});

test('OS_CLOUD wins over the other OS_ variables', async (t) => {
  const variables = { OS_CLOUD: 'beta', OS_AUTH_URL: 'http://env', OS_USERNAME: 'e', OS_REGION_NAME: 'E' };
  const config = await resolveIn(t, { files: two, variables });
  assert.equal(config.name, 'beta');
  assert.equal(config.auth.authUrl, 'http://beta');
  assert.equal(config.auth.username, 'u');
  assert.equal(config.regionName, undefined);
});

test('the only cloud there is need not be named', async (t) => {
  assert.equal((await resolveIn(t, { files: one })).name, 'alpha');
});

test('one of several must be named, and the message names them and their file', async (t) => {
  const message = await rejection(t, { files: two });
  assert.match(message, /cwd\/clouds\.yaml has alpha, beta/);
  assert.match(message, /OS_CLOUD/);
});

test('an unknown cloud: the message names the ones there are and the files that were read', async (t) => {
  const files = { ...two, 'etc/secure.yaml': 'clouds: {}\n' };
  const message = await rejection(t, { files, options: { cloud: 'production' } });
  assert.match(message, /^there is no cloud production: /);
  assert.match(message, /cwd\/clouds\.yaml, .*etc\/secure\.yaml has alpha, beta/);
});

test('an unknown cloud whose name is near: the message asks whether that was meant', async (t) => {
  assert.match(await rejection(t, { files: two, options: { cloud: 'alhpa' } }), /did you mean alpha\?/);
});

test('without any file the message names those that were looked for', async (t) => {
  const message = await rejection(t, { options: { cloud: 'alpha' } });
  for (const folder of ['cwd', 'user', 'etc']) assert.match(message, new RegExp(`${folder}/clouds\\.yaml`));
});

test('without any configuration the message says what can be done', async (t) => {
  const message = await rejection(t, {});
  assert.match(message, /no cloud is configured/);
  assert.match(message, /OS_CLOUD/);
  assert.match(message, /etc\/clouds\.yaml/);
});

test('a file without clouds is told apart from no file', async (t) => {
  const message = await rejection(t, { files: { 'cwd/clouds.yaml': '{}\n' }, options: { cloud: 'alpha' } });
  assert.match(message, /cwd\/clouds\.yaml names no cloud/);
});

for (const name of ['constructor', 'toString', '__proto__']) {
  test(`no cloud is called ${name} unless the file says so`, async (t) => {
    assert.match(await rejection(t, { files: two, options: { cloud: name } }), /there is no cloud/);
  });
}

test('a cloud may be called constructor', async (t) => {
  const files = { 'cwd/clouds.yaml': `clouds: {constructor: ${entry('c')}, b: ${entry('b')}}\n` };
  assert.equal((await resolveIn(t, { files, options: { cloud: 'constructor' } })).auth.authUrl, 'http://c');
});

test('a name of digits only is a name', async (t) => {
  const files = { 'cwd/clouds.yaml': `clouds: {007: ${entry('bond')}, 7: ${entry('seven')}}\n` };
  assert.equal((await resolveIn(t, { files, options: { cloud: '007' } })).auth.authUrl, 'http://bond');
});

test('a cloud that is named does not let an incomplete environment in', async (t) => {
  const config = await resolveIn(t, {
    files: one,
    variables: { OS_PASSWORD: 'other', OS_PROJECT_ID: 'other' },
  });
  assert.equal(config.auth.password?.reveal(), 'p');
  assert.equal(config.auth.projectId, undefined);
});
