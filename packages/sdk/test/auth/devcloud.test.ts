import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { type DevCloud, type DevCloudOptions, startDevCloud } from '@ostk/devcloud';
import { AuthError, type AuthOptions, type Session, type Token } from '@ostk/sdk';

import { openSession } from '../http/support/cloud.ts';

const admin = { username: 'admin', password: 'secret', userDomainName: 'Default' } as const;
const inProject = { ...admin, projectName: 'admin', projectDomainName: 'Default' } as const;

async function startCloud(t: TestContext, options: DevCloudOptions = {}): Promise<DevCloud> {
  const cloud = await startDevCloud(options);
  t.after(() => cloud.close());
  return cloud;
}

async function open(t: TestContext, auth: AuthOptions): Promise<Session> {
  return openSession(t, (await startCloud(t)).authUrl, { auth });
}

async function signIn(t: TestContext, auth: AuthOptions): Promise<Token> {
  return (await open(t, auth)).token();
}

test('a project scope', async (t) => {
  const { scope, roles, user, catalog } = await signIn(t, inProject);
  assert(scope.kind === 'project');
  assert.equal(scope.project.name, 'admin');
  assert.equal(scope.domain?.name, 'Default');
  assert.equal(user?.name, 'admin');
  assert(roles.includes('admin'));
  assert.deepEqual(catalog.map(({ type }) => type).sort(), ['compute', 'identity', 'image']);
});

test('the system scope', async (t) => {
  assert.deepEqual((await signIn(t, { ...admin, systemScope: 'all' })).scope, { kind: 'system' });
});

test('no scope', async (t) => {
  const { scope, catalog } = await signIn(t, { ...admin, unscoped: true });
  assert.deepEqual(scope, { kind: 'unscoped' });
  assert.deepEqual(catalog, []);
});

test('a token for a token: it does not live longer', async (t) => {
  const cloud = await startCloud(t);
  const first = await (await openSession(t, cloud.authUrl, { auth: { ...admin, unscoped: true } })).token();
  const auth = { token: first.id.reveal(), projectName: 'admin', projectDomainName: 'Default' };
  const second = await (await openSession(t, cloud.authUrl, { auth })).token();
  assert.equal(second.scope.kind, 'project');
  assert.notEqual(second.id.reveal(), first.id.reveal());
  // Keystone tells whole seconds.
  assert(second.expiresAt <= first.expiresAt + 1000);
});

test('an application credential by id and by name, with a scope that is dropped', async (t) => {
  const cloud = await startCloud(t);
  const session = await openSession(t, cloud.authUrl, { auth: inProject });
  const { user } = await session.token();
  assert(user);
  const { value } = await session.json({
    service: 'identity',
    method: 'POST',
    path: `/users/${user.id}/application_credentials`,
    json: { application_credential: { name: 'ci', secret: 'tools and tape' } },
  });
  const created: unknown = value;
  assert(typeof created === 'object' && created !== null && 'application_credential' in created);
  const credential: unknown = created.application_credential;
  assert(typeof credential === 'object' && credential !== null && 'id' in credential);
  const applicationCredentialSecret = 'tools and tape';
  const byId = { applicationCredentialId: String(credential.id), applicationCredentialSecret };
  const byName = { applicationCredentialName: 'ci', userId: user.id, applicationCredentialSecret };
  for (const auth of [byId, byName, { ...byId, projectName: 'other', projectDomainName: 'Default' }]) {
    const token = await (await openSession(t, cloud.authUrl, { auth })).token();
    assert(token.scope.kind === 'project');
    assert.equal(token.scope.project.name, 'admin');
  }
});

for (const [what, change] of [
  ['a wrong password', { password: 'b4d-p4ss' }],
  ['an unknown user', { username: 'nobody' }],
  ['an unknown project', { projectName: 'nothing' }],
  ['a project without a role', { projectName: 'demo' }],
  ['an unknown domain', { userDomainName: 'Nowhere' }],
] as const) {
  test(`${what} is an AuthError with what Keystone says`, async (t) => {
    await assert.rejects(signIn(t, { ...inProject, ...change }), (error) => {
      assert(error instanceof AuthError);
      assert.match(
        error.message,
        /^cannot sign in as \w+ for project \w+: 401 The request you have made requires auth/,
      );
      assert(!error.message.includes('b4d-p4ss'));
      return true;
    });
  });
}

test('a token that is revoked is replaced without a word', async (t) => {
  const cloud = await startCloud(t);
  const session = await openSession(t, cloud.authUrl, { auth: inProject });
  const before = await session.token();
  cloud.faults.add({ on: 'GET /v2/images', do: 'revoke-token', times: 1 });
  const { value } = await session.json({ service: 'image', method: 'GET', path: '/images' });
  assert(typeof value === 'object' && value !== null && 'images' in value);
  const again = await session.json({ service: 'image', method: 'GET', path: '/images' });
  assert.equal(again.status, 200);
  assert.notEqual((await session.token()).id.reveal(), before.id.reveal());
});
