import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { manualClock } from '@ostk/devcloud';
import type { DevCloud } from '@ostk/devcloud';

import { clientOf, login, messageOf, passwordRequest, postToken } from '../support/client.ts';
import { startCloud } from '../support/cloud.ts';
import { send } from '../support/wire.ts';
import type { WireAnswer } from '../support/wire.ts';

function inspect(cloud: DevCloud, token: string, subject: string, method = 'GET'): Promise<WireAnswer> {
  const headers = { 'X-Auth-Token': token, 'X-Subject-Token': subject };
  return send(`${cloud.authUrl}/auth/tokens`, { method, headers });
}

function rescope(cloud: DevCloud, id: string, scope: unknown): Promise<WireAnswer> {
  return postToken(
    cloud,
    JSON.stringify({ auth: { identity: { methods: ['token'], token: { id } }, scope } }),
  );
}

const demoProject = { project: { name: 'demo', domain: { id: 'default' } } };

describe('tokens', () => {
  test('a password gives a token with catalog, project and roles', async (t) => {
    const cloud = await startCloud(t);
    const answer = await postToken(cloud, passwordRequest('demo'));
    const { token } = JSON.parse(answer.text);
    assert.deepEqual(token.methods, ['password']);
    assert.equal(token.project.name, 'demo');
    assert.deepEqual(token.roles.map((role: { name: string }) => role.name).toSorted(), ['member', 'reader']);
    const urls = token.catalog.map((service: { endpoints: { url: string }[] }) => service.endpoints[0]?.url);
    assert.deepEqual(urls, [cloud.authUrl, cloud.url('image'), cloud.url('compute')]);
  });

  test('a token ends when its lifetime is over, by the clock the cloud was given', async (t) => {
    const clock = manualClock();
    const cloud = await startCloud(t, { clock, tokenLifetime: 60 });
    const demo = await login(cloud, 'demo');
    clock.advance(58_000);
    assert.equal((await demo.call('/v2/images')).status, 200);
    clock.advance(2000);
    assert.equal((await demo.call('/v2/images')).status, 401);
  });

  test('a revoked token is no good any more, for Keystone and for Glance', async (t) => {
    const cloud = await startCloud(t);
    const [doomed, other] = [await login(cloud, 'demo'), await login(cloud, 'demo')];
    assert.equal((await inspect(cloud, other.token, doomed.token, 'DELETE')).status, 204);
    const answer = await inspect(cloud, other.token, doomed.token);
    assert.equal(answer.status, 404);
    assert.equal(messageOf(answer), 'Failed to validate token');
    assert.equal((await doomed.call('/v2/images')).status, 401);
  });

  test('a token made from another ends with it and carries on its audit id', async (t) => {
    const clock = manualClock();
    const cloud = await startCloud(t, { clock, tokenLifetime: 100 });
    const first = await postToken(cloud, passwordRequest('demo', 'unscoped'));
    clock.advance(40_000);
    const second = await rescope(cloud, String(first.headers['x-subject-token']), demoProject);
    const [before, after] = [JSON.parse(first.text).token, JSON.parse(second.text).token];
    assert.equal(after.expires_at, before.expires_at);
    assert.equal(after.audit_ids[1], before.audit_ids[0]);
    assert.deepEqual(after.methods, ['token', 'password']);
  });

  test("another user's token is none of a member's business, but of an admin's", async (t) => {
    const cloud = await startCloud(t);
    const [admin, demo, alt] = [
      await login(cloud, 'admin'),
      await login(cloud, 'demo'),
      await login(cloud, 'alt'),
    ];
    assert.equal((await inspect(cloud, demo.token, alt.token)).status, 403);
    assert.equal((await inspect(cloud, admin.token, alt.token)).status, 200);
    assert.equal((await inspect(cloud, demo.token, 'bogus')).status, 404);
    assert.equal((await inspect(cloud, 'bogus', demo.token)).status, 401);
  });

  test('scopes: system and unscoped are granted, a project without a role is not', async (t) => {
    const cloud = await startCloud(t);
    const system = await postToken(cloud, passwordRequest('admin', { system: { all: true } }));
    assert.deepEqual(JSON.parse(system.text).token.system, { all: true });
    const unscoped = JSON.parse((await postToken(cloud, passwordRequest('demo', 'unscoped'))).text);
    assert.equal(unscoped.token.catalog, undefined);
    assert.equal((await postToken(cloud, passwordRequest('alt', demoProject))).status, 401);
  });

  test('an unscoped token sees public images only in releases without secure RBAC', async (t) => {
    for (const [release, status] of [
      ['zed', 200],
      ['epoxy', 403],
    ] as const) {
      const cloud = await startCloud(t, { release });
      const answer = await postToken(cloud, passwordRequest('demo', 'unscoped'));
      const client = clientOf(cloud, String(answer.headers['x-subject-token']));
      assert.equal((await client.call('/v2/images')).status, status);
    }
  });
});
