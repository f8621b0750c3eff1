import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AuthError, connect, isHttpError, readyToken, Secret } from '@ostk/sdk';
import type { AuthOptions } from '@ostk/sdk';

import type { Scope } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { uniqueName } from '../harness/images.ts';
import { listAt, stringAt } from '../harness/json.ts';
import { createUser } from '../harness/users.ts';
import { failure, open, signIn } from './sign-in-support.ts';
import { connectAs } from './support.ts';

const { authUrl, username, password, userDomainName } = cloud.config('demo');
const inDefault = { userDomainName, projectDomainName: 'Default' } as const;
const byPassword: AuthOptions = { authUrl, username, password, ...inDefault };
const admin = await cloud.session('admin');
const demo = await connectAs('demo');

async function credential(
  scope: Scope,
): Promise<{ readonly id: string; readonly name: string; readonly secret: string }> {
  const made = await demo.identity.createApplicationCredential({ name: uniqueName() });
  scope.after(() => demo.identity.deleteApplicationCredential(made, { ignoreMissing: true }));
  return made;
}

suite('Signing in', () => {
  test('a password, by user name and by user id', async (t) => {
    const byName = await signIn(t, { ...byPassword, projectName: 'demo' });
    assert.equal(byName.scope.kind, 'project');
    const byId = await signIn(t, { authUrl, userId: String(byName.user?.id), password, unscoped: true });
    assert.deepEqual(byId.user, byName.user);
    assert.deepEqual(byId.scope, { kind: 'unscoped' });
  });

  test('the scope of a domain', async (t) => {
    const user = await createUser(t);
    const roles = await admin.identity('GET', '/v3/roles?name=member');
    const role = stringAt(listAt(roles.json, 'roles')[0], 'id');
    await admin.identity('PUT', `/v3/domains/default/users/${user.id}/roles/${role}`);
    const auth = { authUrl, userId: user.id, password: user.password };
    for (const domain of [{ domainId: 'default' }, { domainName: 'Default' }]) {
      const { scope } = await signIn(t, { ...auth, ...domain });
      assert.deepEqual(scope, { kind: 'domain', domain: { id: 'default', name: 'Default' } });
    }
  });

  test('the scope of the system', async (t) => {
    const auth = { authUrl, username: 'admin', password, userDomainName, systemScope: 'all' } as const;
    assert.deepEqual((await signIn(t, auth)).scope, { kind: 'system' });
  });

  test('a token for one of another scope: it does not live longer', async (t) => {
    const first = await signIn(t, { ...byPassword, unscoped: true });
    const token = first.id.reveal();
    const second = await signIn(t, { authUrl, token, projectName: 'demo', projectDomainName: 'Default' });
    assert.equal(second.scope.kind, 'project');
    // Keystone tells whole seconds.
    assert(second.expiresAt <= first.expiresAt + 1000);
  });

  test('a trust', async (t) => {
    const { user } = await demo.session.token();
    const { scope } = await demo.session.token();
    assert(scope.kind === 'project');
    const alt = await cloud.session('alt');
    const session = await cloud.session('demo');
    const made = await session.identity('POST', '/v3/OS-TRUST/trusts', {
      json: {
        trust: {
          trustor_user_id: String(user?.id),
          trustee_user_id: alt.userId,
          project_id: scope.project.id,
          impersonation: false,
          roles: [{ name: 'member' }],
        },
      },
    });
    const trustId = stringAt(made.json, 'trust', 'id');
    t.after(() => session.identity('DELETE', `/v3/OS-TRUST/trusts/${trustId}`));
    const config = cloud.config('alt');
    const auth = { authUrl, username: config.username, password: config.password, userDomainName, trustId };
    const token = await signIn(t, auth);
    assert(token.scope.kind === 'project');
    assert.equal(token.scope.project.id, scope.project.id);
    assert.equal(token.user?.id, alt.userId);
  });

  test('an application credential by id and by name, whatever the scope', async (t) => {
    const { id, name, secret } = await credential(t);
    const applicationCredentialSecret = secret;
    const byId = { authUrl, applicationCredentialId: id, applicationCredentialSecret };
    const byName = {
      authUrl,
      applicationCredentialName: name,
      applicationCredentialSecret,
      username,
      userDomainName,
    };
    for (const auth of [byId, byName, { ...byId, projectName: 'other', projectDomainName: 'Default' }]) {
      const { scope } = await signIn(t, auth);
      assert(scope.kind === 'project');
      assert.equal(scope.project.name, 'demo');
    }
  });

  test('OAuth 2.0: requests carry an access token beside that of Keystone', async (t) => {
    const { id, secret } = await credential(t);
    const conn = await open(t, {
      authUrl,
      oauth2Endpoint: `${authUrl}/OS-OAUTH2/token`,
      oauth2ClientId: id,
      oauth2ClientSecret: secret,
    });
    assert.equal(conn.config.authType, 'v3oauth2clientcredential');
    assert.equal((await conn.identity.availableProjects()).length, 1);
    const wrong = await open(t, {
      authUrl,
      oauth2Endpoint: `${authUrl}/OS-OAUTH2/token`,
      oauth2ClientId: id,
      oauth2ClientSecret: 'wrong',
    });
    await assert.rejects(wrong.identity.availableProjects(), AuthError);
  });

  test('admin_token: a token and an endpoint', async (t) => {
    const { id } = await demo.session.token();
    const endpoint = await demo.session.endpoint('image');
    const conn = await open(t, { endpoint, token: id.reveal() });
    assert.equal(conn.config.authType, 'admin_token');
    assert(Array.isArray(await conn.image.images({ maxItems: 1 }).toArray()));
  });

  test('a token and catalog that are there already', async (t) => {
    const { id, catalog, expiresAt } = await demo.session.token();
    const conn = await connect({ auth: readyToken({ id, catalog, expiresAt }) });
    t.after(() => conn.close());
    assert(Array.isArray(await conn.image.images({ maxItems: 1 }).toArray()));
    const bad = await connect({ auth: readyToken({ id: new Secret('no-such-token'), catalog }) });
    t.after(() => bad.close());
    await assert.rejects(bad.image.images().first(), /the token was refused and cannot be renewed/);
  });

  test('a wrong password is told from a wrong scope', async (t) => {
    const error = await failure(t, { ...byPassword, projectName: 'demo', password: 'canary-2' });
    assert.match(error.message, /: 401 The request .*; user name, domain or password is wrong, or the user/);
    assert(!error.message.includes('canary-2'));
    assert(isHttpError(error.cause, 401));
  });

  test('a project without a role: the scopes that there are are named', async (t) => {
    const { scope } = await demo.session.token();
    assert(scope.kind === 'project');
    for (const projectName of ['admin', uniqueName()]) {
      const error = await failure(t, { ...byPassword, projectName });
      assert.match(error.message, /the credentials are right, but demo has no role on project /);
      assert(error.message.includes(`demo can use project demo (${scope.project.id} of domain default)`));
      const [only, ...more] = error.scopes ?? [];
      assert.equal(more.length, 0);
      assert.deepEqual(only, { kind: 'project', id: scope.project.id, name: 'demo', domainId: 'default' });
    }
  });

  test('an application credential that is gone', async (t) => {
    const { id, secret } = await credential(t);
    await demo.identity.deleteApplicationCredential(id);
    const error = await failure(t, {
      authUrl,
      applicationCredentialId: id,
      applicationCredentialSecret: secret,
    });
    assert.match(error.message, /: 404 Could not find Application Credential/);
  });

  test('the token of an application credential cannot be exchanged: the message says what works', async (t) => {
    const { id, secret } = await credential(t);
    const auth = { authUrl, applicationCredentialId: id, applicationCredentialSecret: secret };
    const { id: token } = await signIn(t, auth);
    const error = await failure(t, { authUrl, token: token.reveal() });
    assert.match(
      error.message,
      /: 403 .*delegated token.*; such a token works as it is: auth_type admin_token/,
    );
    const endpoint = await demo.session.endpoint('image');
    const conn = await open(t, { endpoint, token: token.reveal() });
    assert(Array.isArray(await conn.image.images({ maxItems: 1 }).toArray()));
  });

  test('a token that has ended is told as such', async (t) => {
    const conn = await open(t, { ...byPassword, projectName: 'demo' });
    const { id } = await conn.session.token();
    await conn.identity.revokeToken();
    const error = await failure(t, {
      authUrl,
      token: id.reveal(),
      projectName: 'demo',
      projectDomainName: 'Default',
    });
    assert.match(error.message, /^cannot sign in with a token for project demo: 40[14] /);
    assert(!error.message.includes(id.reveal()));
  });
});
