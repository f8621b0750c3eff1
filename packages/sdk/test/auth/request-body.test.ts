import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import type { AuthOptions, ConnectOptions } from '@ostk/sdk';

import { openSession, startFakeCloud } from '../http/support/cloud.ts';
import type { Received } from '../http/support/server.ts';

async function loginOf(t: TestContext, auth: AuthOptions, options: ConnectOptions = {}): Promise<Received> {
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl, { ...options, auth });
  await session.token();
  const [login, ...more] = cloud.logins;
  assert(login !== undefined && more.length === 0);
  return login;
}

async function bodyOf(t: TestContext, auth: AuthOptions, options: ConnectOptions = {}): Promise<unknown> {
  return JSON.parse((await loginOf(t, auth, options)).body);
}

function passwordBody(user: object, scope?: unknown): object {
  const identity = { methods: ['password'], password: { user } };
  return { auth: scope === undefined ? { identity } : { identity, scope } };
}

const byId = { userId: 'u', password: 'p' };
const project = { project: { id: 'x' } };

test('password: user by id', async (t) => {
  assert.deepEqual(await bodyOf(t, byId), passwordBody({ id: 'u', password: 'p' }));
});

test('password: user by name and the name of a domain', async (t) => {
  const body = await bodyOf(t, { username: 'n', userDomainName: 'Default', password: 'p' });
  assert.deepEqual(body, passwordBody({ name: 'n', domain: { name: 'Default' }, password: 'p' }));
});

test('password: user by name and the id of a domain, which wins over its name', async (t) => {
  const body = await bodyOf(t, { username: 'n', userDomainId: 'd', userDomainName: 'x', password: 'p' });
  assert.deepEqual(body, passwordBody({ name: 'n', domain: { id: 'd' }, password: 'p' }));
});

test('password: the id of a user wins over a name', async (t) => {
  assert.deepEqual(await bodyOf(t, { ...byId, username: 'n' }), passwordBody({ id: 'u', password: 'p' }));
});

test('password: letters of any script arrive as they are', async (t) => {
  const password = 'pässwörd "密码" \\ \u{1F511}';
  assert.deepEqual(await bodyOf(t, { userId: 'u', password }), passwordBody({ id: 'u', password }));
});

test('v3password is the same request', async (t) => {
  const body = await bodyOf(t, byId, { authType: 'v3password' });
  assert.deepEqual(body, passwordBody({ id: 'u', password: 'p' }));
});

const scopes: readonly (readonly [string, AuthOptions, unknown])[] = [
  ['a project by id', { projectId: 'x' }, project],
  [
    'a project by name and the name of its domain',
    { projectName: 'n', projectDomainName: 'D' },
    { project: { name: 'n', domain: { name: 'D' } } },
  ],
  [
    'a project by name and the id of its domain',
    { projectName: 'n', projectDomainId: 'd', projectDomainName: 'D' },
    { project: { name: 'n', domain: { id: 'd' } } },
  ],
  ['the id of a project wins over its name', { projectId: 'x', projectName: 'n' }, project],
  ['a domain by id', { domainId: 'd' }, { domain: { id: 'd' } }],
  ['a domain by name', { domainName: 'D' }, { domain: { name: 'D' } }],
  ['the whole system', { systemScope: 'all' }, { system: { all: true } }],
  ['a trust', { trustId: 't' }, { 'OS-TRUST:trust': { id: 't' } }],
  ['expressly none', { unscoped: true }, 'unscoped'],
];

for (const [what, settings, scope] of scopes) {
  test(`scope: ${what}`, async (t) => {
    const body = await bodyOf(t, { ...byId, ...settings });
    assert.deepEqual(body, passwordBody({ id: 'u', password: 'p' }, scope));
  });
}

test('a project in another domain than the user', async (t) => {
  const body = await bodyOf(t, {
    username: 'n',
    userDomainName: 'Users',
    password: 'p',
    projectName: 'x',
    projectDomainName: 'Projects',
  });
  const scope = { project: { name: 'x', domain: { name: 'Projects' } } };
  assert.deepEqual(body, passwordBody({ name: 'n', domain: { name: 'Users' }, password: 'p' }, scope));
});

test('two scopes are refused before anything is sent', async (t) => {
  const cloud = await startFakeCloud(t);
  const two = openSession(t, cloud.authUrl, { auth: { ...byId, projectId: 'x', systemScope: 'all' } });
  await assert.rejects(two, {
    name: 'ConfigError',
    message: 'auth: a token has one scope, but project and system_scope are given: remove all but one',
  });
  assert.equal(cloud.received.length, 0);
});

test('a system scope other than all is refused', async (t) => {
  const cloud = await startFakeCloud(t);
  const options = { auth: { ...byId }, configFile: '/none' };
  Object.assign(options.auth, { systemScope: 'some' });
  await assert.rejects(openSession(t, cloud.authUrl, options), {
    name: 'ConfigError',
    message: 'auth: system_scope must be all, not some',
  });
});

test('token, with and without a scope', async (t) => {
  const identity = { methods: ['token'], token: { id: 'gAAAA' } };
  assert.deepEqual(await bodyOf(t, { token: 'gAAAA' }), { auth: { identity } });
  const scoped = await bodyOf(t, { token: 'gAAAA', projectId: 'x' });
  assert.deepEqual(scoped, { auth: { identity, scope: project } });
  assert.deepEqual(await bodyOf(t, { token: 'gAAAA' }, { authType: 'v3token' }), { auth: { identity } });
});

test('application credential by id', async (t) => {
  const body = await bodyOf(t, { applicationCredentialId: 'a', applicationCredentialSecret: 's' });
  assert.deepEqual(body, {
    auth: {
      identity: { methods: ['application_credential'], application_credential: { id: 'a', secret: 's' } },
    },
  });
});

test('application credential by name and user', async (t) => {
  const body = await bodyOf(t, {
    applicationCredentialName: 'n',
    username: 'u',
    userDomainName: 'D',
    applicationCredentialSecret: 's',
  });
  const credential = { name: 'n', user: { name: 'u', domain: { name: 'D' } }, secret: 's' };
  assert.deepEqual(body, {
    auth: { identity: { methods: ['application_credential'], application_credential: credential } },
  });
});

test('application credential: a scope beside it is not sent, since Keystone refuses one', async (t) => {
  const body = await bodyOf(t, {
    applicationCredentialId: 'a',
    applicationCredentialSecret: 's',
    projectName: 'x',
    projectDomainName: 'D',
    systemScope: 'all',
  });
  assert.deepEqual(body, {
    auth: {
      identity: { methods: ['application_credential'], application_credential: { id: 'a', secret: 's' } },
    },
  });
});

test('application credential: by name it needs the user', async (t) => {
  const cloud = await startFakeCloud(t);
  const auth = { applicationCredentialName: 'n', applicationCredentialSecret: 's' };
  await assert.rejects(openSession(t, cloud.authUrl, { auth }), {
    name: 'ConfigError',
    message: 'auth: username (or user_id) is missing',
  });
});

test('the request is JSON, asks for JSON, and has no token in its head', async (t) => {
  const { method, headers, body } = await loginOf(t, byId);
  assert.equal(method, 'POST');
  assert.equal(headers['content-type'], 'application/json');
  assert.equal(headers['content-length'], String(Buffer.byteLength(body)));
  assert.equal(headers.accept, 'application/json');
  assert.equal(headers['x-auth-token'], undefined);
});

for (const [given, expected] of [
  ['/identity', '/identity/v3/auth/tokens'],
  ['/identity/', '/identity/v3/auth/tokens'],
  ['/identity/v3', '/identity/v3/auth/tokens'],
  ['/identity/v3/', '/identity/v3/auth/tokens'],
  ['/identity/v2.0', '/identity/v3/auth/tokens'],
] as const) {
  test(`auth_url ${given} leads to ${expected}, without a request before`, async (t) => {
    const cloud = await startFakeCloud(t);
    const session = await openSession(t, cloud.url + given, { auth: byId });
    await session.token();
    assert.deepEqual(
      cloud.received.map(({ path }) => path),
      [expected],
    );
  });
}
