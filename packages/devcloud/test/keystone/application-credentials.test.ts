import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { DevCloud } from '@ostk/devcloud';

import { clientOf, login, postToken } from '../support/client.ts';
import { startCloud } from '../support/cloud.ts';
import { send } from '../support/wire.ts';

interface Credential {
  readonly id: string;
  readonly secret: string;
}

async function create(cloud: DevCloud, token: string, attributes: object): Promise<Credential> {
  const body = JSON.stringify({ application_credential: { name: 'robot', ...attributes } });
  const answer = await send(await collection(cloud, token), {
    method: 'POST',
    headers: { 'X-Auth-Token': token, 'Content-Type': 'application/json' },
    body,
  });
  assert.equal(answer.status, 201, answer.text);
  return JSON.parse(answer.text).application_credential;
}

async function collection(cloud: DevCloud, token: string): Promise<string> {
  const headers = { 'X-Auth-Token': token, 'X-Subject-Token': token };
  const answer = await send(`${cloud.authUrl}/auth/tokens`, { headers });
  const userId: string = JSON.parse(answer.text).token.user.id;
  return `${cloud.authUrl}/users/${userId}/application_credentials`;
}

const request = (credential: object): string =>
  JSON.stringify({
    auth: { identity: { methods: ['application_credential'], application_credential: credential } },
  });

describe('application credentials', () => {
  test('one logs in by id, and by name and user, into its project', async (t) => {
    const cloud = await startCloud(t);
    const demo = await login(cloud, 'demo');
    const { id, secret } = await create(cloud, demo.token, {});
    const user = { name: 'demo', domain: { name: 'Default' } };
    for (const credential of [
      { id, secret },
      { name: 'robot', user, secret },
    ]) {
      const answer = await postToken(cloud, request(credential));
      assert.equal(answer.status, 201, answer.text);
      const robot = clientOf(cloud, String(answer.headers['x-subject-token']));
      assert.equal((await robot.call('/v2/images')).status, 200);
      assert.equal(JSON.parse(answer.text).token.application_credential.id, id);
    }
  });

  test('one has the roles it was given and no more', async (t) => {
    const cloud = await startCloud(t);
    const demo = await login(cloud, 'demo');
    const { id, secret } = await create(cloud, demo.token, { roles: [{ name: 'reader' }] });
    const answer = await postToken(cloud, request({ id, secret }));
    const robot = clientOf(cloud, String(answer.headers['x-subject-token']));
    assert.equal((await robot.call('/v2/images')).status, 200);
    const created = await robot.call('/v2/images', { method: 'POST', body: '{}' });
    assert.equal(created.status, 403, 'a reader creates nothing');
  });

  test('a wrong secret is a 401, and so is a scope', async (t) => {
    const cloud = await startCloud(t);
    const demo = await login(cloud, 'demo');
    const { id, secret } = await create(cloud, demo.token, {});
    assert.equal((await postToken(cloud, request({ id, secret: 'wrong' }))).status, 401);
    const scoped = JSON.parse(request({ id, secret }));
    scoped.auth.scope = { project: { name: 'demo', domain: { id: 'default' } } };
    const answer = await postToken(cloud, JSON.stringify(scoped));
    assert.equal(answer.status, 401);
    assert.match(answer.text, /Application credentials cannot request a scope/);
  });

  test('deleting one ends its tokens', async (t) => {
    const cloud = await startCloud(t);
    const demo = await login(cloud, 'demo');
    const { id, secret } = await create(cloud, demo.token, {});
    const answer = await postToken(cloud, request({ id, secret }));
    const robot = clientOf(cloud, String(answer.headers['x-subject-token']));
    const url = `${await collection(cloud, demo.token)}/${id}`;
    const removed = await send(url, { method: 'DELETE', headers: { 'X-Auth-Token': demo.token } });
    assert.equal(removed.status, 204);
    assert.equal((await robot.call('/v2/images')).status, 401);
    assert.equal((await postToken(cloud, request({ id, secret }))).status, 404);
  });
});
