import assert from 'node:assert/strict';
import { test } from 'node:test';

import { resolveCloudOf } from './support/world.ts';

async function typeOf(t: Parameters<typeof resolveCloudOf>[0], lines: string): Promise<string> {
  return (await resolveCloudOf(t, lines)).authType;
}

test('user and password need no auth_type', async (t) => {
  assert.equal(await typeOf(t, 'auth: {auth_url: "http://k", username: u, password: p}'), 'password');
});

test('an application credential needs no auth_type', async (t) => {
  const byId = '{auth_url: "http://k", application_credential_id: i, application_credential_secret: s}';
  assert.equal(await typeOf(t, `auth: ${byId}`), 'v3applicationcredential');
  const byName =
    '{auth_url: "http://k", application_credential_name: n, application_credential_secret: s, user_id: u}';
  assert.equal(await typeOf(t, `auth: ${byName}`), 'v3applicationcredential');
});

test('an application credential wins over a password beside it', async (t) => {
  const both = '{auth_url: "http://k", application_credential_secret: s, password: p, token: t}';
  assert.equal(await typeOf(t, `auth: ${both}`), 'v3applicationcredential');
});

test('a token needs no auth_type', async (t) => {
  assert.equal(await typeOf(t, 'auth: {auth_url: "http://k", token: t}'), 'token');
});

test('a password wins over a token beside it', async (t) => {
  assert.equal(await typeOf(t, 'auth: {auth_url: "http://k", token: t, password: p}'), 'password');
});

for (const type of ['password', 'v3password', 'token', 'v3token', 'v3applicationcredential']) {
  test(`auth_type: ${type}`, async (t) => {
    assert.equal(await typeOf(t, `auth_type: ${type}\nauth: {auth_url: "http://k"}`), type);
  });
}

test('what is named wins over what the settings call for', async (t) => {
  assert.equal(await typeOf(t, 'auth_type: password\nauth: {auth_url: "http://k", token: t}'), 'password');
});

test('upper and lower case make no difference', async (t) => {
  assert.equal(await typeOf(t, 'auth_type: V3Password\nauth: {auth_url: "http://k"}'), 'v3password');
});

test('auth_plugin is an older word for auth_type, which wins', async (t) => {
  assert.equal(await typeOf(t, 'auth_plugin: v3token\nauth: {auth_url: "http://k"}'), 'v3token');
  assert.equal(
    await typeOf(t, 'auth_plugin: v3token\nauth_type: password\nauth: {auth_url: "http://k"}'),
    'password',
  );
});

test('an empty auth_type is not given', async (t) => {
  assert.equal(await typeOf(t, 'auth_type:\nauth: {auth_url: "http://k", token: t}'), 'token');
});

for (const type of ['v3oidcpassword', 'none', 'constructor', 'toString']) {
  test(`auth_type: ${type} is an error that lists what is supported`, async (t) => {
    await assert.rejects(resolveCloudOf(t, `auth_type: ${type}\nauth: {auth_url: "http://k"}`), {
      name: 'ConfigError',
      message: `cloud here: auth_type ${type} is not supported; known are password, v3password, token, v3token, v3applicationcredential, plugin`,
    });
  });
}

test('the option authType wins over the file', async (t) => {
  const options = { authType: 'v3token', auth: { token: 't' } } as const;
  const config = await resolveCloudOf(t, 'auth_type: password\nauth: {auth_url: "http://k"}', { options });
  assert.equal(config.authType, 'v3token');
});
