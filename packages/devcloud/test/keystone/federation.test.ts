import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';

import type { DevCloud, FederationSeed } from '@ostk/devcloud';

import { messageOf, postToken } from '../support/client.ts';
import { startCloud } from '../support/cloud.ts';
import { serveWeb } from '../support/web-source.ts';
import { send } from '../support/wire.ts';
import type { WireAnswer } from '../support/wire.ts';

const path = '/OS-FEDERATION/identity_providers/idp/protocols/mapped/auth';

/** A cloud that believes a provider which knows one token, Ada's. */
async function start(t: TestContext, more: Partial<FederationSeed> = {}): Promise<DevCloud> {
  let url = '';
  const web = await serveWeb(t, (request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.once('end', () => {
      const isAda = new URLSearchParams(body).get('token') === 'adas';
      const answer =
        request.url === '/introspection'
          ? { active: isAda, iss: url, preferred_username: 'ada' }
          : {
              authorization_endpoint: `${url}/auth?tenant=1`,
              introspection_endpoint: `${url}/introspection`,
            };
      response.end(JSON.stringify(answer));
    });
  });
  ({ url } = web);
  const seed = { identityProvider: 'idp', issuer: url, clientId: 'k', clientSecret: 's' };
  const roles = [{ role: 'member', project: 'demo' }];
  return startCloud(t, { federation: [{ ...seed, roles, ...more }] });
}

function login(cloud: DevCloud, token: string | undefined, to = path, method = 'POST'): Promise<WireAnswer> {
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  return send(`${cloud.authUrl}${to}`, { method, headers });
}

function rescope(cloud: DevCloud, answer: WireAnswer, scope: unknown): Promise<WireAnswer> {
  const token = { id: answer.headers['x-subject-token'] };
  return postToken(cloud, JSON.stringify({ auth: { identity: { methods: ['token'], token }, scope } }));
}

for (const method of ['POST', 'GET']) {
  test(`${method} with an access token: a token without a scope, for a user of the provider's domain`, async (t) => {
    const cloud = await start(t);
    const answer = await login(cloud, 'adas', path, method);
    assert.equal(answer.status, 201);
    assert.match(String(answer.headers['x-subject-token']), /^gAAAAA/);
    const { token } = JSON.parse(answer.text);
    assert.deepEqual(token.methods, ['mapped']);
    assert.equal(token.user.name, 'ada');
    assert.match(token.user.id, /^[\da-f]{64}$/);
    assert.match(token.user.domain.id, /^[\da-f]{32}$/);
    assert.equal(token.user.domain.name, token.user.domain.id);
    assert.deepEqual(token.user['OS-FEDERATION'].identity_provider, { id: 'idp' });
    assert.deepEqual(token.user['OS-FEDERATION'].protocol, { id: 'mapped' });
    assert.equal('project' in token || 'catalog' in token || 'password_expires_at' in token.user, false);
  });
}

test('the same user every time, who can be listed, and has her roles', async (t) => {
  const cloud = await start(t);
  const first = await login(cloud, 'adas');
  const second = await login(cloud, 'adas');
  assert.equal(JSON.parse(first.text).token.user.id, JSON.parse(second.text).token.user.id);
  const headers = { 'X-Auth-Token': String(first.headers['x-subject-token']) };
  const { projects } = JSON.parse((await send(`${cloud.authUrl}/auth/projects`, { headers })).text);
  assert.deepEqual(
    projects.map(({ name }: { readonly name: string }) => name),
    ['demo'],
  );
  const scoped = await rescope(cloud, first, { project: { name: 'demo', domain: { id: 'default' } } });
  assert.equal(scoped.status, 201);
  assert.equal(JSON.parse(scoped.text).token.expires_at, JSON.parse(first.text).token.expires_at);
  assert.equal(
    (await rescope(cloud, first, { project: { name: 'alt', domain: { id: 'default' } } })).status,
    401,
  );
});

test('the system breaks Keystone, as a scope and as a list', async (t) => {
  const cloud = await start(t, { roles: [{ role: 'reader', system: 'all' }] });
  const answer = await login(cloud, 'adas');
  assert.equal((await rescope(cloud, answer, { system: { all: true } })).status, 500);
  const headers = { 'X-Auth-Token': String(answer.headers['x-subject-token']) };
  assert.equal((await send(`${cloud.authUrl}/auth/system`, { headers })).status, 500);
  assert.equal((await send(`${cloud.authUrl}/auth/domains`, { headers })).status, 200);
});

for (const [what, token, challenge] of [
  [
    'no token',
    undefined,
    'error="invalid_request", error_description="No bearer token found in the request"',
  ],
  [
    'another token',
    'x',
    'error="invalid_token", error_description="Reference token could not be introspected"',
  ],
] as const) {
  test(`${what}: the web server's page, before Keystone is asked`, async (t) => {
    const cloud = await start(t);
    for (const to of [path, path.replace('idp', 'other')]) {
      const { status, headers, text } = await login(cloud, token, to);
      assert.equal(status, 401);
      assert.equal(headers['www-authenticate'], `Bearer ${challenge}`);
      assert.equal(headers['content-type'], 'text/html; charset=iso-8859-1');
      assert.match(text, /<title>401 Unauthorized<\/title>/);
    }
  });
}

test('a provider or a protocol that there is not', async (t) => {
  const cloud = await start(t);
  const noProvider = await login(cloud, 'adas', path.replace('idp', 'other'));
  assert.equal(noProvider.status, 404);
  assert.equal(messageOf(noProvider), 'Could not find Identity Provider: other.');
  const noProtocol = await login(cloud, 'adas', path.replace('mapped', 'saml2'));
  assert.equal(noProtocol.status, 401);
  assert.equal(messageOf(noProtocol), 'Attempted to authenticate with an unsupported method.');
});

test('an issuer that is not the provider’s, and a user without a rule', async (t) => {
  const other = await login(await start(t, { remoteIds: ['https://other.example'] }), 'adas');
  assert.equal(other.status, 403);
  assert.equal(messageOf(other), 'You are not authorized to perform the requested action.');
  const nobody = await login(await start(t, { users: ['grace'] }), 'adas');
  assert.equal(nobody.status, 401);
  assert.equal(messageOf(nobody), 'The request you have made requires authentication.');
});

test('without federation there is no such path', async (t) => {
  const answer = await login(await startCloud(t), 'adas');
  assert.equal(answer.status, 404);
  assert.match(String(answer.headers['content-type']), /^text\/html/);
});

test('a browser is sent to the provider; who comes back without its state is not known', async (t) => {
  const cloud = await start(t);
  const answer = await send(`${cloud.authUrl}/auth/OS-FEDERATION/websso/mapped?origin=http%3A%2F%2Fd%2F`);
  assert.equal(answer.status, 302);
  const query = new URL(answer.headers.location ?? '').searchParams;
  assert.equal(query.get('redirect_uri'), `${cloud.authUrl}/auth/OS-FEDERATION/redirect`);
  assert.equal(query.get('tenant'), '1');
  assert.equal(query.get('client_id'), 'k');
  const back = await send(`${cloud.authUrl}/auth/OS-FEDERATION/redirect?code=c&state=guess`);
  assert.equal(back.status, 401);
});

test('a role of something that is not there', async (t) => {
  await assert.rejects(start(t, { roles: [{ role: 'member', project: 'nothing' }] }), {
    name: 'TypeError',
    message: 'The role "member" names "nothing", which is not seeded',
  });
});
