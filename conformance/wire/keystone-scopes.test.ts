import assert from 'node:assert/strict';
import { test } from 'node:test';

import { authenticate } from '../harness/authenticate.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { assertAuthenticationRequired, assertIdentityError, expecting } from '../harness/errors.ts';
import { at, listAt, namesAt, stringAt, stringsAt } from '../harness/json.ts';
import type { Json } from '../harness/json.ts';
import { passwordIdentity } from '../harness/session.ts';

const demo = await cloud.session('demo');
const alt = await cloud.session('alt');
const asDemo = passwordIdentity(cloud.config('demo'));
const asAdmin = passwordIdentity(cloud.config('admin'));

suite('Keystone: scopes', () => {
  const unscoped: readonly (readonly [string, Json])[] = [
    ['no scope', { identity: asDemo }],
    ['"unscoped"', { identity: asDemo, scope: 'unscoped' }],
    ['{"unscoped":{}}', { identity: asDemo, scope: { unscoped: {} } }],
  ];
  for (const [what, auth] of unscoped) {
    test(`${what} gives a token without project, roles and catalog`, async () => {
      const answer = await authenticate(auth);
      assert.equal(answer.status, 201);
      assert.deepEqual(namesAt(answer.json, 'token'), [
        'audit_ids',
        'expires_at',
        'issued_at',
        'methods',
        'user',
      ]);
    });
  }

  test('?nocatalog leaves the catalog out', async () => {
    const scope = { project: { id: demo.projectId } };
    const answer = await authenticate({ identity: asDemo, scope }, '?nocatalog');
    assert.equal(answer.status, 201);
    assert.equal(at(answer.json, 'token', 'project', 'id'), demo.projectId);
    assert.equal(at(answer.json, 'token', 'catalog'), undefined);
  });

  test('an administrator may scope to the system', async () => {
    const answer = await authenticate({ identity: asAdmin, scope: { system: { all: true } } });
    assert.equal(answer.status, 201);
    assert.deepEqual(at(answer.json, 'token', 'system'), { all: true });
    assert.equal(at(answer.json, 'token', 'project'), undefined);
    const roles = listAt(answer.json, 'token', 'roles').map((role) => stringAt(role, 'name'));
    assert.deepEqual(roles.toSorted(), cloud.release.adminRoles);
    assert.ok(listAt(answer.json, 'token', 'catalog').length >= 2);
  });

  const { projectName } = cloud.config('alt');
  const refused: readonly (readonly [string, Json, Json])[] = [
    ['a project that is not there', asDemo, { project: { name: 'nowhere', domain: { id: 'default' } } }],
    [
      'a project of a domain that is not there',
      asDemo,
      { project: { name: 'demo', domain: { name: 'Nowhere' } } },
    ],
    ['a project id that is not there', asDemo, { project: { id: '0123456789abcdef0123456789abcdef' } }],
    [
      'a project the user has no role in',
      asDemo,
      { project: { name: projectName, domain: { id: 'default' } } },
    ],
    ['a domain the user has no role in', asDemo, { domain: { id: 'default' } }],
    ['a domain the administrator has no role in', asAdmin, { domain: { id: 'default' } }],
    ['the system, as a plain member', asDemo, { system: { all: true } }],
  ];
  for (const [what, identity, scope] of refused) {
    test(`${what} gives the same 401 that tells nothing`, async () => {
      assertAuthenticationRequired(await authenticate({ identity, scope }));
    });
  }

  test('two scopes at once are a 400', async () => {
    const scope = { project: { id: demo.projectId }, domain: { id: 'default' } };
    const missing = expecting('system, project, domain, OS-TRUST:trust or unscoped in scope');
    assertIdentityError(await authenticate({ identity: asDemo, scope }), 400, missing);
  });

  test('a token opens another scope, and its ancestry is kept', async () => {
    const identity = { methods: ['token'], token: { id: demo.token } };
    const answer = await authenticate({ identity, scope: { project: { id: demo.projectId } } });
    assert.equal(answer.status, 201);
    assert.deepEqual(stringsAt(answer.json, 'token', 'methods').toSorted(), ['password', 'token']);
    assert.equal(at(answer.json, 'token', 'audit_ids', 1), at(demo.tokenBody, 'token', 'audit_ids', 0));
    assert.equal(
      at(answer.json, 'token', 'expires_at'),
      at(demo.tokenBody, 'token', 'expires_at'),
      'a token got by a token does not live longer than it',
    );
  });

  test('a token does not open the scope of others', async () => {
    const identity = { methods: ['token'], token: { id: demo.token } };
    assertAuthenticationRequired(await authenticate({ identity, scope: { project: { id: alt.projectId } } }));
  });

  test('something that is no token opens nothing: 404', async () => {
    const answer = await authenticate({ identity: { methods: ['token'], token: { id: 'x' } } });
    assert.equal(answer.status, 404);
    assert.equal(at(answer.json, 'error', 'code'), 404);
    assert.equal(at(answer.json, 'error', 'title'), 'Not Found');
  });
});
