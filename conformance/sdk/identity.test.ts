import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connect, BadRequest, Conflict, Forbidden, NotFound, OptionError } from '@ostk/sdk';
import type { CreatedApplicationCredential, NewApplicationCredential } from '@ostk/sdk';

import type { Scope } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { uniqueName } from '../harness/images.ts';
import { createUser } from '../harness/users.ts';
import { connectAs } from './support.ts';

const admin = await connectAs('admin');
const demo = await connectAs('demo');

async function ownProject(): Promise<string> {
  const { scope } = await demo.session.token();
  assert(scope.kind === 'project');
  return scope.project.id;
}

async function createCredential(
  scope: Scope,
  fields: Partial<NewApplicationCredential> = {},
): Promise<CreatedApplicationCredential> {
  const credential = await demo.identity.createApplicationCredential({ name: uniqueName(), ...fields });
  scope.after(async () => {
    await demo.identity.deleteApplicationCredential(credential, { ignoreMissing: true });
    for (const rule of credential.accessRules ?? []) {
      await demo.identity.deleteAccessRule(rule, { ignoreMissing: true });
    }
  });
  return credential;
}

suite('Identity service', () => {
  test('an administrator lists projects, and finds one by name and by id', async () => {
    const names = new Set((await admin.identity.projects().toArray()).map(({ name }) => name));
    assert(names.has('admin') && names.has('demo'));
    const found = await admin.identity.findProject('demo');
    assert.equal(found?.id, await ownProject());
    assert.deepEqual(await admin.identity.findProject(found.id), found);
    assert.deepEqual(await admin.identity.getProject(found), found);
    assert.equal(found.domainId, 'default');
    assert.equal(found.isEnabled, true);
    assert.equal(await admin.identity.findProject(uniqueName()), undefined);
    assert.equal(await admin.identity.findProject('demo', { domainId: 'nowhere' }), undefined);
  });

  test('who is no administrator lists the projects of the own user, and of nobody else', async () => {
    const own = await demo.identity.userProjects({ name: 'demo' }).toArray();
    assert.deepEqual(
      own.map(({ id, isDomain, options }) => ({ id, isDomain, options })),
      [{ id: await ownProject(), isDomain: false, options: {} }],
    );
    assert.deepEqual(await demo.identity.userProjects({ name: uniqueName() }).toArray(), []);
    const { user } = await admin.session.token();
    await assert.rejects(demo.identity.userProjects({ user: user?.id ?? '' }).toArray(), Forbidden);
  });

  test('filters are asked of Keystone', async () => {
    const named = await admin.identity
      .projects({ name: 'demo', domainId: 'default', isEnabled: true })
      .toArray();
    assert.deepEqual(
      named.map(({ name }) => name),
      ['demo'],
    );
    assert.deepEqual(await admin.identity.users({ name: uniqueName() }).toArray(), []);
  });

  test('who may not list projects finds the own ones', async () => {
    await assert.rejects(demo.identity.projects().toArray(), Forbidden);
    const id = await ownProject();
    assert.equal((await demo.identity.findProject('demo'))?.id, id);
    assert.equal((await demo.identity.findProject(id))?.name, 'demo');
    assert.equal(await demo.identity.findProject('admin'), undefined);
  });

  test('users by name and id; who may not list them finds herself', async (t) => {
    const user = await createUser(t);
    const found = await admin.identity.findUser(user.name);
    assert.equal(found?.id, user.id);
    assert.equal(found.isEnabled, true);
    assert.deepEqual(await admin.identity.findUser(user.id), found);
    const me = (await demo.session.token()).user;
    assert.equal((await demo.identity.findUser('demo'))?.id, me?.id);
    assert.equal(await demo.identity.findUser(user.name), undefined);
    await assert.rejects(demo.identity.users().toArray(), Forbidden);
    await assert.rejects(admin.identity.getUser('nobody'), NotFound);
  });

  test('domains by name and id', async () => {
    const found = await admin.identity.findDomain('Default');
    assert.equal(found?.id, 'default');
    assert.deepEqual(await admin.identity.getDomain('default'), found);
    assert((await admin.identity.domains().toArray()).some(({ id }) => id === 'default'));
    assert.equal((await demo.identity.findDomain('Default'))?.id, 'default');
    assert.equal(await demo.identity.findDomain('Nowhere'), undefined);
  });

  test('a name that looks like a path is a name, and an empty one is refused', async () => {
    assert.equal(await admin.identity.findProject('../users'), undefined);
    assert.equal(await admin.identity.findProject('..'), undefined);
    await assert.rejects(admin.identity.findProject(''), OptionError);
  });

  test('what a token can be used for', async () => {
    const projects = await demo.identity.availableProjects();
    assert.deepEqual(
      projects.map(({ name }) => name),
      ['demo'],
    );
    assert.equal(await demo.identity.hasSystemScope(), false);
    assert.equal(await admin.identity.hasSystemScope(), true);
    assert(Array.isArray(await admin.identity.availableDomains()));
  });

  test('without a scope, too: Keystone is where auth_url says', async (t) => {
    const { username, password, userDomainName, authUrl } = cloud.config('demo');
    const conn = await connect({ auth: { authUrl, username, password, userDomainName, unscoped: true } });
    t.after(() => conn.close());
    const projects = await conn.identity.availableProjects();
    assert.deepEqual(
      projects.map(({ name }) => name),
      ['demo'],
    );
    await assert.rejects(conn.identity.catalog(), Forbidden);
  });

  test('the catalog, as the token has it', async () => {
    const types = new Set((await demo.identity.catalog()).map(({ type }) => type));
    assert(types.has('image') && types.has('identity'));
  });

  test('an application credential: made, listed, found, used, deleted', async (t) => {
    const name = uniqueName();
    const expiresAt = new Date(Date.now() + 3_600_000);
    const made = await createCredential(t, { name, description: 'for a test', roles: ['reader'], expiresAt });
    assert.equal(made.name, name);
    assert.equal(made.description, 'for a test');
    assert.equal(made.projectId, await ownProject());
    assert.equal(made.isUnrestricted, false);
    assert.equal(made.accessRules, null);
    assert.equal(
      Math.trunc(Date.parse(String(made.expiresAt)) / 1000),
      Math.trunc(expiresAt.getTime() / 1000),
    );
    assert(made.secret.length > 40);
    const { secret, ...shown } = made;
    const listed = await demo.identity.applicationCredentials().toArray();
    const inList = listed.find(({ id }) => id === made.id);
    assert.equal(inList?.name, name);
    assert.equal((await demo.identity.findApplicationCredential(name))?.id, made.id);
    assert.equal((await demo.identity.getApplicationCredential(made)).name, shown.name);
    const { authUrl } = cloud.config('demo');
    const auth = { authUrl, applicationCredentialId: made.id, applicationCredentialSecret: secret };
    const conn = await connect({ auth });
    t.after(() => conn.close());
    assert.deepEqual((await conn.session.token()).roles, ['reader']);
    await assert.rejects(conn.identity.createApplicationCredential({ name: uniqueName() }), Forbidden);
    await demo.identity.deleteApplicationCredential(made);
    await assert.rejects(demo.identity.deleteApplicationCredential(made), NotFound);
    await demo.identity.deleteApplicationCredential(made, { ignoreMissing: true });
    assert.equal(await demo.identity.findApplicationCredential(name), undefined);
  });

  test('what an application credential cannot be', async (t) => {
    const { name } = await createCredential(t);
    await assert.rejects(createCredential(t, { name }), Conflict);
    await assert.rejects(createCredential(t, { roles: ['admin'] }), (error) => {
      assert(error instanceof BadRequest || error instanceof NotFound, String(error));
      return true;
    });
    await assert.rejects(createCredential(t, { name: '' }), OptionError);
    await assert.rejects(createCredential(t, { expiresAt: 'soon' }), OptionError);
  });

  test('access rules: told, listed, and kept as long as they are used', async (t) => {
    const rule = { service: 'image', method: 'GET', path: `/v2/${uniqueName()}` };
    const made = await createCredential(t, { accessRules: [rule] });
    const [first] = made.accessRules ?? [];
    assert(first);
    assert.deepEqual(first, { ...rule, id: first.id });
    assert((await demo.identity.accessRules().toArray()).some(({ id }) => id === first.id));
    await assert.rejects(demo.identity.deleteAccessRule(first), Forbidden);
    await demo.identity.deleteApplicationCredential(made);
    await demo.identity.deleteAccessRule(first);
    await assert.rejects(demo.identity.deleteAccessRule(first), NotFound);
  });

  test('a token is validated, revoked, and replaced', async (t) => {
    const conn = await connectAs('demo');
    t.after(() => conn.close());
    const { id, user } = await conn.session.token();
    const info = await conn.identity.validateToken();
    assert.deepEqual(info.user, user);
    assert.deepEqual(info.methods, ['password']);
    assert.equal(info.scope.kind, 'project');
    assert(Date.parse(String(info.expiresAt)) > Date.now());
    assert.deepEqual((await admin.identity.validateToken(id)).user, user);
    await conn.identity.revokeToken();
    await assert.rejects(admin.identity.validateToken(id), NotFound);
    assert.notEqual((await conn.session.token()).id.reveal(), id.reveal());
    const other = (await conn.session.token()).id;
    await admin.identity.revokeToken(other.reveal());
    await assert.rejects(admin.identity.validateToken(other), NotFound);
    assert.equal((await conn.identity.availableProjects()).length, 1);
  });
});
