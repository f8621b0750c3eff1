import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import {
  AuthError,
  DiscoveryError,
  HttpError,
  NetworkError,
  OstkError,
  ServerError,
  Unauthorized,
} from '@ostk/sdk';

import {
  openSession,
  rejectionOf,
  type SessionOptions,
  startFakeCloud,
  tokenBody,
} from '../http/support/cloud.ts';
import { type Handler, sendJson } from '../http/support/server.ts';

const refused = {
  error: { code: 401, message: 'The request you have made requires authentication.', title: 'Unauthorized' },
};

const refuse: Handler = (_received, response) =>
  sendJson(response, refused, 401, { 'X-Openstack-Request-Id': 'req-7' });

async function failureOf(
  t: TestContext,
  keystone: Handler,
  options: SessionOptions = {},
): Promise<OstkError> {
  const cloud = await startFakeCloud(t, { keystone });
  const session = await openSession(t, cloud.authUrl, options);
  const error = await rejectionOf(session.token());
  assert(error instanceof OstkError, String(error));
  return error;
}

function html(status: number, text: string): Handler {
  return (_received, response) => {
    response
      .writeHead(status, { 'Content-Type': 'text/html' })
      .end(`<html><body><h1>${text}</h1></body></html>`);
  };
}

test('401: who, for what, what Keystone says, what it may mean, and the request id', async (t) => {
  const auth = {
    username: 'demo',
    userDomainName: 'Default',
    password: 'wrong',
    projectName: 'prod',
    projectDomainName: 'Default',
  };
  const error = await failureOf(t, refuse, { auth });
  assert(error instanceof AuthError);
  assert.equal(error.code, 'ERR_AUTH');
  assert.equal(
    error.message,
    'cannot sign in as demo for project prod: 401 The request you have made requires authentication; user name, ' +
      'domain or password is wrong, or the user is disabled or locked (request req-7)',
  );
  assert(error.cause instanceof Unauthorized);
  assert.equal(error.cause.requestId, 'req-7');
});

test('401 is final: Keystone is asked once more, without the scope, and only for the first', async (t) => {
  const cloud = await startFakeCloud(t, {
    keystone: (_received, response) => sendJson(response, refused, 401),
  });
  const session = await openSession(t, cloud.authUrl);
  await rejectionOf(session.token());
  assert.equal(cloud.logins.length, 2);
  const { auth }: { auth: { scope: unknown } } = JSON.parse(cloud.logins[1]?.body ?? '');
  assert.equal(auth.scope, 'unscoped');
  await rejectionOf(session.token());
  assert.equal(cloud.logins.length, 3);
});

test('a refusal is not remembered: the next call signs in again', async (t) => {
  let refusals = 2;
  const keystone: Handler = (_received, response) => {
    refusals -= 1;
    if (refusals >= 0) sendJson(response, refused, 401);
    else sendJson(response, tokenBody([]), 201, { 'X-Subject-Token': 'x' });
  };
  const cloud = await startFakeCloud(t, { keystone });
  const session = await openSession(t, cloud.authUrl);
  await assert.rejects(session.token(), AuthError);
  assert.equal((await session.token()).id.reveal(), 'x');
});

for (const [what, auth, expected] of [
  ['a token', { token: 'old', projectId: 'p' }, 'cannot sign in with a token for project p: 401'],
  [
    'an application credential',
    { applicationCredentialId: 'ac-1', applicationCredentialSecret: 's' },
    'cannot sign in as ac-1: 401',
  ],
  ['a domain', { userId: 'u', password: 'p', domainName: 'D' }, 'cannot sign in as u for domain D: 401'],
  [
    'the system',
    { userId: 'u', password: 'p', systemScope: 'all' },
    'cannot sign in as u for the system: 401',
  ],
  ['a trust', { userId: 'u', password: 'p', trustId: 't' }, 'cannot sign in as u for trust t: 401'],
  ['no scope', { userId: 'u', password: 'p' }, 'cannot sign in as u for no scope: 401'],
] as const) {
  test(`401: the message tells that it was for ${what}`, async (t) => {
    const error = await failureOf(t, (_received, response) => sendJson(response, refused, 401), { auth });
    assert(error.message.startsWith(expected), error.message);
  });
}

test('403 is a refusal as well, without the hint', async (t) => {
  const body = { error: { code: 403, message: 'You are not authorized to perform the requested action.' } };
  const error = await failureOf(t, (_received, response) => sendJson(response, body, 403));
  assert(error instanceof AuthError);
  assert.match(error.message, /: 403 You are not authorized to perform the requested action\.$/);
});

test('404 in HTML: there is something, but it is no Keystone', async (t) => {
  const error = await failureOf(t, html(404, 'Not Found'));
  assert(error instanceof DiscoveryError);
  assert.match(
    error.message,
    /\/identity\/v3\/auth\/tokens answered 404, but not as Keystone does: check auth_url$/,
  );
  assert(error.cause instanceof HttpError);
});

test('200 in HTML: there is something, but it is no Keystone', async (t) => {
  const error = await failureOf(t, html(200, 'Welcome'));
  assert(error instanceof DiscoveryError);
  assert.match(error.message, /answered, but not with a token: check auth_url$/);
});

for (const [what, answer] of [
  ['JSON of another kind', { hello: 'world' }],
  ['a list', []],
  ['null', null],
  ['a token without a user', { token: { expires_at: '2999-01-01T00:00:00Z' } }],
] as const) {
  test(`201 with ${what} is not a token`, async (t) => {
    const error = await failureOf(t, (_received, response) =>
      sendJson(response, answer, 201, { 'X-Subject-Token': 'x' }),
    );
    assert(error instanceof DiscoveryError);
  });
}

test('201 without X-Subject-Token is not a token', async (t) => {
  const error = await failureOf(t, (_received, response) => sendJson(response, tokenBody([]), 201));
  assert(error instanceof DiscoveryError);
});

test('503 is tried again, and tells so in the end', async (t) => {
  const cloud = await startFakeCloud(t, {
    keystone: (_received, response) => response.writeHead(503, { 'X-Openstack-Request-Id': 'req-1' }).end(),
  });
  const session = await openSession(t, cloud.authUrl);
  const error = await rejectionOf(session.token());
  assert(error instanceof ServerError);
  assert.equal(error.attempts, 4);
  assert.match(error.message, /503 \(request req-1, tried 4 times\)$/);
  assert.equal(cloud.logins.length, 4);
});

test('503 once is no failure', async (t) => {
  let down = true;
  const keystone: Handler = (_received, response) => {
    if (down) response.writeHead(503).end();
    else sendJson(response, tokenBody([]), 201, { 'X-Subject-Token': 'x' });
    down = false;
  };
  const cloud = await startFakeCloud(t, { keystone });
  const session = await openSession(t, cloud.authUrl);
  assert.equal((await session.token()).id.reveal(), 'x');
});

test('nobody there: the message names the host and the reason', async (t) => {
  const cloud = await startFakeCloud(t);
  await new Promise((resolve) => {
    cloud.server.close(resolve);
  });
  const session = await openSession(t, cloud.authUrl);
  const error = await rejectionOf(session.token());
  assert(error instanceof NetworkError);
  assert.equal(error.message, `POST ${cloud.url}: connection refused`);
  assert.equal(error.beforeSending, true);
});

test('a login that is redirected is not followed: the password would go elsewhere', async (t) => {
  const other = await startFakeCloud(t);
  const error = await failureOf(t, (_received, response) => {
    response.writeHead(307, { Location: `${other.authUrl}/auth/tokens` }).end();
  });
  assert(error instanceof DiscoveryError);
  assert.match(error.message, /was redirected to /);
  assert.equal(other.received.length, 0);
});
