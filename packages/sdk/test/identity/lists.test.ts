import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import {
  AmbiguousNameError,
  connect,
  type Connection,
  DiscoveryError,
  isHttpError,
  readyToken,
} from '@ostk/sdk';

import { type Handler, sendJson, startServer, type TestServer } from '../http/support/server.ts';

/** A Keystone that answers as `handler` says, and a connection to it that is signed in already. */
async function open(
  t: TestContext,
  handler: Handler,
): Promise<{ readonly conn: Connection; readonly keystone: TestServer }> {
  const keystone = await startServer(t, handler);
  const conn = await connect({
    auth: readyToken({ id: 'some-token', user: { id: 'u-1', name: 'alice' } }),
    endpointOverrides: { identity: `${keystone.url}/identity/v3` },
  });
  t.after(() => conn.close());
  return { conn, keystone };
}

const project = (id: string, name = id): object => ({ id, name, domain_id: 'default', enabled: true });

function page(projects: readonly object[], next: string | null): object {
  return { projects, links: { self: 'x', previous: null, next } };
}

const forbidden = { error: { code: 403, title: 'Forbidden', message: 'You are not authorized' } };

test('the next page is asked for where the first one was: only the marker of the link counts', async (t) => {
  const { conn, keystone } = await open(t, ({ path }, response) => {
    const marker = new URL(path, 'http://k').searchParams.get('marker');
    const next = 'http://inside.example/v3/projects?limit=2&marker=b';
    sendJson(
      response,
      marker === null ? page([project('a'), project('b')], next) : page([project('c')], null),
    );
  });
  const found = await conn.identity.projects({ domainId: 'default', pageSize: 2 }).toArray();
  assert.deepEqual(
    found.map(({ id }) => id),
    ['a', 'b', 'c'],
  );
  assert.deepEqual(
    keystone.received.map(({ path }) => path),
    [
      '/identity/v3/projects?domain_id=default&limit=2',
      '/identity/v3/projects?domain_id=default&limit=2&marker=b',
    ],
  );
});

test('a directory that answers every page with the first one is left', async (t) => {
  const { conn, keystone } = await open(t, (_received, response) =>
    sendJson(response, page([project('a')], 'http://k/v3/projects?marker=a')),
  );
  await assert.rejects(conn.identity.projects().toArray(), (error) => {
    assert(error instanceof DiscoveryError);
    assert.match(error.message, /goes round in circles: the page after a leads to itself/);
    return true;
  });
  assert.equal(keystone.received.length, 2);
});

for (const [what, body] of [
  ['a list of something else', { users: [] }],
  ['a list', []],
  ['null', null],
] as const) {
  test(`${what} instead of projects is a DiscoveryError`, async (t) => {
    const { conn } = await open(t, (_received, response) => sendJson(response, body));
    await assert.rejects(conn.identity.projects().toArray(), DiscoveryError);
    await assert.rejects(conn.identity.getProject('p'), DiscoveryError);
  });
}

test("a user's projects are asked for by the user, with filters, and in pages", async (t) => {
  const { conn, keystone } = await open(t, ({ path }, response) =>
    sendJson(
      response,
      path.includes('marker') ? page([project('b')], null) : page([project('a')], 'http://k/x?marker=a'),
    ),
  );
  const own = await conn.identity.userProjects({ name: 'web', isEnabled: true }).toArray();
  assert.deepEqual(
    own.map(({ id }) => id),
    ['a', 'b'],
  );
  await conn.identity.userProjects({ user: { id: 'u/2' } }).first();
  assert.deepEqual(
    keystone.received.map(({ path }) => path),
    [
      '/identity/v3/users/u-1/projects?name=web&enabled=true',
      '/identity/v3/users/u-1/projects?name=web&enabled=true&marker=a',
      '/identity/v3/users/u%2F2/projects',
    ],
  );
});

test('projects by tags and parent; one with what it is part of', async (t) => {
  const { conn, keystone } = await open(t, ({ path }, response) =>
    sendJson(
      response,
      path.includes('parents_as_ids')
        ? { project: { ...project('a'), parents: { b: { default: null } } } }
        : page([project('a')], null),
    ),
  );
  const query = { parentId: 'b', tags: ['x', 'y'], tagsAny: ['z'], notTags: ['v'], notTagsAny: ['u', 'w'] };
  await conn.identity.projects(query).toArray();
  const found = await conn.identity.getProject('a', { withParents: true, withSubtree: false });
  assert.deepEqual(found.properties, { parents: { b: { default: null } } });
  assert.deepEqual(
    keystone.received.map(({ path }) => decodeURIComponent(path)),
    [
      '/identity/v3/projects?parent_id=b&tags=x,y&tags-any=z&not-tags=v&not-tags-any=u,w',
      '/identity/v3/projects/a?parents_as_ids=true',
    ],
  );
});

test('attributes that are missing are null, and unknown ones are properties', async (t) => {
  const { conn } = await open(t, (_received, response) =>
    sendJson(response, { project: { id: 'p', name: 'n', color: 'red', links: { self: 'x' } } }),
  );
  assert.deepEqual(await conn.identity.getProject('p'), {
    id: 'p',
    name: 'n',
    domainId: null,
    description: null,
    isEnabled: true,
    parentId: null,
    isDomain: false,
    tags: [],
    options: {},
    properties: { color: 'red' },
  });
});

test('two of one name are told with their ids', async (t) => {
  const { conn } = await open(t, ({ path }, response) => {
    if (path.startsWith('/identity/v3/projects?')) {
      sendJson(response, page([project('1', 'web'), project('2', 'web')], null));
    } else sendJson(response, { error: { message: 'no', code: 404 } }, 404);
  });
  await assert.rejects(conn.identity.findProject('web'), (error) => {
    assert(error instanceof AmbiguousNameError);
    assert.equal(error.message, '2 projects are called web: use an id: 1, 2');
    assert.deepEqual(error.candidates, [
      { id: '1', name: 'web' },
      { id: '2', name: 'web' },
    ]);
    return true;
  });
});

test('who may neither get nor list finds by what Keystone says is her own', async (t) => {
  const { conn, keystone } = await open(t, ({ path }, response) => {
    if (path === '/identity/v3/auth/projects') {
      sendJson(response, page([project('1', 'web'), { ...project('2', 'dev'), domain_id: 'other' }], null));
    } else sendJson(response, forbidden, 403);
  });
  assert.equal((await conn.identity.findProject('web'))?.id, '1');
  assert.equal((await conn.identity.findProject('2'))?.name, 'dev');
  assert.equal(await conn.identity.findProject('dev', { domainId: 'default' }), undefined);
  assert.equal(await conn.identity.findProject('nothing'), undefined);
  assert(keystone.received.every(({ headers }) => headers['x-auth-token'] === 'some-token'));
});

test('a service that is down is no "not found"', async (t) => {
  const { conn } = await open(t, (_received, response) => sendJson(response, {}, 501));
  await assert.rejects(conn.identity.findProject('web'), (error) => isHttpError(error, 501));
});

test('an application credential that cannot be told its secret of is an error that says so', async (t) => {
  const { conn, keystone } = await open(t, (_received, response) =>
    sendJson(response, { application_credential: { id: 'ac', name: 'n' } }, 201),
  );
  const expiresAt = new Date('2027-01-02T03:04:05.678Z');
  const accessRules = [{ service: 'image', method: 'GET', path: '/v2/images' }, { id: 'rule-1' }];
  const making = conn.identity.createApplicationCredential({
    name: 'n',
    roles: ['reader', { id: 'r-1' }],
    expiresAt,
    isUnrestricted: false,
    accessRules,
  });
  await assert.rejects(making, /does not tell its secret/);
  const [request] = keystone.received;
  assert.equal(request?.path, '/identity/v3/users/u-1/application_credentials');
  assert.deepEqual(JSON.parse(request.body), {
    application_credential: {
      name: 'n',
      roles: [{ name: 'reader' }, { id: 'r-1' }],
      expires_at: '2027-01-02T03:04:05.678000',
      unrestricted: false,
      access_rules: accessRules,
    },
  });
});

test('where nobody signs in, whose application credentials has to be said', async (t) => {
  const keystone = await startServer(t, (_received, response) =>
    sendJson(response, { application_credentials: [], links: {} }),
  );
  const conn = await connect({ authType: 'none', auth: { endpoint: `${keystone.url}/v3` } });
  t.after(() => conn.close());
  await assert.rejects(
    conn.identity.applicationCredentials().toArray(),
    /with auth_type none, there is no user/,
  );
  assert.deepEqual(await conn.identity.applicationCredentials({ user: 'u-2' }).toArray(), []);
  assert.equal(keystone.received[0]?.path, '/v3/users/u-2/application_credentials');
});

test('unknown options are named', async (t) => {
  const { conn } = await open(t, (_received, response) => sendJson(response, {}));
  // As JavaScript can give them.
  const query = { nam: 'x', name: undefined };
  assert.throws(() => conn.identity.projects(query), /projects: there is no option nam; did you mean name/);
  const options = { domain: 'd', domainId: undefined };
  await assert.rejects(
    conn.identity.findUser('x', options),
    /findUser: there is no option domain; did you mean/,
  );
});
