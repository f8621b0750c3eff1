import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { login, messageOf } from '../support/client.ts';
import { startCloud } from '../support/cloud.ts';
import { copyImage, settled, startImport } from '../support/imports.ts';

describe('stores', () => {
  test('data go to the store that is named', async (t) => {
    const demo = await login(await startCloud(t), 'demo');
    const { id } = await demo.createImage();
    await demo.upload(id, Buffer.from('data'), { 'X-Image-Meta-Store': 'cheap' });
    assert.equal((await demo.getImage(id))['stores'], 'cheap');
    assert.equal((await demo.download(id)).text, 'data');
  });

  for (const [release, status] of [
    ['zed', 204],
    ['epoxy', 403],
  ] as const) {
    test(`${release}: one of two copies is taken away by its owner: ${status}`, async (t) => {
      const cloud = await startCloud(t, { release });
      const [demo, admin] = [await login(cloud, 'demo'), await login(cloud, 'admin')];
      const { id } = await demo.createImage();
      await demo.upload(id, Buffer.from('data'));
      await startImport(admin, id, { ...copyImage, stores: ['cheap'] });
      await settled(demo, id);
      const answer = await demo.call(`/v2/stores/fast/${id}`, { method: 'DELETE' });
      assert.equal(answer.status, status);
      assert.equal((await demo.getImage(id))['stores'], status === 204 ? 'cheap' : 'fast,cheap');
      assert.equal((await demo.download(id)).text, 'data');
    });
  }

  const refused: readonly (readonly [string, string, number, RegExp])[] = [
    ['the last copy', 'fast', 403, /^Cannot delete image data from the only store/],
    ['a store there is not', 'none', 409, /^The selected store none is not available/],
  ];
  for (const [what, store, status, words] of refused) {
    test(`${what} is refused: ${status}`, async (t) => {
      const admin = await login(await startCloud(t), 'admin');
      const { id } = await admin.createImage();
      await admin.upload(id, Buffer.from('data'));
      const answer = await admin.call(`/v2/stores/${store}/${id}`, { method: 'DELETE' });
      assert.equal(answer.status, status);
      assert.match(messageOf(answer), words);
    });
  }

  test('a location is taken away by PATCH, with its data', async (t) => {
    const admin = await login(await startCloud(t), 'admin');
    const { id } = await admin.createImage();
    await admin.upload(id, Buffer.from('data'));
    await startImport(admin, id, { ...copyImage, stores: ['cheap'] });
    await settled(admin, id);
    const answer = await admin.patch(id, [{ op: 'remove', path: '/locations/0' }]);
    assert.equal(answer.status, 200, answer.text);
    assert.equal((await admin.getImage(id))['stores'], 'cheap');
    const last = await admin.patch(id, [{ op: 'remove', path: '/locations/0' }]);
    assert.equal(messageOf(last).split('\n').at(-1), 'Cannot remove last location in the image.');
  });
});
