import assert from 'node:assert/strict';
import { test } from 'node:test';

import { passwordAuth, resolveCloudOf } from './support/world.ts';

test('settings that stand beside auth belong to it, and win', async (t) => {
  const { auth } = await resolveCloudOf(t, `${passwordAuth}project_name: beside\nuser_domain_name: Other`);
  assert.equal(auth.projectName, 'beside');
  assert.equal(auth.userDomainName, 'Other');
  assert.equal(auth.username, 'demo');
});

test('an empty setting beside auth does not hide the one in it', async (t) => {
  const { auth } = await resolveCloudOf(t, `${passwordAuth}project_name:\npassword: null`);
  assert.equal(auth.projectName, 'demo');
  assert.equal(auth.password?.reveal(), 'secret');
});

test('a cloud may have everything at its top level', async (t) => {
  const { auth } = await resolveCloudOf(t, 'auth_url: http://k\nusername: u\npassword: 007\nproject_id: 1e5');
  assert.equal(auth.authUrl, 'http://k');
  assert.equal(auth.password?.reveal(), '007');
  assert.equal(auth.projectId, '1e5');
});

test('tenant is an older word for project', async (t) => {
  const named = await resolveCloudOf(t, 'auth: {auth_url: "http://k", tenant_name: t}');
  assert.equal(named.auth.projectName, 't');
  const numbered = await resolveCloudOf(t, 'auth: {auth_url: "http://k", tenant_id: 0123}');
  assert.equal(numbered.auth.projectId, '0123');
});

test('project wins over tenant', async (t) => {
  const { auth } = await resolveCloudOf(t, 'auth: {auth_url: "http://k", tenant_name: t, project_name: p}');
  assert.equal(auth.projectName, 'p');
});

test('user_name is an older spelling of username', async (t) => {
  assert.equal((await resolveCloudOf(t, 'auth: {auth_url: "http://k", user_name: u}')).auth.username, 'u');
});

test('a domain beside a project is that of user and project, not the scope', async (t) => {
  const { auth } = await resolveCloudOf(
    t,
    'auth: {auth_url: "http://k", username: u, password: p, project_name: pr, domain_name: D}',
  );
  assert.equal(auth.userDomainName, 'D');
  assert.equal(auth.projectDomainName, 'D');
  assert.equal(auth.domainName, undefined);
});

test('a domain beside a project does not replace the domains that are given', async (t) => {
  const { auth } = await resolveCloudOf(
    t,
    'auth: {auth_url: "http://k", username: u, project_name: pr, domain_id: d, user_domain_name: U}',
  );
  assert.equal(auth.userDomainName, 'U');
  assert.equal(auth.userDomainId, undefined);
  assert.equal(auth.projectDomainId, 'd');
});

test('a domain without a project is the scope', async (t) => {
  const { auth } = await resolveCloudOf(t, 'auth: {auth_url: "http://k", username: u, domain_id: d}');
  assert.equal(auth.domainId, 'd');
  assert.equal(auth.userDomainId, undefined);
});

test('default_domain_name is for both user and project', async (t) => {
  const { auth } = await resolveCloudOf(
    t,
    'auth: {auth_url: "http://k", username: u, project_name: p, default_domain_name: D}',
  );
  assert.equal(auth.userDomainName, 'D');
  assert.equal(auth.projectDomainName, 'D');
});

test('default_domain is an id', async (t) => {
  const { auth } = await resolveCloudOf(
    t,
    'auth: {auth_url: "http://k", username: u, default_domain: default}',
  );
  assert.equal(auth.userDomainId, 'default');
});

test('unscoped is true or false', async (t) => {
  const unscoped = async (value: string): Promise<boolean> =>
    (await resolveCloudOf(t, `auth: {auth_url: "http://k", unscoped: ${value}}`)).auth.unscoped;
  assert.equal(await unscoped('true'), true);
  assert.equal(await unscoped('yes'), true);
  assert.equal(await unscoped('false'), false);
});

test('auth that is no mapping is an error', async (t) => {
  await assert.rejects(resolveCloudOf(t, 'auth: password'), {
    name: 'ConfigError',
    message: /^cloud here: auth must be a mapping \(.*clouds\.yaml:3:11\)$/,
  });
});

test('a list where one value belongs is an error that names the setting', async (t) => {
  await assert.rejects(resolveCloudOf(t, 'auth: {auth_url: "http://k", password: [a, b]}'), {
    name: 'ConfigError',
    message: /^cloud here: auth\.password must be a single value \(.*clouds\.yaml:3:44\)$/,
  });
});

test('auth_url that is no URL of the web is an error', async (t) => {
  for (const url of ['keystone.example:5000', '/v3', 'ftp://keystone.example']) {
    await assert.rejects(resolveCloudOf(t, `auth: {auth_url: "${url}"}`), {
      name: 'ConfigError',
      message: new RegExp(
        `^cloud here: auth_url ${url} is not a URL that begins with http:// or https:// \\(.*:3:22\\)$`,
      ),
    });
  }
});

test('auth_url with a password in it is refused without showing it', async (t) => {
  await assert.rejects(resolveCloudOf(t, 'auth: {auth_url: "http://admin:hunter2@keystone.example"}'), {
    name: 'ConfigError',
    message: /^cloud here: auth_url must not hold a user name or a password \(.*clouds\.yaml:3:22\)$/,
  });
});

test('a profile beside an auth_url is not in the way', async (t) => {
  const { auth } = await resolveCloudOf(t, `profile: vexxhost\n${passwordAuth}`);
  assert.equal(auth.authUrl, 'http://keystone.example:5000');
});
