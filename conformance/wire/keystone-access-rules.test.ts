import assert from 'node:assert/strict';
import { test } from 'node:test';

import { authenticate } from '../harness/authenticate.ts';
import type { Scope } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { assertIdentityError } from '../harness/errors.ts';
import { uniqueName } from '../harness/images.ts';
import { at, listAt, stringAt } from '../harness/json.ts';
import type { Json } from '../harness/json.ts';

const demo = await cloud.session('demo');
const admin = await cloud.session('admin');
const user = `/v3/users/${demo.userId}`;
const secret = 'tools and tape';

/** A path of its own for each test: a user's rules are shared by its credentials. */
const ruleFor = (path: string): Json => ({ service: 'image', method: 'GET', path });

async function createCredential(
  scope: Scope,
  fields: { readonly [name: string]: Json },
): Promise<Json | undefined> {
  const path = `${user}/application_credentials`;
  const answer = await demo.identity('POST', path, {
    json: { application_credential: { name: uniqueName(), secret, ...fields } },
  });
  assert.equal(answer.status, 201, answer.text);
  const credential = at(answer.json, 'application_credential');
  scope.after(async () => {
    await demo.identity('DELETE', `${path}/${stringAt(credential, 'id')}`);
    const rules = fields['access_rules'] === undefined ? [] : listAt(credential, 'access_rules');
    for (const rule of rules) {
      await demo.identity('DELETE', `${user}/access_rules/${stringAt(rule, 'id')}`);
    }
  });
  return credential;
}

async function tokenOf(credential: Json | undefined): Promise<string> {
  const identity = {
    methods: ['application_credential'],
    application_credential: { id: stringAt(credential, 'id'), secret },
  };
  const answer = await authenticate({ identity });
  assert.equal(answer.status, 201, answer.text);
  return String(answer.headers['x-subject-token']);
}

suite('Keystone: access rules of application credentials', () => {
  test('a credential shows its rules, and so does its token', async (t) => {
    const path = `/v2/${uniqueName()}`;
    const credential = await createCredential(t, { access_rules: [ruleFor(path)] });
    const [rule] = listAt(credential, 'access_rules');
    assert.deepEqual(rule, { id: stringAt(rule, 'id'), service: 'image', path, method: 'GET' });
    const token = await tokenOf(credential);
    const shown = await admin.identity('GET', '/v3/auth/tokens', {
      headers: { 'X-Subject-Token': token, 'OpenStack-Identity-Access-Rules': '1.0' },
    });
    assert.equal(shown.status, 200, shown.text);
    assert.equal(at(shown.json, 'token', 'application_credential', 'restricted'), true);
    assert.deepEqual(at(shown.json, 'token', 'application_credential', 'access_rules'), [rule]);
  });

  test('who does not know of rules is told that the token is none', async (t) => {
    const credential = await createCredential(t, { access_rules: [ruleFor(`/v2/${uniqueName()}`)] });
    const headers = { 'X-Subject-Token': await tokenOf(credential) };
    const answer = await admin.identity('GET', '/v3/auth/tokens', { headers });
    assertIdentityError(answer, 404, 'Failed to validate token');
  });

  test('the Image service refuses what no rule allows', async (t) => {
    const credential = await createCredential(t, { access_rules: [ruleFor(`/v2/${uniqueName()}`)] });
    const headers = { 'X-Auth-Token': await tokenOf(credential) };
    assert.equal((await demo.image('GET', '/v2/images', { headers })).status, 401);
  });

  test('Keystone itself keeps to the rules: in some releases only', async (t) => {
    const credential = await createCredential(t, { access_rules: [ruleFor(`/v2/${uniqueName()}`)] });
    const headers = { 'X-Auth-Token': await tokenOf(credential) };
    const { status } = await demo.identity('GET', '/v3/auth/projects', { headers });
    assert.equal(status, cloud.release.identityKeepsAccessRules ? 401 : 200);
  });

  test('rules are listed, shown, and deleted when nothing uses them', async (t) => {
    const path = `/v2/${uniqueName()}`;
    const credential = await createCredential(t, { access_rules: [ruleFor(path)] });
    const id = stringAt(listAt(credential, 'access_rules')[0], 'id');
    const listed = listAt((await demo.identity('GET', `${user}/access_rules`)).json, 'access_rules');
    const found = listed.find((rule) => stringAt(rule, 'id') === id);
    assert.equal(stringAt(found, 'path'), path);
    assert.match(stringAt(found, 'links', 'self'), new RegExp(`/v3/access_rules/${id}$`));
    const shown = await demo.identity('GET', `${user}/access_rules/${id}`);
    assert.deepEqual(at(shown.json, 'access_rule'), found);
    const inUse = await demo.identity('DELETE', `${user}/access_rules/${id}`);
    assertIdentityError(inUse, 403, 'May not delete access rule in use');
    await demo.identity('DELETE', `${user}/application_credentials/${stringAt(credential, 'id')}`);
    assert.equal((await demo.identity('DELETE', `${user}/access_rules/${id}`)).status, 204);
    const gone = await demo.identity('DELETE', `${user}/access_rules/${id}`);
    assertIdentityError(gone, 404, `Could not find Access Rule: ${id}.`);
  });

  test('the same rule is there once, and can be named by its id', async (t) => {
    const path = `/v2/${uniqueName()}`;
    const id = stringAt(
      listAt(await createCredential(t, { access_rules: [ruleFor(path)] }), 'access_rules')[0],
      'id',
    );
    for (const rule of [ruleFor(path), { id }]) {
      const other = await createCredential(t, { access_rules: [rule] });
      assert.equal(stringAt(listAt(other, 'access_rules')[0], 'id'), id);
    }
  });

  test('an unrestricted credential may make others, a restricted one may not', async (t) => {
    const path = `${user}/application_credentials`;
    const free = await tokenOf(await createCredential(t, { unrestricted: true }));
    const name = uniqueName();
    const made = await demo.identity('POST', path, {
      headers: { 'X-Auth-Token': free },
      json: { application_credential: { name } },
    });
    assert.equal(made.status, 201, made.text);
    await demo.identity('DELETE', `${path}/${stringAt(made.json, 'application_credential', 'id')}`);
    const bound = await tokenOf(await createCredential(t, {}));
    const refused = await demo.identity('POST', path, {
      headers: { 'X-Auth-Token': bound },
      json: { application_credential: { name } },
    });
    assertIdentityError(
      refused,
      403,
      "You are not authorized to perform the requested action: Using method 'application_credential' is not allowed " +
        'for managing additional application credentials..',
    );
  });
});
