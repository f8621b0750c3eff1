import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AuthError, isOstkError } from '@ostk/sdk';

import { person, type OwnAnswer } from './support/provider.ts';
import { open, startWorld } from './support/world.ts';

const credentials = { username: person.name, password: person.password };

test('a wrong password, in the words of the provider', async (t) => {
  const { auth } = await startWorld(t);
  const conn = await open(t, 'v3oidcpassword', { ...auth, ...credentials, password: 'wrong' });
  await assert.rejects(conn.session.token(), {
    name: 'AuthError',
    message: /^the identity provider 127\.0\.0\.1:\d+ refuses the login: invalid_grant: /,
  });
});

for (const [what, more] of [
  ['a client that there is not', { clientId: 'nobody' }],
  ['a wrong secret', { clientSecret: 'wrong' }],
] as const) {
  test(what, async (t) => {
    const { auth } = await startWorld(t);
    const conn = await open(t, 'v3oidcclientcredentials', { ...auth, ...more });
    await assert.rejects(conn.session.token(), { name: 'AuthError', message: /invalid_client: / });
  });
}

test('an access token that is none, or has ended', async (t) => {
  const { auth } = await startWorld(t);
  const conn = await open(t, 'v3oidcaccesstoken', { ...auth, accessToken: 'made-up' });
  await assert.rejects(conn.session.token(), {
    name: 'AuthError',
    message:
      /^cannot sign in through identity provider ostk \(protocol mapped\): 401 from the web server before Keystone; the access token may have expired/,
  });
});

test('an issuer that Keystone does not take for this provider', async (t) => {
  const { auth } = await startWorld(t, { federation: { remoteIds: ['https://other.example'] } });
  const conn = await open(t, 'v3oidcpassword', { ...auth, ...credentials });
  await assert.rejects(conn.session.token(), {
    name: 'AuthError',
    message: /\(protocol mapped\): 403 You are not authorized to perform the requested action\./,
  });
});

test('a user that no rule of the mapping fits', async (t) => {
  const { auth } = await startWorld(t, { federation: { users: ['grace'] } });
  const conn = await open(t, 'v3oidcpassword', { ...auth, ...credentials });
  await assert.rejects(conn.session.token(), {
    name: 'AuthError',
    message: /401 The request you have made requires authentication; .*the mapping/,
  });
});

for (const [what, more, message] of [
  ['an identity provider', { identityProvider: 'b c' }, /404 Could not find Identity Provider: b c\./],
  ['a protocol', { protocol: 'saml2' }, /401 Attempted to authenticate with an unsupported method;/],
] as const) {
  test(`${what} that Keystone does not know`, async (t) => {
    const { auth } = await startWorld(t);
    const conn = await open(t, 'v3oidcpassword', { ...auth, ...credentials, ...more });
    await assert.rejects(conn.session.token(), { name: 'AuthError', message });
  });
}

test('a Keystone without federation', async (t) => {
  const { auth, cloud } = await startWorld(t);
  cloud.faults.add({
    on: 'POST /v3/OS-FEDERATION/identity_providers/:idp/protocols/:protocol/auth',
    do: 'status',
    status: 404,
    body: '<html><h1>Not Found</h1></html>',
  });
  const conn = await open(t, 'v3oidcpassword', { ...auth, ...credentials });
  await assert.rejects(conn.session.token(), {
    name: 'DiscoveryError',
    message: /answered 404, but not as Keystone does: check auth_url, identity_provider and protocol/,
  });
});

test('a project without a role: the projects with one are told', async (t) => {
  const { auth } = await startWorld(t);
  const conn = await open(t, 'v3oidcpassword', { ...auth, ...credentials, projectName: 'alt' });
  await assert.rejects(conn.session.token(), (error) => {
    assert(error instanceof AuthError);
    assert.match(
      error.message,
      /^signed in, but not for project alt: 401 .*; the user can use project demo \(/,
    );
    assert.deepEqual(
      error.scopes?.map((scope) => (scope.kind === 'project' ? scope.name : scope.kind)),
      ['demo'],
    );
    return true;
  });
});

test('the system scope, which Keystone has no token for', async (t) => {
  const { auth } = await startWorld(t, { federation: { roles: [{ role: 'reader', system: 'all' }] } });
  const conn = await open(t, 'v3oidcpassword', {
    ...auth,
    ...credentials,
    projectName: undefined,
    projectDomainName: undefined,
    systemScope: 'all',
  });
  await assert.rejects(conn.session.token(), {
    name: 'AuthError',
    message: /^signed in, but not for the system: 500 .*Fernet tokens cannot carry the system scope/,
  });
});

test('a provider that is down', async (t) => {
  const { auth, provider } = await startWorld(t);
  await provider.close();
  const conn = await open(t, 'v3oidcpassword', { ...auth, ...credentials });
  await assert.rejects(conn.session.token(), { name: 'NetworkError' });
});

const html = (status: number): OwnAnswer => ({
  status,
  body: '<html><h1>Portal</h1></html>',
  type: 'text/html',
});

for (const [what, answer, name, message] of [
  ['a page', html(200), 'DiscoveryError', /\/token answered 200, but not as an OpenID provider does/],
  [
    'a page that refuses',
    html(403),
    'DiscoveryError',
    /\/token answered 403, but not as an OpenID provider does/,
  ],
  ['no token', { status: 200, body: {} }, 'AuthError', /gave no access_token$/],
  ['a token that is none', { status: 200, body: { access_token: 7 } }, 'AuthError', /gave no access_token$/],
  [
    'an error without words',
    { status: 400, body: { error: 'unauthorized_client' } },
    'AuthError',
    /refuses the login: unauthorized_client$/,
  ],
] as const) {
  test(`a token endpoint that answers with ${what}`, async (t) => {
    const { auth } = await startWorld(t, {
      provider: { instead: (path) => (path === '/token' ? answer : undefined) },
    });
    const conn = await open(t, 'v3oidcpassword', { ...auth, ...credentials });
    await assert.rejects(conn.session.token(), (error) => {
      assert(isOstkError(error));
      assert.equal(error.name, name);
      assert.match(error.message, message);
      return true;
    });
  });
}
