import assert from 'node:assert/strict';
import { test } from 'node:test';

import { authenticate } from '../harness/authenticate.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { assertAuthenticationRequired, assertIdentityError, expecting } from '../harness/errors.ts';
import { at, listAt, namesAt, stringAt } from '../harness/json.ts';
import type { Json } from '../harness/json.ts';
import { passwordIdentity, projectScope } from '../harness/session.ts';
import { send } from '../harness/wire.ts';

const demo = await cloud.session('demo');
const config = cloud.config('demo');
const byPassword = (user: Json): Json => ({ identity: { methods: ['password'], password: { user } } });

suite('Keystone: authentication by password', () => {
  test('a good password gives 201, the token in a header and its body in JSON', async () => {
    const before = Date.now();
    const answer = await authenticate({ identity: passwordIdentity(config), scope: projectScope(config) });
    assert.equal(answer.status, 201);
    assert.equal(answer.headers['content-type'], 'application/json');
    assert.equal(answer.headers['vary'], 'X-Auth-Token');
    assert.ok((answer.headers['x-subject-token'] ?? '').length > 20);
    const token = at(answer.json, 'token');
    assert.deepEqual(namesAt(token), [
      'audit_ids',
      'catalog',
      'expires_at',
      'is_domain',
      'issued_at',
      'methods',
      'project',
      'roles',
      'user',
    ]);
    assert.deepEqual(at(token, 'methods'), ['password']);
    assert.equal(at(token, 'is_domain'), false);
    assert.deepEqual(at(token, 'user'), {
      domain: { id: 'default', name: 'Default' },
      id: demo.userId,
      name: config.username,
      password_expires_at: null,
    });
    assert.deepEqual(at(token, 'project'), {
      domain: { id: 'default', name: 'Default' },
      id: demo.projectId,
      name: config.projectName,
    });
    const roles = listAt(token, 'roles').map((role) => stringAt(role, 'name'));
    assert.deepEqual(roles.toSorted(), ['member', 'reader']);
    for (const name of ['issued_at', 'expires_at']) {
      assert.match(stringAt(token, name), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    }
    assert.ok(Date.parse(stringAt(token, 'expires_at')) > before + 60_000);
    assert.match(stringAt(token, 'audit_ids', 0), /^[\w-]{22}$/);
  });

  test('a user and a project can be named by their ids', async () => {
    const user = { id: demo.userId, password: config.password };
    const answer = await authenticate({
      identity: { methods: ['password'], password: { user } },
      scope: { project: { id: demo.projectId } },
    });
    assert.equal(answer.status, 201);
    assert.equal(at(answer.json, 'token', 'project', 'id'), demo.projectId);
  });

  test('two logins give two tokens', async () => {
    const request = { identity: passwordIdentity(config), scope: projectScope(config) };
    const [first, second] = [await authenticate(request), await authenticate(request)];
    assert.notEqual(first.headers['x-subject-token'], second.headers['x-subject-token']);
  });

  test('the body is read as JSON when no media type is given', async () => {
    const body = JSON.stringify({ auth: { identity: passwordIdentity(config) } });
    const answer = await send({ method: 'POST', url: `${config.authUrl}/auth/tokens`, body });
    assert.equal(answer.status, 201);
  });

  const domain = { name: config.userDomainName };
  const refused: readonly (readonly [string, Json])[] = [
    ['a wrong password', { name: config.username, domain, password: 'wrong' }],
    ['a user that is not there', { name: 'nobody', domain, password: config.password }],
    [
      'a domain that is not there',
      { name: config.username, domain: { name: 'Nowhere' }, password: config.password },
    ],
    ['no password', { name: config.username, domain }],
  ];
  for (const [what, user] of refused) {
    test(`${what} gives the same 401 that tells nothing`, async () => {
      assertAuthenticationRequired(await authenticate(byPassword(user)));
    });
  }

  const malformed: readonly (readonly [string, Json, string])[] = [
    ['a user name without its domain', byPassword({ name: 'demo', password: 'x' }), 'domain in user'],
    ['a method without its data', { identity: { methods: ['password'] } }, 'password in identity'],
  ];
  for (const [what, auth, missing] of malformed) {
    test(`${what} is a 400`, async () => {
      assertIdentityError(await authenticate(auth), 400, expecting(missing));
    });
  }

  test('no method at all is a 401', async () => {
    assertAuthenticationRequired(await authenticate({ identity: { methods: [] } }));
  });

  test('an unknown method is a 401 that lists the known ones', async () => {
    const answer = await authenticate({ identity: { methods: ['nosuch'], nosuch: {} } });
    assert.equal(answer.status, 401);
    assert.equal(
      at(answer.json, 'error', 'message'),
      'Attempted to authenticate with an unsupported method.',
    );
    const known = listAt(answer.json, 'error', 'identity', 'methods');
    for (const method of ['password', 'token', 'application_credential']) assert.ok(known.includes(method));
  });

  test('a request without identity is a 400 whose message begins with what is missing', async () => {
    const answer = await authenticate({});
    assert.equal(answer.status, 400);
    const [first] = stringAt(answer.json, 'error', 'message').split('\n');
    assert.equal(first, "'identity' is a required property");
  });

  const bodies: readonly (readonly [string, string, string])[] = [
    ['a body that is not JSON', '{nope', 'valid JSON in request body'],
    ['an empty body', '', 'auth in request body'],
    ['a body without auth', '{}', 'auth in request body'],
  ];
  for (const [what, body, missing] of bodies) {
    test(`${what} is a 400`, async () => {
      const headers = { 'Content-Type': 'application/json' };
      const answer = await send({ method: 'POST', url: `${config.authUrl}/auth/tokens`, headers, body });
      assertIdentityError(answer, 400, expecting(missing));
    });
  }

  test('a body of another media type is a 400', async () => {
    const headers = { 'Content-Type': 'text/plain' };
    const answer = await send({ method: 'POST', url: `${config.authUrl}/auth/tokens`, headers, body: '{}' });
    assertIdentityError(answer, 400, expecting('application/json in Content-Type header'));
  });
});
