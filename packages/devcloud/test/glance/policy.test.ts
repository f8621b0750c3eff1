import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { login, messageOf } from '../support/client.ts';
import { startCloud } from '../support/cloud.ts';

describe('who may do what', () => {
  for (const [release, words] of [
    ['zed', 'You do not own this image'],
    ['epoxy', 'You are not authorized to complete modify_image action.'],
  ] as const) {
    test(`${release}: a visible image of another is read and not changed`, async (t) => {
      const cloud = await startCloud(t, { release });
      const [demo, alt] = [await login(cloud, 'demo'), await login(cloud, 'alt')];
      const { id } = await demo.createImage({ visibility: 'community' });
      assert.equal((await alt.call(`/v2/images/${id}`)).status, 200);
      const answer = await alt.patch(id, [{ op: 'replace', path: '/name', value: 'mine' }]);
      assert.equal(answer.status, 403);
      assert.equal(messageOf(answer), words);
    });
  }

  test('a private image of another is not there', async (t) => {
    const cloud = await startCloud(t);
    const [demo, alt, admin] = [
      await login(cloud, 'demo'),
      await login(cloud, 'alt'),
      await login(cloud, 'admin'),
    ];
    const { id } = await demo.createImage({ visibility: 'private' });
    assert.equal((await alt.call(`/v2/images/${id}`)).status, 404);
    assert.equal((await alt.call(`/v2/images/${id}`, { method: 'DELETE' })).status, 404);
    assert.equal((await admin.call(`/v2/images/${id}`)).status, 200);
  });

  test('only an admin makes an image public', async (t) => {
    const cloud = await startCloud(t);
    const [demo, admin] = [await login(cloud, 'demo'), await login(cloud, 'admin')];
    const { id } = await demo.createImage();
    const change = [{ op: 'replace', path: '/visibility', value: 'public' }];
    assert.equal((await demo.patch(id, change)).status, 403);
    assert.equal((await admin.patch(id, change)).status, 200);
  });

  test('a deactivated image is downloaded by admins only', async (t) => {
    const cloud = await startCloud(t);
    const [demo, admin] = [await login(cloud, 'demo'), await login(cloud, 'admin')];
    const { id } = await demo.createImage();
    await demo.upload(id, Buffer.from('x'));
    await demo.call(`/v2/images/${id}/actions/deactivate`, { method: 'POST' });
    assert.equal((await demo.download(id)).status, 403);
    assert.equal((await admin.download(id)).status, 200);
    await demo.call(`/v2/images/${id}/actions/reactivate`, { method: 'POST' });
    assert.equal((await demo.download(id)).status, 200);
  });

  test('names that belong to Glance are refused, others of OpenStack are not', async (t) => {
    const demo = await login(await startCloud(t), 'demo');
    const { id } = await demo.createImage();
    for (const [name, status] of [
      ['os_glance_x', 403],
      ['os_version', 200],
    ] as const) {
      const answer = await demo.patch(id, [{ op: 'add', path: `/${name}`, value: 'x' }]);
      assert.equal(answer.status, status, name);
    }
  });
});
