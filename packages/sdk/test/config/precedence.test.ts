import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { AuthOptions } from '@ostk/sdk';
import * as fc from 'fast-check';

import { layAuth } from '#src/config/auth-settings.js';

import { passwordAuth, resolveCloudOf } from './support/world.ts';

async function authWith(
  t: Parameters<typeof resolveCloudOf>[0],
  lines: string,
  auth: AuthOptions,
): ReturnType<typeof resolveCloudOf> {
  return resolveCloudOf(t, lines, { options: { cloud: 'here', auth } });
}

test('one setting in the options leaves the others as they are', async (t) => {
  const { auth } = await authWith(t, passwordAuth, { password: 'other' });
  assert.equal(auth.password?.reveal(), 'other');
  assert.equal(auth.username, 'demo');
  assert.equal(auth.projectName, 'demo');
});

test('options win over what stands beside auth, too', async (t) => {
  const { auth } = await authWith(t, `${passwordAuth}project_name: beside`, { projectName: 'option' });
  assert.equal(auth.projectName, 'option');
});

test('an option that is undefined is not given', async (t) => {
  const { auth } = await authWith(t, passwordAuth, { password: undefined, projectName: undefined });
  assert.equal(auth.password?.reveal(), 'secret');
  assert.equal(auth.projectName, 'demo');
});

test('a domain that user and project share stays that of the user when the scope is replaced', async (t) => {
  const shared = 'auth: {auth_url: "http://k", username: u, password: p, project_name: x, domain_name: D}';
  const { auth } = await authWith(t, shared, { systemScope: 'all' });
  assert.deepEqual(
    [auth.userDomainName, auth.domainName, auth.projectName, auth.systemScope],
    ['D', undefined, undefined, 'all'],
  );
  const own = await authWith(t, shared, { trustId: 't', userDomainId: 'o' });
  assert.deepEqual([own.auth.userDomainId, own.auth.userDomainName], ['o', undefined]);
});

test('a project name replaces the project id of the file, and the other way round', async (t) => {
  const byName = await authWith(t, 'auth: {auth_url: "http://k", project_id: f}', { projectName: 'o' });
  assert.equal(byName.auth.projectId, undefined);
  assert.equal(byName.auth.projectName, 'o');
  const byId = await authWith(t, passwordAuth, { projectId: 'o' });
  assert.equal(byId.auth.projectId, 'o');
  assert.equal(byId.auth.projectName, undefined);
});

test('a project replaces a tenant', async (t) => {
  const { auth } = await authWith(t, 'auth: {auth_url: "http://k", tenant_id: f}', { projectName: 'o' });
  assert.equal(auth.projectId, undefined);
});

test('a user id replaces the user name of the file', async (t) => {
  const { auth } = await authWith(t, passwordAuth, { userId: 'o' });
  assert.equal(auth.userId, 'o');
  assert.equal(auth.username, undefined);
});

test('a domain name replaces the domain id of the file', async (t) => {
  const { auth } = await authWith(
    t,
    'auth: {auth_url: "http://k", user_domain_id: f, project_domain_id: g}',
    {
      userDomainName: 'o',
    },
  );
  assert.equal(auth.userDomainId, undefined);
  assert.equal(auth.userDomainName, 'o');
  assert.equal(auth.projectDomainId, 'g');
});

test('another scope replaces the project of the file', async (t) => {
  const system = await authWith(t, passwordAuth, { systemScope: 'all' });
  assert.equal(system.auth.systemScope, 'all');
  assert.equal(system.auth.projectName, undefined);
  const trust = await authWith(t, passwordAuth, { trustId: 't' });
  assert.equal(trust.auth.projectName, undefined);
  const none = await authWith(t, passwordAuth, { unscoped: true });
  assert.equal(none.auth.unscoped, true);
  assert.equal(none.auth.projectName, undefined);
});

test('unscoped: false replaces no scope', async (t) => {
  assert.equal((await authWith(t, passwordAuth, { unscoped: false })).auth.projectName, 'demo');
});

test('a project replaces the system scope of the file', async (t) => {
  const { auth } = await authWith(t, 'auth: {auth_url: "http://k", system_scope: all}', { projectId: 'o' });
  assert.equal(auth.systemScope, undefined);
  assert.equal(auth.projectId, 'o');
});

test('one auth section over another: all of the upper one is there, and nothing that neither has', () => {
  const names = [
    'username',
    'user_id',
    'password',
    'project_id',
    'tenant_name',
    'system_scope',
    'trust_id',
    'other',
  ];
  const sections = fc.dictionary(fc.constantFrom(...names), fc.string({ minLength: 1, maxLength: 3 }));
  fc.assert(
    fc.property(sections, sections, (base, over) => {
      const both = layAuth(base, over);
      for (const [name, value] of Object.entries(over)) assert.equal(both[name], value);
      for (const [name, value] of Object.entries(both)) assert.equal(value, over[name] ?? base[name]);
      assert.equal('other' in both, 'other' in base || 'other' in over);
    }),
  );
});
