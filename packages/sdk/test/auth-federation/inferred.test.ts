import assert from 'node:assert/strict';
import { test } from 'node:test';

import { resolveCloudOf } from '../config/support/world.ts';

const idp = 'auth_url: "http://k", identity_provider: idp, protocol: openid';

for (const [settings, authType] of [
  ['access_token: t', 'v3oidcaccesstoken'],
  ['client_id: c, code: x, redirect_uri: "http://127.0.0.1:1/"', 'v3oidcauthcode'],
  ['client_id: c, client_secret: s, username: u, password: p', 'v3oidcpassword'],
  ['client_id: c, client_secret: s', 'v3oidcclientcredentials'],
] as const) {
  test(`without auth_type: ${settings}`, async (t) => {
    assert.equal((await resolveCloudOf(t, `auth: {${idp}, ${settings}}`)).authType, authType);
  });
}

test('a password that is not for the identity provider', async (t) => {
  const lines = 'auth: {auth_url: "http://k", client_id: c, username: u, password: p}';
  assert.equal((await resolveCloudOf(t, lines)).authType, 'password');
});

test('what is named wins', async (t) => {
  const lines = `auth_type: v3oidcdeviceauthz\nauth: {${idp}, client_id: c, client_secret: s}`;
  assert.equal((await resolveCloudOf(t, lines)).authType, 'v3oidcdeviceauthz');
});

test('every key of these methods is known', async (t) => {
  const keys = `discovery_endpoint: "http://i", access_token_endpoint: "http://i", authorization_endpoint: "http://i",
    device_authorization_endpoint: "http://i", openid_scope: s, access_token_type: id_token, refresh_token: r,
    idp_otp_key: o, code_challenge_method: plain, authorization_code: c, callback_port: 1, redirect_host: h,
    redirect_port: 2`;
  const { warnings } = await resolveCloudOf(t, `auth_type: v3websso\nauth: {${idp}, ${keys}}`);
  assert.deepEqual(warnings, []);
});
