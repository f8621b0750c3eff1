import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cloud, suite } from '../harness/cloud.ts';
import {
  assertAuthenticationRequired,
  assertIdentityError,
  assertImageError,
  unauthorized,
} from '../harness/errors.ts';
import { at, stringAt } from '../harness/json.ts';
import { login } from '../harness/session.ts';

const admin = await cloud.session('admin');
const demo = await cloud.session('demo');
const alt = await cloud.session('alt');
const tokens = '/v3/auth/tokens';
const subject = (token: string): { readonly headers: Readonly<Record<string, string>> } => ({
  headers: { 'X-Subject-Token': token },
});

suite('Keystone: validation and revocation of tokens', () => {
  test('a token may look at itself, and sees what the login said', async () => {
    const answer = await demo.identity('GET', tokens, subject(demo.token));
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['x-subject-token'], demo.token);
    for (const name of ['user', 'project', 'methods', 'audit_ids', 'expires_at', 'issued_at']) {
      assert.deepEqual(at(answer.json, 'token', name), at(demo.tokenBody, 'token', name), name);
    }
    assert.ok(at(answer.json, 'token', 'catalog') !== undefined);
  });

  test('?nocatalog leaves the catalog out', async () => {
    const answer = await demo.identity('GET', `${tokens}?nocatalog`, subject(demo.token));
    assert.equal(answer.status, 200);
    assert.equal(at(answer.json, 'token', 'user', 'id'), demo.userId);
    assert.equal(at(answer.json, 'token', 'catalog'), undefined);
  });

  test('HEAD answers as GET does, without a body', async () => {
    const answer = await demo.identity('HEAD', tokens, subject(demo.token));
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['x-subject-token'], demo.token);
    assert.equal(answer.text, '');
  });

  test('an administrator may look at any token', async () => {
    const answer = await admin.identity('GET', tokens, subject(demo.token));
    assert.equal(answer.status, 200);
    assert.equal(stringAt(answer.json, 'token', 'user', 'id'), demo.userId);
  });

  test('a member may not look at the token of somebody else', async () => {
    const answer = await alt.identity('GET', tokens, subject(demo.token));
    assertIdentityError(
      answer,
      403,
      'You are not authorized to perform the requested action: identity:validate_token.',
    );
  });

  test('a subject that is no token is a 404', async () => {
    const answer = await admin.identity('GET', tokens, subject('x'));
    assert.equal(answer.status, 404);
    assert.equal(at(answer.json, 'error', 'title'), 'Not Found');
  });

  test('no subject is a 404', async () => {
    assertIdentityError(await admin.identity('GET', tokens), 404, 'No token in the request');
  });

  test('who asks without a token gets a 401', async () => {
    const headers = { 'X-Subject-Token': demo.token, 'X-Auth-Token': null };
    assertAuthenticationRequired(await demo.identity('GET', tokens, { headers }));
  });

  test('a member may not revoke the token of somebody else', async () => {
    const answer = await alt.identity('DELETE', tokens, subject(demo.token));
    assertIdentityError(
      answer,
      403,
      'You are not authorized to perform the requested action: identity:revoke_token.',
    );
  });

  test('a revoked token is unknown to both services from then on', async () => {
    const doomed = await login(cloud.config('demo'));
    const revoked = await doomed.identity('DELETE', tokens, subject(doomed.token));
    assert.equal(revoked.status, 204);
    assert.equal(revoked.text, '');
    assertIdentityError(
      await demo.identity('GET', tokens, subject(doomed.token)),
      404,
      'Failed to validate token',
    );
    assertIdentityError(
      await demo.identity('DELETE', tokens, subject(doomed.token)),
      404,
      'Failed to validate token',
    );
    assertAuthenticationRequired(await doomed.identity('GET', '/v3/auth/catalog'));
    assertImageError(await doomed.image('GET', '/v2/images'), 401, unauthorized);
  });
});
