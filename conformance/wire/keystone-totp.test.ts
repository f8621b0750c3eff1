import assert from 'node:assert/strict';
import { test } from 'node:test';

import { authenticate } from '../harness/authenticate.ts';
import { suite } from '../harness/cloud.ts';
import { assertAuthenticationRequired, assertIdentityError, expecting } from '../harness/errors.ts';
import { at } from '../harness/json.ts';
import type { Json } from '../harness/json.ts';
import { createTotpKey, createUser, passcodeOf } from '../harness/users.ts';

const withPasscode = (user: Json): { readonly identity: Json } => ({
  identity: { methods: ['totp'], totp: { user } },
});

// One login by passcode a user: a Keystone that caches credentials in its own memory breaks down at the second.
suite('Keystone: one-time passcodes', () => {
  test('a user and the passcode of now log in', async (t) => {
    const user = await createUser(t);
    const key = await createTotpKey(t, user);
    const answer = await authenticate({
      ...withPasscode({ id: user.id, passcode: passcodeOf(key) }),
      scope: { project: { id: user.projectId } },
    });
    assert.equal(answer.status, 201, answer.text);
    assert.deepEqual(at(answer.json, 'token', 'methods'), ['totp']);
    assert.equal(at(answer.json, 'token', 'project', 'id'), user.projectId);
  });

  test('by name as well', async (t) => {
    const user = await createUser(t);
    const key = await createTotpKey(t, user);
    const domain = { id: 'default' };
    const answer = await authenticate(withPasscode({ name: user.name, domain, passcode: passcodeOf(key) }));
    assert.equal(answer.status, 201, answer.text);
    assert.equal(at(answer.json, 'token', 'user', 'id'), user.id);
  });

  for (const [what, passcode] of [
    ['a wrong passcode', '000000x'],
    ['a number', 123_456],
  ] as const) {
    test(`${what} is a 401`, async (t) => {
      const user = await createUser(t);
      await createTotpKey(t, user);
      assertAuthenticationRequired(await authenticate(withPasscode({ id: user.id, passcode })));
    });
  }

  test('an old passcode is a 401', async (t) => {
    const user = await createUser(t);
    const key = await createTotpKey(t, user);
    const passcode = passcodeOf(key, 5);
    assertAuthenticationRequired(await authenticate(withPasscode({ id: user.id, passcode })));
  });

  test('a user without a key is a 401', async (t) => {
    const user = await createUser(t);
    assertAuthenticationRequired(await authenticate(withPasscode({ id: user.id, passcode: '123456' })));
  });

  test('no passcode is a 401, no user a 400', async (t) => {
    const user = await createUser(t);
    await createTotpKey(t, user);
    assertAuthenticationRequired(await authenticate(withPasscode({ id: user.id })));
    assertIdentityError(
      await authenticate({ identity: { methods: ['totp'], totp: {} } }),
      400,
      expecting('user in None'),
    );
  });
});
