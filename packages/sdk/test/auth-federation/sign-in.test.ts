import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { AuthOptions, ConnectOptions } from '@ostk/sdk';

import { sendJson, startServer } from '../http/support/server.ts';
import { person, publicClient } from './support/provider.ts';
import { open, startWorld, type World } from './support/world.ts';

const { name: username, password } = person;

async function accessToken({ provider, auth }: World): Promise<string> {
  const pair = [auth.clientId ?? '', auth.clientSecret ?? ''].map(encodeURIComponent).join(':');
  const answer = await fetch(provider.tokenEndpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'password', username, password, scope: 'openid profile' }),
  });
  const body: unknown = await answer.json();
  assert(typeof body === 'object' && body !== null && 'access_token' in body);
  return String(body.access_token);
}

const ways: readonly (readonly [
  string,
  NonNullable<ConnectOptions['authType']>,
  string,
  (world: World) => AuthOptions | Promise<AuthOptions>,
])[] = [
  [
    'an access token',
    'v3oidcaccesstoken',
    'ada',
    async (world) => ({ accessToken: await accessToken(world) }),
  ],
  [
    'an access token, in Rust’s name',
    'accesstoken',
    'ada',
    async (world) => ({ accessToken: await accessToken(world) }),
  ],
  ['client credentials', 'v3oidcclientcredentials', 'service-ostk', () => ({ openidScope: 'openid' })],
  [
    'client credentials, in Rust’s name',
    'clientcredentials',
    'service-ostk',
    () => ({ openidScope: 'openid' }),
  ],
  ['a password', 'v3oidcpassword', 'ada', () => ({ username, password })],
  [
    'a password of a client without a secret',
    'v3oidcpassword',
    'ada',
    () => ({ username, password, clientId: publicClient.id, clientSecret: undefined }),
  ],
];

for (const [what, authType, user, more] of ways) {
  test(`${what}: a token for the project, and images`, async (t) => {
    const world = await startWorld(t);
    const conn = await open(t, authType, { ...world.auth, ...(await more(world)) });
    const token = await conn.session.token();
    assert.equal(token.user?.name, user);
    assert(token.scope.kind === 'project');
    assert.equal(token.scope.project.name, 'demo');
    assert.deepEqual(await conn.image.images().toArray(), []);
  });
}

test('a client that shows its secret in the form', async (t) => {
  const world = await startWorld(t, {
    provider: {
      secretIn: 'client_secret_post',
      reshape: (path, body) =>
        path.endsWith('openid-configuration') && typeof body === 'object'
          ? { ...body, token_endpoint_auth_methods_supported: ['client_secret_post'] }
          : undefined,
    },
  });
  const conn = await open(t, 'v3oidcpassword', { ...world.auth, username, password });
  assert.equal((await conn.session.token()).user?.name, 'ada');
});

test('no scope: an unscoped token, without another request', async (t) => {
  const world = await startWorld(t);
  const auth = { ...world.auth, projectName: undefined, projectDomainName: undefined, unscoped: true };
  const conn = await open(t, 'v3oidcpassword', { ...auth, username, password });
  assert.deepEqual((await conn.session.token()).scope, { kind: 'unscoped' });
});

test('the ID token, when it is asked for, is what Keystone gets', async (t) => {
  const world = await startWorld(t);
  const conn = await open(t, 'v3oidcpassword', {
    ...world.auth,
    username,
    password,
    accessTokenType: 'id_token',
  });
  // The provider looks into access tokens only: this says which one was shown.
  await assert.rejects(conn.session.token(), { name: 'AuthError', message: /401 from the web server/ });
});

test('one login: the document once, one token of the provider, one of Keystone', async (t) => {
  const world = await startWorld(t);
  const conn = await open(t, 'v3oidcpassword', { ...world.auth, username, password });
  await Promise.all(Array.from({ length: 5 }, () => conn.session.token()));
  const mine = world.provider.requests.filter((path) => path === 'POST /token');
  assert.equal(mine.length, 1);
});

test('a token that Keystone revokes is replaced by a login at the provider', async (t) => {
  const world = await startWorld(t);
  const conn = await open(t, 'v3oidcclientcredentials', { ...world.auth, openidScope: 'openid' });
  const before = await conn.session.token();
  world.cloud.faults.add({ on: 'GET /v2/images', do: 'revoke-token', times: 1 });
  await conn.image.images().toArray();
  await conn.image.images().toArray();
  assert.notEqual((await conn.session.token()).id.reveal(), before.id.reveal());
  assert.equal(world.provider.requests.filter((path) => path === 'POST /token').length, 2);
});

test('endpoints that are given need no document', async (t) => {
  const world = await startWorld(t);
  const before = world.provider.requests.length;
  const conn = await open(t, 'v3oidcpassword', {
    ...world.auth,
    discoveryEndpoint: undefined,
    accessTokenEndpoint: world.provider.tokenEndpoint,
    username,
    password,
  });
  await conn.session.token();
  // The cloud reads the document too, but only after the token was got.
  assert.equal(world.provider.requests[before], 'POST /token');
});

test('a one-time passcode goes along under the name that the provider has for it', async (t) => {
  const world = await startWorld(t);
  let asked = 0;
  const passcode = (): string => `12345${(asked += 1)}`;
  const conn = await open(t, 'v3oidcpassword', {
    ...world.auth,
    username,
    password,
    idpOtpKey: 'totp',
    passcode,
  });
  await conn.session.token();
  assert.match(JSON.stringify(world.provider.forms), /"totp":"123451"/);
});

test('the system scope and trusts are asked for like every other scope', async (t) => {
  const bodies: unknown[] = [];
  const server = await startServer(t, (received, response) => {
    const isExchange = received.path.endsWith('/auth/tokens');
    if (isExchange) bodies.push(JSON.parse(received.body));
    const scope = isExchange ? { system: { all: true }, roles: [{ id: 'r', name: 'reader' }] } : {};
    const token = { user: { id: 'u', name: 'ada' }, expires_at: '2999-01-01T00:00:00Z', ...scope };
    sendJson(response, { token }, 201, { 'X-Subject-Token': isExchange ? 'scoped' : 'unscoped' });
  });
  const auth = { authUrl: server.url, identityProvider: 'a b', protocol: 'openid', accessToken: 'bearer' };
  const conn = await open(t, 'v3oidcaccesstoken', { ...auth, systemScope: 'all' });
  const { scope, id } = await conn.session.token();
  assert.deepEqual(scope, { kind: 'system' });
  assert.equal(id.reveal(), 'scoped');
  const [login] = server.received;
  assert.equal(login?.path, '/v3/OS-FEDERATION/identity_providers/a%20b/protocols/openid/auth');
  assert.equal(login.method, 'POST');
  assert.equal(login.headers.authorization, 'Bearer bearer');
  assert.equal(login.body, '');
  await (await open(t, 'v3oidcaccesstoken', { ...auth, trustId: 'tr' })).session.token();
  const identity = { methods: ['token'], token: { id: 'unscoped' } };
  assert.deepEqual(bodies, [
    { auth: { identity, scope: { system: { all: true } } } },
    { auth: { identity, scope: { 'OS-TRUST:trust': { id: 'tr' } } } },
  ]);
});
