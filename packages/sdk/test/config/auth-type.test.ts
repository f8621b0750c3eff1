import assert from 'node:assert/strict';
import { test } from 'node:test';

import { authTypes } from '#src/config/auth-types.js';

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

for (const type of authTypes) {
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

for (const type of ['constructor', 'toString', 'something']) {
  test(`auth_type: ${type} is an error that lists what is supported`, async (t) => {
    await assert.rejects(resolveCloudOf(t, `auth_type: ${type}\nauth: {auth_url: "http://k"}`), {
      name: 'ConfigError',
      message: new RegExp(
        `^cloud here: there is no auth_type ${type}; known are ${authTypes.join(', ')} \\(.*:3:\\d+\\)$`,
      ),
    });
  });
}

test('auth_type: a typing error is told', async (t) => {
  await assert.rejects(resolveCloudOf(t, 'auth_type: v3pasword\nauth: {auth_url: "http://k"}'), {
    message:
      /^cloud here: there is no auth_type v3pasword; did you mean v3password\? \(.*clouds\.yaml:3:\d+\)$/,
  });
});

for (const type of ['v3kerberos', 'v3samlpassword', 'v3oauth1', 'v2password']) {
  test(`auth_type: ${type} is not built in, and the error says what can be done`, async (t) => {
    await assert.rejects(resolveCloudOf(t, `auth_type: ${type}\nauth: {auth_url: "http://k"}`), {
      name: 'ConfigError',
      message: new RegExp(
        `^cloud here: auth_type ${type} is not built in; an AuthPlugin of your own can do it: ` +
          'give it to connect\\(\\) as auth \\(.*:3:16\\)$',
      ),
    });
  });
}

for (const [expected, auth] of [
  ['v3totp', '{auth_url: "http://k", user_id: u, passcode: 123456}'],
  ['password', '{auth_url: "http://k", user_id: u, password: p, passcode: 123456}'],
  ['v3multifactor', '{auth_url: "http://k", user_id: u, password: p, auth_methods: [v3password, v3totp]}'],
  ['v3multifactor', '{auth_url: "http://k", user_id: u, password: p, auth_methods: "v3password,v3totp"}'],
  ['v3oauth2clientcredential', '{auth_url: "http://k", oauth2_client_id: i, oauth2_client_secret: s}'],
  ['v3oauth2mtlsclientcredential', '{auth_url: "http://k", oauth2_client_id: i}'],
  ['admin_token', '{endpoint: "http://g", token: t}'],
  ['token', '{auth_url: "http://k", endpoint: "http://g", token: t}'],
] as const) {
  test(`${auth} calls for ${expected}`, async (t) => {
    assert.equal(await typeOf(t, `auth: ${auth}`), expected);
  });
}

test('the option authType wins over the file', async (t) => {
  const options = { authType: 'v3token', auth: { token: 't' } } as const;
  const config = await resolveCloudOf(t, 'auth_type: password\nauth: {auth_url: "http://k"}', { options });
  assert.equal(config.authType, 'v3token');
});

test('a scope beside an application credential is warned of', async (t) => {
  const credential = 'application_credential_id: i, application_credential_secret: s';
  const stray = `auth: {auth_url: "http://k", ${credential}, project_name: web, project_domain_name: D}`;
  const { warnings } = await resolveCloudOf(t, stray);
  assert.deepEqual(warnings, [
    {
      code: 'setting-ignored',
      message:
        'cloud here: project_name ignored: with auth_type v3applicationcredential, the project is that of the ' +
        'application credential',
    },
  ]);
  const without = await resolveCloudOf(t, `auth: {auth_url: "http://k", ${credential}}`);
  assert.deepEqual(without.warnings, []);
});
