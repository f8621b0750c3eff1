import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { cloud, suite } from '../harness/cloud.ts';
import { assertImageError, explained, noImage } from '../harness/errors.ts';
import { createActiveImage, createImage, patch, putData } from '../harness/images.ts';
import { listAt } from '../harness/json.ts';

const admin = await cloud.session('admin');
const demo = await cloud.session('demo');
const alt = await cloud.session('alt');
const cannotFind = (id: string): string => explained(`Failed to find image ${id} to delete`);

suite('Glance: deleting images', () => {
  test('a deleted image is gone from everywhere', async (t) => {
    const id = await createActiveImage(t, demo, 'data');
    const answer = await demo.image('DELETE', `/v2/images/${id}`);
    assert.equal(answer.status, 204);
    assert.equal(answer.text, '');
    assertImageError(await demo.image('GET', `/v2/images/${id}`), 404, noImage(id));
    assertImageError(await demo.image('GET', `/v2/images/${id}/file`), 404, noImage(id));
    assertImageError(await patch(demo, id, []), 404, noImage(id));
    assertImageError(await putData(demo, id, 'data'), 404, noImage(id));
    assertImageError(await demo.image('DELETE', `/v2/images/${id}`), 404, cannotFind(id));
    assert.deepEqual(listAt((await demo.image('GET', `/v2/images?id=${id}`)).json, 'images'), []);
  });

  test('an empty 204 says it is HTML', async (t) => {
    const id = await createImage(t, demo);
    const answer = await demo.image('DELETE', `/v2/images/${id}`);
    assert.equal(answer.headers['content-type'], 'text/html; charset=UTF-8');
  });

  test('the id of a deleted image is a 409 for ever, for everybody', async (t) => {
    const id = await createImage(t, demo);
    await demo.image('DELETE', `/v2/images/${id}`);
    for (const session of [demo, alt, admin]) {
      const answer = await session.image('POST', '/v2/images', { json: { id } });
      assertImageError(answer, 409, explained(`Image ID ${id} already exists!`));
    }
  });

  test('a protected image stays: 403, even for an administrator, until it is no longer protected', async (t) => {
    const id = await createImage(t, demo, { protected: true });
    for (const session of [demo, admin]) {
      const answer = await session.image('DELETE', `/v2/images/${id}`);
      assertImageError(answer, 403, explained(`Image ${id} is protected and cannot be deleted.`));
    }
    await patch(demo, id, [{ op: 'replace', path: '/protected', value: false }]);
    assert.equal((await demo.image('DELETE', `/v2/images/${id}`)).status, 204);
  });

  test('an image that is not there, or not visible, is a 404', async (t) => {
    const nobody = randomUUID();
    assertImageError(await demo.image('DELETE', `/v2/images/${nobody}`), 404, cannotFind(nobody));
    const id = await createImage(t, demo);
    assertImageError(await alt.image('DELETE', `/v2/images/${id}`), 404, cannotFind(id));
  });
});
