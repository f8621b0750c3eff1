import assert from 'node:assert/strict';
import { test } from 'node:test';

import { startServer } from '../http/support/server.ts';
import { person } from './support/provider.ts';
import { open, startWorld } from './support/world.ts';

const credentials = { username: person.name, password: person.password };

function reshapeDocument(change: object) {
  return (path: string, body: unknown): unknown =>
    path.endsWith('openid-configuration') && typeof body === 'object' ? { ...body, ...change } : undefined;
}

test('the issuer itself is enough: its document is where it has to be', async (t) => {
  const { auth, provider } = await startWorld(t);
  for (const discoveryEndpoint of [provider.issuer, `${provider.issuer}/`]) {
    const conn = await open(t, 'v3oidcpassword', { ...auth, ...credentials, discoveryEndpoint });
    assert.equal((await conn.session.token()).user?.name, 'ada');
  }
});

test('the document of another issuer is not used', async (t) => {
  const { auth, provider } = await startWorld(t, {
    provider: { reshape: reshapeDocument({ issuer: 'https://other.example' }) },
  });
  const conn = await open(t, 'v3oidcpassword', { ...auth, ...credentials });
  await assert.rejects(conn.session.token(), {
    name: 'DiscoveryError',
    message: /is the document of another issuer, https:\/\/other\.example: correct discovery_endpoint/,
  });
  assert.equal(provider.requests.includes('POST /token'), false);
});

test('a grant that the provider does not offer is not tried', async (t) => {
  const { auth, provider } = await startWorld(t, {
    provider: { reshape: reshapeDocument({ grant_types_supported: ['authorization_code'] }) },
  });
  const conn = await open(t, 'v3oidcpassword', { ...auth, ...credentials });
  await assert.rejects(conn.session.token(), {
    name: 'DiscoveryError',
    message: 'the identity provider does not offer the grant password, only authorization_code',
  });
  assert.equal(provider.requests.includes('POST /token'), false);
});

test('an endpoint that neither settings nor document name', async (t) => {
  const { auth } = await startWorld(t, {
    provider: { reshape: reshapeDocument({ device_authorization_endpoint: undefined }) },
  });
  const conn = await open(t, 'v3oidcdeviceauthz', { ...auth, onDeviceCode: () => undefined });
  await assert.rejects(conn.session.token(), {
    name: 'ConfigError',
    message: /^auth: device_authorization_endpoint is missing, and http:.* names none$/,
  });
});

test('no endpoint and no document', async (t) => {
  const { auth } = await startWorld(t);
  const conn = await open(t, 'v3oidcpassword', { ...auth, ...credentials, discoveryEndpoint: undefined });
  await assert.rejects(conn.session.token(), {
    name: 'ConfigError',
    message: 'auth: access_token_endpoint (or discovery_endpoint) is missing',
  });
});

for (const [what, status, body, message] of [
  [
    'a page',
    200,
    '<html><h1>Welcome</h1></html>',
    /answered 200, but not with an OpenID provider's document/,
  ],
  ['another document', 200, '{"versions": []}', /answered 200, but not with an OpenID provider's document/],
  ['404', 404, '<html><h1>Not Found</h1></html>', /answered 404 Not Found: discovery_endpoint must be/],
] as const) {
  test(`where the document should be there is ${what}`, async (t) => {
    const { auth } = await startWorld(t);
    const server = await startServer(t, (_received, response) => {
      response.writeHead(status, { 'Content-Type': 'text/html' }).end(body);
    });
    const discoveryEndpoint = `${server.url}/.well-known/openid-configuration`;
    const conn = await open(t, 'v3oidcpassword', { ...auth, ...credentials, discoveryEndpoint });
    await assert.rejects(conn.session.token(), { name: 'DiscoveryError', message });
  });
}

for (const [what, more, message] of [
  ['discovery_endpoint', { discoveryEndpoint: 'idp.example' }, /^auth: discovery_endpoint is not a URL/],
  [
    'access_token_endpoint',
    { accessTokenEndpoint: 'ftp://x/y' },
    /^auth: access_token_endpoint is not a URL/,
  ],
  ['access_token_type', { accessTokenType: 'jwt' }, /must be access_token or id_token, not jwt$/],
  ['client_id', { clientId: undefined }, /^auth: client_id is missing$/],
  ['identity_provider', { identityProvider: undefined }, /^auth: identity_provider is missing/],
  ['protocol', { protocol: undefined }, /^auth: protocol is missing/],
  ['username', { username: undefined }, /^auth: username is missing$/],
  ['password', { password: undefined }, /^auth: password is missing$/],
] as const) {
  test(`${what}: told before anything is sent`, async (t) => {
    const { auth, provider } = await startWorld(t);
    const attempt = open(t, 'v3oidcpassword', { ...auth, ...credentials, ...more });
    await assert.rejects(attempt, { name: 'ConfigError', message });
    assert.deepEqual(provider.requests, []);
  });
}
