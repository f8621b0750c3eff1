import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Scope } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { assertAuthenticationRequired } from '../harness/errors.ts';
import { at, listAt, stringAt } from '../harness/json.ts';
import type { Json } from '../harness/json.ts';
import { createTotpKey, createUser, passcodeOf, requireMethods } from '../harness/users.ts';
import type { TestUser } from '../harness/users.ts';
import { send } from '../harness/wire.ts';
import type { WireAnswer } from '../harness/wire.ts';

const password = ({ id, password: secret }: TestUser): { readonly [name: string]: Json } => ({
  methods: ['password'],
  password: { user: { id, password: secret } },
});

const totp = ({ id }: TestUser, passcode: string): { readonly [name: string]: Json } => ({
  methods: ['totp'],
  totp: { user: { id, passcode } },
});

async function login(identity: Json, user: TestUser, receipt?: string): Promise<WireAnswer> {
  return await send({
    method: 'POST',
    url: `${cloud.config('admin').authUrl}/auth/tokens`,
    headers: {
      'Content-Type': 'application/json',
      ...(receipt !== undefined && { 'Openstack-Auth-Receipt': receipt }),
    },
    body: JSON.stringify({ auth: { identity, scope: { project: { id: user.projectId } } } }),
  });
}

async function userWithTwoFactors(scope: Scope): Promise<{ readonly user: TestUser; readonly key: string }> {
  const user = await createUser(scope);
  const key = await createTotpKey(scope, user);
  await requireMethods(user, ['password', 'totp'], ['password', 'application_credential', 'totp']);
  return { user, key };
}

function receiptOf(answer: WireAnswer): string {
  const receipt = answer.headers['openstack-auth-receipt'];
  assert(typeof receipt === 'string', answer.text);
  return receipt;
}

const inOrder = (one: string, other: string): number => one.localeCompare(other);

const sets = (answer: WireAnswer): readonly string[] =>
  listAt(answer.json, 'required_auth_methods')
    .map((set) => (Array.isArray(set) ? set.map(String).toSorted(inOrder).join('+') : ''))
    .toSorted(inOrder);

suite('Keystone: several factors and receipts', () => {
  test('the rules of a user are told by the user', async (t) => {
    const user = await createUser(t);
    const changed = await requireMethods(user, ['password', 'totp']);
    assert.deepEqual(at(changed, 'options'), {
      multi_factor_auth_enabled: true,
      multi_factor_auth_rules: [['password', 'totp']],
    });
  });

  test('one factor of two is a 401 with a receipt and the sets that would do', async (t) => {
    const { user } = await userWithTwoFactors(t);
    const answer = await login(password(user), user);
    assert.equal(answer.status, 401);
    assert(receiptOf(answer).length > 20);
    assert.equal(answer.headers['www-authenticate'], undefined);
    assert.deepEqual(at(answer.json, 'receipt', 'methods'), ['password']);
    assert.equal(at(answer.json, 'receipt', 'user', 'id'), user.id);
    assert.equal(at(answer.json, 'receipt', 'user', 'domain', 'name'), 'Default');
    const [issued, expires] = ['issued_at', 'expires_at'].map((name) =>
      Date.parse(stringAt(answer.json, 'receipt', name)),
    );
    assert.equal(Number(expires) - Number(issued), 300_000);
    assert.deepEqual(sets(answer), ['application_credential+password+totp', 'password+totp']);
  });

  test('the receipt and the other factor log in', async (t) => {
    const { user, key } = await userWithTwoFactors(t);
    const receipt = receiptOf(await login(password(user), user));
    const answer = await login(totp(user, passcodeOf(key)), user, receipt);
    assert.equal(answer.status, 201, answer.text);
    assert.deepEqual(listAt(answer.json, 'token', 'methods').map(String).toSorted(inOrder), [
      'password',
      'totp',
    ]);
    assert.equal(at(answer.json, 'token', 'project', 'id'), user.projectId);
  });

  test('both factors at once need no receipt', async (t) => {
    const { user, key } = await userWithTwoFactors(t);
    const both = { ...password(user), ...totp(user, passcodeOf(key)), methods: ['password', 'totp'] };
    assert.equal((await login(both, user)).status, 201);
  });

  test('the receipt and a wrong factor is a 401 without a receipt', async (t) => {
    const { user } = await userWithTwoFactors(t);
    const receipt = receiptOf(await login(password(user), user));
    assertAuthenticationRequired(await login(totp(user, 'nonsense'), user, receipt));
  });

  test('the receipt and the same factor again is another receipt', async (t) => {
    const { user } = await userWithTwoFactors(t);
    const receipt = receiptOf(await login(password(user), user));
    const again = await login(password(user), user, receipt);
    assert.equal(again.status, 401);
    assert.deepEqual(at(again.json, 'receipt', 'methods'), ['password']);
  });

  test('a receipt that is none, or of another user, is a 401 that repeats it', async (t) => {
    const { user } = await userWithTwoFactors(t);
    const other = await createUser(t);
    for (const receipt of ['gAAAAAnonsense', receiptOf(await login(password(user), user))]) {
      const answer = await login(password(other), other, receipt);
      assert.equal(answer.status, 401);
      assert.equal(at(answer.json, 'error', 'message'), `Could not find auth receipt: ${receipt}.`);
    }
  });

  test('a scope that cannot be had is told first: there is no receipt', async (t) => {
    const { user } = await userWithTwoFactors(t);
    const answer = await login(password(user), { ...user, projectId: 'nowhere' });
    assertAuthenticationRequired(answer);
    assert.equal(answer.headers['openstack-auth-receipt'], undefined);
  });

  test('an application credential is one factor only', async (t) => {
    const { user, key } = await userWithTwoFactors(t);
    const both = { ...password(user), ...totp(user, passcodeOf(key)), methods: ['password', 'totp'] };
    const token = String((await login(both, user)).headers['x-subject-token']);
    const root = cloud.config('admin').authUrl;
    const path = `${root}/users/${user.id}/application_credentials`;
    const headers = { 'X-Auth-Token': token, 'Content-Type': 'application/json' };
    const body = JSON.stringify({ application_credential: { name: 'one', secret: 'tools and tape' } });
    const created = await send({ method: 'POST', url: path, headers, body });
    const id = stringAt(created.json, 'application_credential', 'id');
    const answer = await send({
      method: 'POST',
      url: `${root}/auth/tokens`,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        auth: {
          identity: {
            methods: ['application_credential'],
            application_credential: { id, secret: 'tools and tape' },
          },
        },
      }),
    });
    assert.equal(answer.status, 401);
    assert.deepEqual(sets(answer), ['application_credential+password+totp']);
  });
});
