import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { test, type TestContext } from 'node:test';

import { AuthError, type AuthOptions, type AuthType, connect, type Connection, ConfigError } from '@ostk/sdk';

import { rejectionOf, startFakeCloud, tokenBody } from '../http/support/cloud.ts';
import { type Handler, type Received, sendJson } from '../http/support/server.ts';

async function open(
  t: TestContext,
  authUrl: string,
  auth: AuthOptions,
  authType?: AuthType,
): Promise<Connection> {
  const conn = await connect({ auth: { authUrl, ...auth }, authType });
  t.after(() => conn.close());
  return conn;
}

/** A Keystone that accepts one method after the other and wants all of `wanted`. */
function wants(...wanted: readonly string[]): Handler {
  return (received, response) => {
    const accepted = [...acceptedBefore(received), ...methodsOf(received)];
    if (wanted.every((method) => accepted.includes(method))) {
      sendJson(response, tokenBody([]), 201, { 'X-Subject-Token': 'token' });
      return;
    }
    const receipt = { methods: accepted, user: { id: 'u-1', name: 'demo' } };
    const body = { receipt, required_auth_methods: [wanted] };
    sendJson(response, body, 401, { 'Openstack-Auth-Receipt': `canary-${accepted.join('.')}` });
  };
}

function identityOf({ body }: Received): {
  readonly methods: readonly string[];
  readonly [name: string]: unknown;
} {
  const { auth }: { auth: { identity: { methods: string[] } } } = JSON.parse(body);
  return auth.identity;
}

const methodsOf = (received: Received): readonly string[] => identityOf(received).methods;

function acceptedBefore({ headers }: Received): readonly string[] {
  const receipt = headers['openstack-auth-receipt'];
  return typeof receipt === 'string' ? receipt.replace('canary-', '').split('.') : [];
}

const user = { userId: 'u-1', password: 'canary-password' } as const;

test('the receipt goes back with the factor that is missing, and with no other', async (t) => {
  const cloud = await startFakeCloud(t, { keystone: wants('password', 'totp') });
  const conn = await open(t, cloud.authUrl, { ...user, passcode: '123456' }, 'password');
  await conn.session.token();
  const [first, second, ...more] = cloud.logins;
  assert(first && second);
  assert.equal(more.length, 0);
  assert.deepEqual(methodsOf(first), ['password']);
  assert.equal(second.headers['openstack-auth-receipt'], 'canary-password');
  assert.deepEqual(identityOf(second), {
    methods: ['totp'],
    totp: { user: { id: 'u-1', passcode: '123456' } },
  });
});

test('an application credential and a passcode: the user is the one of the receipt', async (t) => {
  const cloud = await startFakeCloud(t, { keystone: wants('application_credential', 'totp') });
  const conn = await open(t, cloud.authUrl, {
    applicationCredentialId: 'ac',
    applicationCredentialSecret: 'canary-secret',
    passcode: () => '123456',
  });
  await conn.session.token();
  assert.deepEqual(identityOf(cloud.logins[1] ?? assert.fail())['totp'], {
    user: { id: 'u-1', passcode: '123456' },
  });
});

test('what is given may be asked for in several steps', async (t) => {
  const asked: (readonly string[])[] = [];
  const cloud = await startFakeCloud(t, { keystone: wants('totp', 'password') });
  const conn = await open(
    t,
    cloud.authUrl,
    {
      userId: 'u-1',
      passcode: '123456',
      onMissingFactors: ({ missing }) => {
        asked.push(missing);
        return { password: 'given' };
      },
    },
    'v3totp',
  );
  await conn.session.token();
  assert.deepEqual(asked, [['password']]);
});

test('a Keystone that never has enough is left', async (t) => {
  const cloud = await startFakeCloud(t, {
    keystone: (_received, response) => {
      const body = { receipt: { methods: ['password'] }, required_auth_methods: [['password', 'totp']] };
      sendJson(response, body, 401, { 'Openstack-Auth-Receipt': 'canary-again' });
    },
  });
  const conn = await open(t, cloud.authUrl, { ...user, passcode: () => '123456' }, 'password');
  await assert.rejects(conn.session.token(), (error) => {
    assert(error instanceof AuthError);
    assert.equal(error.message, 'Keystone keeps asking for more factors');
    return true;
  });
  assert(cloud.logins.length < 10);
});

for (const [what, body] of [
  ['nothing', {}],
  ['no sets', { receipt: { methods: ['password'] }, required_auth_methods: [] }],
  ['sets of another kind', { receipt: 'x', required_auth_methods: { a: 1 } }],
  ['a factor that nobody knows', { receipt: { methods: ['password'] }, required_auth_methods: [['retina']] }],
] as const) {
  test(`a receipt that says ${what} ends in an AuthError`, async (t) => {
    const cloud = await startFakeCloud(t, {
      keystone: (_received, response) =>
        sendJson(response, body, 401, { 'Openstack-Auth-Receipt': 'canary-receipt' }),
    });
    const conn = await open(t, cloud.authUrl, { ...user, passcode: () => '123456' }, 'password');
    const error = await rejectionOf(conn.session.token());
    assert(error instanceof AuthError, String(error));
    assert(!inspect([error, conn], { depth: Infinity }).includes('canary'));
  });
}

test('a receipt that Keystone repeats in a refusal is masked', async (t) => {
  const cloud = await startFakeCloud(t, {
    keystone: (received, response, request) => {
      const receipt = received.headers['openstack-auth-receipt'];
      if (receipt === undefined) wants('password', 'totp')(received, response, request);
      else
        sendJson(response, { error: { message: `Could not find auth receipt: ${String(receipt)}.` } }, 401);
    },
  });
  const conn = await open(t, cloud.authUrl, { ...user, passcode: '123456' }, 'password');
  await assert.rejects(conn.session.token(), (error) => {
    assert(error instanceof AuthError);
    assert.match(error.message, /Could not find auth receipt: \*\*\*/);
    return !inspect(error, { depth: Infinity }).includes('canary');
  });
});

test('a passcode is sent once, whatever becomes of the answer', async (t) => {
  const cloud = await startFakeCloud(t, { keystone: (_received, response) => response.writeHead(503).end() });
  const conn = await open(t, cloud.authUrl, { userId: 'u-1', passcode: '123456' });
  await rejectionOf(conn.session.token());
  assert.equal(cloud.logins.length, 1);
});

test('a passcode that was given cannot sign in again: the message says what can', async (t) => {
  const cloud = await startFakeCloud(t, {
    keystone: (_received, response) => {
      if (cloud.logins.length === 1) {
        const catalog = [{ type: 'image', url: `${cloud.url}/image/v2` }];
        sendJson(response, tokenBody(catalog), 201, { 'X-Subject-Token': 'token' });
      } else sendJson(response, { error: { message: 'no' } }, 401);
    },
    image: (_received, response) => sendJson(response, {}, 401),
  });
  const conn = await open(t, cloud.authUrl, { userId: 'u-1', passcode: '123456' });
  await assert.rejects(conn.image.images().first(), (error) => {
    assert(error instanceof AuthError);
    assert.match(error.message, /: 401 no; a passcode works for a minute only: give a function that asks/);
    return true;
  });
  assert.equal(cloud.logins.length, 2);
});

test('a failure of who is asked is what the login fails with', async (t) => {
  const cloud = await startFakeCloud(t, { keystone: wants('password', 'totp') });
  const conn = await open(t, cloud.authUrl, {
    ...user,
    onMissingFactors: () => {
      throw new RangeError('the window was closed');
    },
  });
  await assert.rejects(conn.session.token(), /the window was closed/);
});

test('v3multifactor: names as in the other clients, and what cannot be one of several', async (t) => {
  const cloud = await startFakeCloud(t, { keystone: wants('password', 'totp') });
  const auth = { ...user, passcode: '123456' };
  const conn = await open(t, cloud.authUrl, { ...auth, authMethods: ['v3password', 'v3totp'] });
  await conn.session.token();
  assert.deepEqual(methodsOf(cloud.logins[0] ?? assert.fail()), ['password', 'totp']);
  const withWrong = open(t, cloud.authUrl, { ...auth, authMethods: ['v3password', 'v3kerberos'] });
  await assert.rejects(withWrong, (error) => {
    assert(error instanceof ConfigError);
    assert.match(error.message, /^auth_methods: v3kerberos cannot be one of several; there are v3password,/);
    return true;
  });
  const withNone = open(t, cloud.authUrl, auth, 'v3multifactor');
  await assert.rejects(withNone, { message: /^auth_methods is missing/ });
});

test('v3totp without a passcode, and nothing at all: the message says what to give', async (t) => {
  await assert.rejects(open(t, 'http://k', { userId: 'u' }, 'v3totp'), {
    message: 'auth: passcode is missing: give the code, or a function that asks for it',
  });
  await assert.rejects(open(t, 'http://k', {}), {
    message:
      'auth: there is nothing to sign in with: give username and password, application_credential_id and ' +
      'application_credential_secret, or token; or name an auth_type',
  });
});
