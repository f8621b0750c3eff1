import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { AuthError, type AuthOptions, connect } from '@ostk/sdk';

import { rejectionOf, tokenBody } from '../http/support/cloud.ts';
import { type Handler, sendJson, startServer } from '../http/support/server.ts';

const auth = { userId: 'u-1', password: 'p', projectId: 'wanted' } as const;
const refused = { error: { code: 401, message: 'no' } };

/** A Keystone that knows the user, but gives no token for a scope; `lists` answers what is below `/auth`. */
function withoutScope(lists: Handler): Handler {
  return (received, response, request) => {
    if (received.path !== '/v3/auth/tokens') return lists(received, response, request);
    const { auth: asked }: { auth: { scope?: unknown } } = JSON.parse(received.body);
    return asked.scope === 'unscoped'
      ? sendJson(response, tokenBody([]), 201, { 'X-Subject-Token': 'canary-unscoped' })
      : sendJson(response, refused, 401);
  };
}

async function failureOf(
  t: TestContext,
  keystone: Handler,
  settings: AuthOptions = auth,
): Promise<AuthError> {
  const server = await startServer(t, keystone);
  const conn = await connect({ auth: { authUrl: server.url, ...settings } });
  t.after(() => conn.close());
  const error = await rejectionOf(conn.session.token());
  assert(error instanceof AuthError, String(error));
  return error;
}

const start =
  'cannot sign in as u-1 for project wanted: 401 no; the credentials are right, but u-1 has no role on project wanted, ' +
  'or there is none';

const allKinds: Handler = ({ path, headers }, response) => {
  assert.equal(headers['x-auth-token'], 'canary-unscoped');
  const answers: Readonly<Record<string, object>> = {
    '/v3/auth/projects': {
      projects: [
        { id: 'p-1', name: 'web', domain_id: 'd-1', enabled: true },
        { id: 'p-2', name: 'old', domain_id: 'd-1', enabled: false },
      ],
    },
    '/v3/auth/domains': { domains: [{ id: 'd-1', name: 'Lab' }] },
    '/v3/auth/system': { system: [{ all: true }] },
  };
  sendJson(response, answers[path] ?? {}, path in answers ? 200 : 404);
};

test('all kinds of scopes are named, but none that is disabled', async (t) => {
  const error = await failureOf(t, withoutScope(allKinds));
  assert.equal(
    error.message,
    `${start}; u-1 can use project web (p-1 of domain d-1), domain Lab (d-1), the system`,
  );
  assert.deepEqual(error.scopes, [
    { kind: 'project', id: 'p-1', name: 'web', domainId: 'd-1' },
    { kind: 'domain', id: 'd-1', name: 'Lab' },
    { kind: 'system' },
  ]);
});

test('of many scopes the message names ten, and the error holds all', async (t) => {
  const projects = Array.from({ length: 25 }, (_, index) => ({ id: `p-${index}`, name: `web-${index}` }));
  const error = await failureOf(
    t,
    withoutScope((_received, response) => sendJson(response, { projects })),
  );
  assert.match(error.message, /web-9 \(p-9\), and 15 more$/);
  assert.equal(error.scopes?.length, 25);
});

test('no role anywhere', async (t) => {
  const nothing = { projects: [], domains: [], system: [] };
  const error = await failureOf(
    t,
    withoutScope((_received, response) => sendJson(response, nothing)),
  );
  assert.equal(error.message, `${start}; u-1 has no role anywhere`);
});

for (const [what, answer] of [
  ['refuses to list', (_received, response) => sendJson(response, { error: { message: 'no' } }, 403)],
  ['breaks down over the list', (_received, response) => response.writeHead(500).end('canary')],
  ['lists nonsense', (_received, response) => sendJson(response, { projects: 7 })],
] satisfies readonly (readonly [string, Handler])[]) {
  test(`a Keystone that ${what}: what is known is said`, async (t) => {
    const error = await failureOf(t, withoutScope(answer));
    assert.equal(error.message, start);
    assert.equal(error.scopes, undefined);
  });
}

test('a Keystone that breaks down over the question: only what it said before is known', async (t) => {
  let first = true;
  const error = await failureOf(t, (_received, response) => {
    if (first) sendJson(response, refused, 401);
    else response.writeHead(501).end();
    first = false;
  });
  assert.match(
    error.message,
    /: 401 no; Keystone says the same of wrong credentials, an unknown project, and a user/,
  );
});

test('a token is not asked for what it could do when it is none', async (t) => {
  const error = await failureOf(t, (_received, response) => sendJson(response, refused, 401), {
    token: 'canary-token',
    projectId: 'wanted',
  });
  assert.equal(
    error.message,
    'cannot sign in with a token for project wanted: 401 no; the token has ended or was revoked',
  );
});

test('without a scope there is nothing to try again', async (t) => {
  let asked = 0;
  const error = await failureOf(
    t,
    (_received, response) => {
      asked += 1;
      sendJson(response, refused, 401);
    },
    { userId: 'u-1', password: 'p', unscoped: true },
  );
  assert.match(error.message, /; user name, domain or password is wrong, or the user is disabled or locked$/);
  assert.equal(asked, 1);
});
