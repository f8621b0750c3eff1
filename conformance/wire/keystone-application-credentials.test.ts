import assert from 'node:assert/strict';
import { test } from 'node:test';

import { authenticate } from '../harness/authenticate.ts';
import type { Scope } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { assertAuthenticationRequired, assertIdentityError } from '../harness/errors.ts';
import { uniqueName } from '../harness/images.ts';
import { at, listAt, stringAt } from '../harness/json.ts';
import type { Json } from '../harness/json.ts';

const demo = await cloud.session('demo');
const path = `/v3/users/${demo.userId}/application_credentials`;

async function createCredential(scope: Scope, name: string): Promise<Json> {
  const answer = await demo.identity('POST', path, { json: { application_credential: { name } } });
  assert.equal(answer.status, 201, answer.text);
  const credential = at(answer.json, 'application_credential');
  assert.ok(credential !== undefined);
  scope.after(async () => {
    await demo.identity('DELETE', `${path}/${stringAt(credential, 'id')}`);
  });
  return credential;
}

const withCredential = (application_credential: Json): { readonly identity: Json } => ({
  identity: { methods: ['application_credential'], application_credential },
});

suite('Keystone: application credentials', () => {
  test('creating one shows its secret, once', async (t) => {
    const name = uniqueName();
    const credential = await createCredential(t, name);
    assert.equal(at(credential, 'name'), name);
    assert.equal(at(credential, 'project_id'), demo.projectId);
    assert.equal(at(credential, 'user_id'), demo.userId);
    assert.equal(at(credential, 'expires_at'), null);
    assert.equal(stringAt(credential, 'secret').length, 86);
    const roles = listAt(credential, 'roles').map((role) => stringAt(role, 'name'));
    assert.deepEqual(roles.toSorted(), ['member', 'reader']);
    const shown = await demo.identity('GET', `${path}/${stringAt(credential, 'id')}`);
    assert.equal(shown.status, 200);
    assert.equal(at(shown.json, 'application_credential', 'name'), name);
    assert.equal(at(shown.json, 'application_credential', 'secret'), undefined);
    const listed = await demo.identity('GET', path);
    const names = listAt(listed.json, 'application_credentials').map((each) => stringAt(each, 'name'));
    assert.ok(names.includes(name));
  });

  test('its id and secret log in to its project, and no scope is named', async (t) => {
    const credential = await createCredential(t, uniqueName());
    const { id, secret } = { id: stringAt(credential, 'id'), secret: stringAt(credential, 'secret') };
    const answer = await authenticate(withCredential({ id, secret }));
    assert.equal(answer.status, 201);
    assert.deepEqual(at(answer.json, 'token', 'methods'), ['application_credential']);
    assert.equal(at(answer.json, 'token', 'project', 'id'), demo.projectId);
    assert.ok(listAt(answer.json, 'token', 'catalog').length >= 2);
  });

  test('its name and user log in as well', async (t) => {
    const name = uniqueName();
    const secret = stringAt(await createCredential(t, name), 'secret');
    const user = { name: cloud.config('demo').username, domain: { id: 'default' } };
    assert.equal((await authenticate(withCredential({ name, user, secret }))).status, 201);
  });

  test('a wrong secret is a 401', async (t) => {
    const id = stringAt(await createCredential(t, uniqueName()), 'id');
    assertAuthenticationRequired(await authenticate(withCredential({ id, secret: 'wrong' })));
  });

  test('naming a scope is a 401 that says why, even the right scope', async (t) => {
    const credential = await createCredential(t, uniqueName());
    const { id, secret } = { id: stringAt(credential, 'id'), secret: stringAt(credential, 'secret') };
    const scope = { project: { id: demo.projectId } };
    const answer = await authenticate({ ...withCredential({ id, secret }), scope });
    assert.equal(answer.status, 401);
    assert.equal(
      at(answer.json, 'error', 'message'),
      'Error authenticating with application credential: Application credentials cannot request a scope.',
    );
    assert.deepEqual(at(answer.json, 'error', 'identity'), {});
  });

  test('a second one of the same name is a 409', async (t) => {
    const name = uniqueName();
    await createCredential(t, name);
    const answer = await demo.identity('POST', path, { json: { application_credential: { name } } });
    assertIdentityError(
      answer,
      409,
      `Conflict occurred attempting to store application_credential - Duplicate entry found with name ${name}.`,
    );
  });

  test('a deleted one logs nobody in', async (t) => {
    const credential = await createCredential(t, uniqueName());
    const { id, secret } = { id: stringAt(credential, 'id'), secret: stringAt(credential, 'secret') };
    assert.equal((await demo.identity('DELETE', `${path}/${id}`)).status, 204);
    const gone = `Could not find Application Credential: ${id}.`;
    assertIdentityError(await demo.identity('DELETE', `${path}/${id}`), 404, gone);
    assertIdentityError(await authenticate(withCredential({ id, secret })), 404, gone);
  });
});
