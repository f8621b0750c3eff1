import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { login, messageOf } from '../support/client.ts';
import { startCloud } from '../support/cloud.ts';
import { settled, tasksOf } from '../support/imports.ts';

const serviceUser = {
  name: 'svc',
  roles: [
    { role: 'service', project: 'demo' },
    { role: 'member', project: 'demo' },
  ],
};
const demoProject = { project: { name: 'demo', domain: { id: 'default' } } };

describe('locations', () => {
  test('zed has no routes for them', async (t) => {
    const demo = await login(await startCloud(t, { release: 'zed' }), 'demo');
    const { id } = await demo.createImage();
    assert.equal((await demo.call(`/v2/images/${id}/locations`)).status, 404);
  });

  test('users are shown none, and add none: no store takes URLs', async (t) => {
    const demo = await login(await startCloud(t), 'demo');
    const { id } = await demo.createImage();
    const path = `/v2/images/${id}/locations`;
    assert.equal((await demo.call(path)).status, 403);
    const answer = await demo.call(path, { method: 'POST', body: '{"url": "http://192.0.2.1/x"}' });
    assert.equal(answer.status, 403);
    assert.match(messageOf(answer), /^http store must be enabled/);
  });

  test('services are shown them; a URL they add is a task that fails', async (t) => {
    const service = await login(await startCloud(t, { users: [serviceUser] }), 'svc', demoProject);
    const { id } = await service.createImage();
    const path = `/v2/images/${id}/locations`;
    const answer = await service.call(path, { method: 'POST', body: '{"url": "http://192.0.2.1/x"}' });
    assert.equal(answer.status, 202);
    assert.equal((await settled(service, id))['status'], 'queued');
    const [task] = await tasksOf(service, id);
    assert.deepEqual([task?.['type'], task?.status], ['location_import', 'failure']);
    await service.upload(id, Buffer.from('data'));
    const [location] = JSON.parse((await service.call(path)).text);
    assert.deepEqual(location.metadata, { store: 'fast' });
  });
});
