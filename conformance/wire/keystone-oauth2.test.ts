import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Scope } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { uniqueName } from '../harness/images.ts';
import { at, stringAt } from '../harness/json.ts';
import { send } from '../harness/wire.ts';
import type { WireAnswer } from '../harness/wire.ts';

const demo = await cloud.session('demo');
const secret = 'tools and tape';

async function createClient(scope: Scope): Promise<string> {
  const path = `/v3/users/${demo.userId}/application_credentials`;
  const answer = await demo.identity('POST', path, {
    json: { application_credential: { name: uniqueName(), secret } },
  });
  const id = stringAt(answer.json, 'application_credential', 'id');
  scope.after(async () => {
    await demo.identity('DELETE', `${path}/${id}`);
  });
  return id;
}

async function ask(
  body: string,
  authorization?: string,
  type = 'application/x-www-form-urlencoded',
): Promise<WireAnswer> {
  return await send({
    method: 'POST',
    url: `${demo.identityUrl}/v3/OS-OAUTH2/token`,
    headers: { 'Content-Type': type, ...(authorization !== undefined && { Authorization: authorization }) },
    body,
  });
}

const basic = (id: string, word = secret): string =>
  `Basic ${Buffer.from(`${id}:${word}`).toString('base64')}`;
const wanted = 'grant_type=client_credentials';

function assertFailure(answer: WireAnswer, status: number, error: string, description?: string): void {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.headers['content-type'], 'application/json');
  assert.equal(at(answer.json, 'error'), error);
  if (description !== undefined) assert.equal(at(answer.json, 'error_description'), description);
}

suite('Keystone: OAuth 2.0 clients', () => {
  test('an application credential gets an access token, which is a token of Keystone', async (t) => {
    const id = await createClient(t);
    const answer = await ask(wanted, basic(id));
    assert.equal(answer.status, 200, answer.text);
    assert.equal(at(answer.json, 'token_type'), 'Bearer');
    assert.equal(typeof at(answer.json, 'expires_in'), 'number');
    const token = stringAt(answer.json, 'access_token');
    const shown = await demo.identity('GET', '/v3/auth/tokens', { headers: { 'X-Subject-Token': token } });
    assert.equal(shown.status, 200, shown.text);
    assert.equal(at(shown.json, 'token', 'project', 'id'), demo.projectId);
  });

  test('a wrong secret is a 401', async (t) => {
    const answer = await ask(wanted, basic(await createClient(t), 'wrong'));
    assertFailure(answer, 401, 'invalid_client', 'The request you have made requires authentication.');
    assert.match(answer.headers['www-authenticate'] ?? '', /^Keystone uri=/);
  });

  test('a client that is not there is a 404', async () => {
    assertFailure(
      await ask(wanted, basic('nobody')),
      404,
      'other_error',
      'An unknown error occurred and failed to get an OAuth2.0 access token.',
    );
  });

  test('no client is a 401', async () => {
    assertFailure(await ask(wanted), 401, 'invalid_client');
  });

  test('no grant type, and one in JSON, is a 400', async (t) => {
    const id = await createClient(t);
    const description = 'The parameter grant_type is required.';
    assertFailure(await ask('', basic(id)), 400, 'invalid_request', description);
    const json = await ask('{"grant_type":"client_credentials"}', basic(id), 'application/json');
    assertFailure(json, 400, 'invalid_request', description);
  });

  test('another grant type is a 400', async (t) => {
    assertFailure(
      await ask('grant_type=password', basic(await createClient(t))),
      400,
      'unsupported_grant_type',
      'The parameter grant_type password is not supported.',
    );
  });

  test('the client in the body: of some releases only', async (t) => {
    const id = await createClient(t);
    const answer = await ask(`${wanted}&client_id=${id}&client_secret=${encodeURIComponent(secret)}`);
    if (cloud.release.oauth2ClientInBody) assert.equal(answer.status, 200, answer.text);
    else assertFailure(answer, 401, 'invalid_client', 'OAuth2.0 client authorization is required.');
  });
});
