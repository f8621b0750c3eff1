import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { AuthOptions, MissingFactors } from '@ostk/sdk';

import type { Scope } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { createTotpKey, createUser, passcodeOf, requireMethods } from '../harness/users.ts';
import type { TestUser } from '../harness/users.ts';
import { failure, open, signIn } from './sign-in-support.ts';

const { authUrl } = cloud.config('demo');
const of = (user: TestUser): AuthOptions => ({ authUrl, userId: user.id, projectId: user.projectId });

async function userWithTwoFactors(scope: Scope): Promise<{ readonly user: TestUser; readonly key: string }> {
  const user = await createUser(scope);
  const key = await createTotpKey(scope, user);
  await requireMethods(user, ['password', 'totp']);
  return { user, key };
}

suite('Signing in with passcodes, and with several factors', () => {
  test('a one-time passcode that is given', async (t) => {
    const user = await createUser(t);
    const key = await createTotpKey(t, user);
    const { user: holder } = await signIn(t, { ...of(user), passcode: passcodeOf(key) });
    assert.equal(holder?.name, user.name);
  });

  test('a one-time passcode that is asked for when it is needed', async (t) => {
    const user = await createUser(t);
    const key = await createTotpKey(t, user);
    let asked = 0;
    const passcode = (): string => {
      asked += 1;
      return passcodeOf(key);
    };
    const conn = await open(t, { ...of(user), passcode }, 'v3totp');
    assert.equal(asked, 0);
    assert.equal((await conn.session.token()).user?.id, user.id);
    assert.equal(asked, 1);
  });

  test('several factors at once', async (t) => {
    const { user, key } = await userWithTwoFactors(t);
    const token = await signIn(t, {
      ...of(user),
      password: user.password,
      passcode: passcodeOf(key),
      authMethods: ['v3password', 'v3totp'],
    });
    assert.equal(token.scope.kind, 'project');
  });

  test('Keystone wants more: what is at hand is given', async (t) => {
    const { user, key } = await userWithTwoFactors(t);
    const passcode = async (): Promise<string> => passcodeOf(key);
    const token = await signIn(t, { ...of(user), password: user.password, passcode });
    assert.equal(token.user?.id, user.id);
  });

  test('Keystone wants more: somebody is asked, and told for what', async (t) => {
    const { user, key } = await userWithTwoFactors(t);
    const asked: MissingFactors[] = [];
    const onMissingFactors = (missing: MissingFactors): { readonly passcode: string } => {
      asked.push(missing);
      return { passcode: passcodeOf(key) };
    };
    const token = await signIn(t, { ...of(user), password: user.password, onMissingFactors });
    assert.equal(token.user?.id, user.id);
    const [missing, ...more] = asked;
    assert.equal(more.length, 0);
    assert.deepEqual(missing?.accepted, ['password']);
    assert.deepEqual(missing.missing, ['totp']);
  });

  test('Keystone wants more, and nobody can be asked: an AuthError names what is missing', async (t) => {
    const { user } = await userWithTwoFactors(t);
    const error = await failure(t, { ...of(user), password: user.password });
    assert.match(error.message, /^Keystone accepts password but wants more factors: .*; missing: totp; give/);
    assert.deepEqual(error.missing?.missing, ['totp']);
    const refused = await failure(t, {
      ...of(user),
      password: user.password,
      onMissingFactors: () => undefined,
    });
    assert.deepEqual(refused.missing?.accepted, ['password']);
  });

  test('a wrong passcode in the middle is a refusal that does not show it', async (t) => {
    const { user } = await userWithTwoFactors(t);
    const error = await failure(t, {
      ...of(user),
      password: user.password,
      onMissingFactors: () => ({ passcode: 'canary-1' }),
    });
    assert.match(error.message, /^cannot sign in as .*: Keystone accepts password, but refuses totp: 401 /);
    assert(!error.message.includes('canary-1'));
  });

  test('a wrong scope of a user with two factors is told from a wrong password', async (t) => {
    const { user } = await userWithTwoFactors(t);
    const auth = { ...of(user), projectId: 'nowhere' };
    const right = await failure(t, { ...auth, password: user.password });
    assert.match(
      right.message,
      /the credentials are right, .* no role on project nowhere, or there is none; what/,
    );
    const wrong = await failure(t, { ...auth, password: 'wrong' });
    assert.match(wrong.message, /user name, domain or password is wrong/);
  });
});
