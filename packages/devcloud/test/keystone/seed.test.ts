import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { startDevCloud } from '@ostk/devcloud';

import { login, passwordRequest, postToken } from '../support/client.ts';
import { startCloud } from '../support/cloud.ts';
import { send } from '../support/wire.ts';

describe('seeding', () => {
  test('ids are the same in every run', async (t) => {
    const ids: string[] = [];
    for (const cloud of [await startCloud(t), await startCloud(t)]) {
      const answer = await postToken(cloud, passwordRequest('demo'));
      ids.push(JSON.parse(answer.text).token.project.id);
    }
    assert.equal(ids[0], ids[1]);
    assert.match(ids[0] ?? '', /^[0-9a-f]{32}$/);
  });

  test('a project, a role and a user of one’s own', async (t) => {
    const cloud = await startCloud(t, {
      projects: [{ name: 'mine', id: 'f'.repeat(32) }],
      roles: ['auditor'],
      users: [
        {
          name: 'eve',
          password: 'apple',
          defaultProject: 'mine',
          roles: [
            { role: 'auditor', project: 'mine' },
            { role: 'member', project: 'mine' },
          ],
        },
      ],
    });
    const user = { name: 'eve', password: 'apple', domain: { id: 'default' } };
    const auth = { identity: { methods: ['password'], password: { user } } };
    const { token } = JSON.parse((await postToken(cloud, JSON.stringify({ auth }))).text);
    assert.equal(token.project.id, 'f'.repeat(32));
    const roles = token.roles.map((role: { name: string }) => role.name).toSorted();
    assert.deepEqual(roles, ['auditor', 'member', 'reader']);
  });

  test('a user who is not enabled cannot log in', async (t) => {
    const cloud = await startCloud(t, { users: [{ name: 'demo', enabled: false }] });
    assert.equal((await postToken(cloud, passwordRequest('demo', 'unscoped'))).status, 401);
  });

  test('a role in a project that is not there is named', async () => {
    const users = [{ name: 'eve', roles: [{ role: 'member', project: 'nowhere' }] }];
    await assert.rejects(startDevCloud({ users }), { name: 'TypeError', message: /nowhere/ });
  });

  test('an admin of Epoxy is a manager too, one of Zed is not', async (t) => {
    for (const [release, expected] of [
      ['zed', ['admin', 'member', 'reader']],
      ['epoxy', ['admin', 'manager', 'member', 'reader']],
    ] as const) {
      const cloud = await startCloud(t, { release });
      const { token } = JSON.parse((await postToken(cloud, passwordRequest('admin'))).text);
      assert.deepEqual(token.roles.map((role: { name: string }) => role.name).toSorted(), expected);
    }
  });

  test('lists are for admins', async (t) => {
    const cloud = await startCloud(t);
    for (const [name, status] of [
      ['admin', 200],
      ['demo', 403],
    ] as const) {
      const { token } = await login(cloud, name);
      const answer = await send(`${cloud.authUrl}/users`, { headers: { 'X-Auth-Token': token } });
      assert.equal(answer.status, status);
    }
  });
});
