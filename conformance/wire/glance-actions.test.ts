import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cloud, suite } from '../harness/cloud.ts';
import { assertImageError, explained, noImage } from '../harness/errors.ts';
import { createActiveImage, createImage, putData, showImage } from '../harness/images.ts';
import { at } from '../harness/json.ts';

const admin = await cloud.session('admin');
const demo = await cloud.session('demo');
const alt = await cloud.session('alt');
const action = (id: string, name: string): string => `/v2/images/${id}/actions/${name}`;

suite('Glance: deactivating and reactivating', () => {
  test('data of a deactivated image are for administrators only, until it is reactivated', async (t) => {
    const id = await createActiveImage(t, demo, 'data');
    const answer = await admin.image('POST', action(id, 'deactivate'));
    assert.equal(answer.status, 204);
    assert.equal(answer.text, '');
    assert.equal(at(await showImage(demo, id), 'status'), 'deactivated');
    const reason = 'The requested image has been deactivated. Image data download is forbidden.';
    for (const range of [{}, { Range: 'bytes=0-1' }]) {
      assertImageError(
        await demo.image('GET', `/v2/images/${id}/file`, { headers: range }),
        403,
        explained(reason),
      );
    }
    assert.equal((await admin.image('GET', `/v2/images/${id}/file`)).text, 'data');
    assert.equal((await admin.image('POST', action(id, 'reactivate'))).status, 204);
    assert.equal(at(await showImage(demo, id), 'status'), 'active');
    assert.equal((await demo.image('GET', `/v2/images/${id}/file`)).text, 'data');
  });

  test('the owner may do both, and twice', async (t) => {
    const id = await createActiveImage(t, demo, 'data');
    for (const [name, status] of [
      ['deactivate', 'deactivated'],
      ['reactivate', 'active'],
    ] as const) {
      for (let count = 0; count < 2; count += 1) {
        assert.equal((await demo.image('POST', action(id, name))).status, 204);
        assert.equal(at(await showImage(demo, id), 'status'), status);
      }
    }
  });

  test('an image without data can do neither: 403', async (t) => {
    const id = await createImage(t, demo);
    for (const name of ['deactivate', 'reactivate']) {
      const reason = `Not allowed to ${name} image in status 'queued'`;
      assertImageError(await demo.image('POST', action(id, name)), 403, explained(reason));
    }
  });

  test('a deactivated image takes no data: 409', async (t) => {
    const id = await createActiveImage(t, demo, 'data');
    await demo.image('POST', action(id, 'deactivate'));
    const reason = 'Image status transition from deactivated to saving is not allowed';
    assertImageError(await putData(demo, id, 'other'), 409, explained(reason));
  });

  test('a deactivated image can be deleted', async (t) => {
    const id = await createActiveImage(t, demo, 'data');
    await demo.image('POST', action(id, 'deactivate'));
    assert.equal((await demo.image('DELETE', `/v2/images/${id}`)).status, 204);
  });

  test('an image that is not visible is a 404', async (t) => {
    const id = await createActiveImage(t, demo, 'data');
    assertImageError(await alt.image('POST', action(id, 'deactivate')), 404, noImage(id));
  });
});
