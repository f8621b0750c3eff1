import assert from 'node:assert/strict';
import { test } from 'node:test';

import { authenticate } from '../harness/authenticate.ts';
import type { Scope } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { assertAuthenticationRequired, assertIdentityError } from '../harness/errors.ts';
import { deleteAfter } from '../harness/images.ts';
import { at, listAt, stringAt } from '../harness/json.ts';
import type { Json } from '../harness/json.ts';
import { passwordIdentity } from '../harness/session.ts';
import type { WireAnswer } from '../harness/wire.ts';

const demo = await cloud.session('demo');
const alt = await cloud.session('alt');
const trusts = '/v3/OS-TRUST/trusts';
const notAllowed = 'You are not authorized to perform the requested action';

async function requestTrust(changes: { readonly [name: string]: Json } = {}): Promise<WireAnswer> {
  const trust = {
    trustor_user_id: demo.userId,
    trustee_user_id: alt.userId,
    project_id: demo.projectId,
    impersonation: true,
    roles: [{ name: 'member' }],
    ...changes,
  };
  return await demo.identity('POST', trusts, { json: { trust } });
}

/** Has demo trust alt with her project, and answers the trust's id. */
async function createTrust(scope: Scope): Promise<string> {
  const answer = await requestTrust();
  assert.equal(answer.status, 201, answer.text);
  const id = stringAt(answer.json, 'trust', 'id');
  scope.after(async () => {
    await demo.identity('DELETE', `${trusts}/${id}`);
  });
  return id;
}

async function logIn(role: 'demo' | 'alt', trust: string): Promise<WireAnswer> {
  const identity = passwordIdentity(cloud.config(role));
  return await authenticate({ identity, scope: { 'OS-TRUST:trust': { id: trust } } });
}

suite('Keystone: trusts', () => {
  test('a trustee logs in with her own password and acts as the trustor', async (t) => {
    const id = await createTrust(t);
    const answer = await logIn('alt', id);
    assert.equal(answer.status, 201, answer.text);
    const token = at(answer.json, 'token');
    assert.equal(at(token, 'user', 'id'), demo.userId);
    assert.equal(at(token, 'project', 'id'), demo.projectId);
    assert.deepEqual(at(token, 'OS-TRUST:trust'), {
      id,
      impersonation: true,
      trustor_user: { id: demo.userId },
      trustee_user: { id: alt.userId },
    });
    const roles = listAt(token, 'roles').map((role) => stringAt(role, 'name'));
    assert.deepEqual(roles.toSorted(), ['member', 'reader']);
    const headers = { 'X-Auth-Token': String(answer.headers['x-subject-token']) };
    const image = await demo.image('POST', '/v2/images', { json: {}, headers });
    assert.equal(image.status, 201);
    deleteAfter(t, stringAt(image.json, 'id'));
    assert.equal(at(image.json, 'owner'), demo.projectId);
  });

  test('both sides see the trust, only the trustor ends it', async (t) => {
    const id = await createTrust(t);
    for (const session of [demo, alt]) {
      const answer = await session.identity('GET', `${trusts}/${id}`);
      assert.equal(answer.status, 200);
      assert.equal(at(answer.json, 'trust', 'trustee_user_id'), alt.userId);
      assert.equal(at(answer.json, 'trust', 'expires_at'), null);
    }
    const refused = await alt.identity('DELETE', `${trusts}/${id}`);
    assertIdentityError(refused, 403, `${notAllowed}: identity:delete_trust.`);
    assert.equal((await demo.identity('DELETE', `${trusts}/${id}`)).status, 204);
    assertIdentityError(await demo.identity('GET', `${trusts}/${id}`), 404, `Could not find trust: ${id}.`);
    assertAuthenticationRequired(await logIn('alt', id));
  });

  test('nobody but the trustee logs in by it', async (t) => {
    assertIdentityError(await logIn('demo', await createTrust(t)), 403, `${notAllowed}.`);
  });

  test('a trust that is not there gives the 401 that tells nothing', async () => {
    assertAuthenticationRequired(await logIn('alt', '0123456789abcdef0123456789abcdef'));
  });

  test('nobody gives away what is not hers', async () => {
    const answer = await requestTrust({ trustor_user_id: alt.userId });
    assertIdentityError(answer, 403, `${notAllowed}: identity:create_trust.`);
  });
});
