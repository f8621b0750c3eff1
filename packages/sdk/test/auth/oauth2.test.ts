import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { AuthError, type AuthOptions, connect, type Connection, HttpError } from '@ostk/sdk';

import { issueToken, listImages, startFakeCloud } from '../http/support/cloud.ts';
import { type Handler, sendJson, startServer } from '../http/support/server.ts';

const client = { oauth2ClientId: 'client-1', oauth2ClientSecret: 'canary-secret' } as const;

async function open(t: TestContext, authUrl: string, auth: AuthOptions): Promise<Connection> {
  const conn = await connect({ auth: { authUrl, ...auth } });
  t.after(() => conn.close());
  return conn;
}

test('an access token for each login, and not for each request', async (t) => {
  const tokens = await startServer(t, (_received, response) =>
    sendJson(response, { access_token: `bearer-${tokens.received.length}`, expires_in: 3600 }),
  );
  let refuse = false;
  const cloud = await startFakeCloud(t, {
    image: (_received, response) => {
      sendJson(response, { images: [] }, refuse ? 401 : 200);
      refuse = false;
    },
  });
  const conn = await open(t, cloud.authUrl, { ...client, oauth2Endpoint: `${tokens.url}/token` });
  await Promise.all([conn.session.json(listImages), conn.session.json(listImages)]);
  await conn.session.json(listImages);
  assert.equal(tokens.received.length, 1);
  const [asked] = tokens.received;
  assert.equal(asked?.body, 'grant_type=client_credentials');
  assert.equal(
    asked.headers.authorization,
    `Basic ${Buffer.from('client-1:canary-secret').toString('base64')}`,
  );
  const [login] = cloud.logins;
  assert.deepEqual(JSON.parse(login?.body ?? ''), {
    auth: {
      identity: {
        methods: ['application_credential'],
        application_credential: { id: 'client-1', secret: 'canary-secret' },
      },
    },
  });
  for (const call of cloud.calls) {
    assert.equal(call.headers.authorization, 'Bearer bearer-1');
    assert.equal(call.headers['x-auth-token'], 'token-1');
  }
  refuse = true;
  await conn.session.json(listImages);
  assert.equal(cloud.calls.at(-1)?.headers.authorization, 'Bearer bearer-2');
});

test('an access token that is about to end is replaced', async (t) => {
  const tokens = await startServer(t, (_received, response) =>
    sendJson(response, { access_token: `bearer-${tokens.received.length}`, expires_in: 1 }),
  );
  const cloud = await startFakeCloud(t);
  const conn = await open(t, cloud.authUrl, { ...client, oauth2Endpoint: tokens.url });
  await conn.session.json(listImages);
  await conn.session.json(listImages);
  assert.equal(cloud.calls[1]?.headers.authorization, 'Bearer bearer-2');
});

for (const [what, handler, expected] of [
  [
    'a refusal',
    (received, response) =>
      sendJson(response, { error: 'invalid_client', error_description: received.headers.authorization }, 401),
    /^cannot get an access token: POST http.*: 401/,
  ],
  [
    'an answer without a token',
    (_received, response) => sendJson(response, {}),
    /answered without an access_token: check oauth2_endpoint$/,
  ],
  [
    'a page',
    (_received, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Welcome</h1>');
    },
    /answered without an access_token: check oauth2_endpoint$/,
  ],
] satisfies readonly (readonly [string, Handler, RegExp])[]) {
  test(`${what} from the token endpoint is an AuthError`, async (t) => {
    const tokens = await startServer(t, handler);
    const cloud = await startFakeCloud(t);
    const conn = await open(t, cloud.authUrl, { ...client, oauth2Endpoint: tokens.url });
    await assert.rejects(conn.session.json(listImages), (error) => {
      assert(error instanceof AuthError);
      assert.match(error.message, expected);
      const secret = Buffer.from('client-1:canary-secret').toString('base64');
      assert(!JSON.stringify([error.message, error.cause]).includes(secret));
      return true;
    });
    assert.equal(cloud.calls.length, 0);
  });
}

test('what is missing is named', async (t) => {
  const authUrl = 'http://127.0.0.1:9';
  await assert.rejects(open(t, authUrl, client), {
    name: 'ConfigError',
    message: /oauth2_endpoint is missing/,
  });
  const noId = { oauth2ClientSecret: 's', oauth2Endpoint: authUrl };
  await assert.rejects(open(t, authUrl, noId), /oauth2_client_id is missing/);
});

test('a login that Keystone refuses is told as any other', async (t) => {
  const tokens = await startServer(t, (_received, response) => sendJson(response, { access_token: 'b' }));
  const cloud = await startFakeCloud(t, {
    keystone: (received, response, request) => {
      const isFirst = cloud.logins.length === 1;
      if (isFirst) sendJson(response, { error: { message: 'no such thing', code: 404 } }, 404);
      else issueToken(cloud)(received, response, request);
    },
  });
  const conn = await open(t, cloud.authUrl, { ...client, oauth2Endpoint: tokens.url });
  await assert.rejects(conn.session.token(), (error) => {
    assert(error instanceof AuthError && error.cause instanceof HttpError);
    assert.match(error.message, /: 404 no such thing/);
    return true;
  });
});
