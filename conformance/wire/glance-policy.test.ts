import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cloud, suite } from '../harness/cloud.ts';
import { assertImageError, explained, noImage } from '../harness/errors.ts';
import { createActiveImage, createImage, patch, putData, showImage, uniqueName } from '../harness/images.ts';
import { at, listAt } from '../harness/json.ts';

const admin = await cloud.session('admin');
const demo = await cloud.session('demo');
const alt = await cloud.session('alt');
const { denials } = cloud.release;

suite('Glance: who may see and change what', () => {
  for (const visibility of ['private', 'shared'] as const) {
    test(`a ${visibility} image is not there for other projects: 404`, async (t) => {
      const id = await createActiveImage(t, demo, 'data', { visibility });
      assertImageError(await alt.image('GET', `/v2/images/${id}`), 404, noImage(id));
      assertImageError(await alt.image('GET', `/v2/images/${id}/file`), 404, noImage(id));
      assert.equal((await admin.image('GET', `/v2/images/${id}`)).status, 200);
    });
  }

  for (const visibility of ['community', 'public'] as const) {
    const [owner, reader] = visibility === 'public' ? [admin, demo] : [demo, alt];
    test(`a ${visibility} image is read by all and changed by none but its owner`, async (t) => {
      const id = await createActiveImage(t, owner, 'data', { visibility });
      assert.deepEqual(await showImage(reader, id), await showImage(owner, id));
      assert.equal((await reader.image('GET', `/v2/images/${id}/file`)).text, 'data');
      const rename = [{ op: 'replace', path: '/name', value: 'x' }];
      assertImageError(await patch(reader, id, rename), 403, explained(denials.modifyImage));
      assertImageError(await reader.image('DELETE', `/v2/images/${id}`), 403, explained(denials.deleteImage));
      assertImageError(await putData(reader, id, 'x'), 403, explained(denials.uploadImage(id)));
      const tag = await reader.image('PUT', `/v2/images/${id}/tags/a`);
      assertImageError(tag, 403, explained(denials.changeTags(id)));
      const deactivate = await reader.image('POST', `/v2/images/${id}/actions/deactivate`);
      assertImageError(deactivate, 403, explained(denials.deactivate));
    });
  }

  test('a member of a shared image may not change it', async (t) => {
    const id = await createImage(t, demo);
    await demo.image('POST', `/v2/images/${id}/members`, { json: { member: alt.projectId } });
    const rename = [{ op: 'replace', path: '/name', value: 'x' }];
    assertImageError(await patch(alt, id, rename), 403, explained(denials.modifyImage));
    assertImageError(await alt.image('DELETE', `/v2/images/${id}`), 403, explained(denials.deleteImage));
    assertImageError(await putData(alt, id, 'x'), 403, explained(denials.uploadImage(id)));
  });

  test('an administrator changes, fills and deletes the images of all', async (t) => {
    const id = await createImage(t, demo);
    const name = uniqueName();
    assert.equal(
      at((await patch(admin, id, [{ op: 'replace', path: '/name', value: name }])).json, 'name'),
      name,
    );
    assert.equal((await putData(admin, id, 'data')).status, 204);
    assert.equal((await demo.image('GET', `/v2/images/${id}/file`)).text, 'data');
    assert.equal((await admin.image('DELETE', `/v2/images/${id}`)).status, 204);
  });

  test('a public image is in the lists of all', async (t) => {
    const id = await createImage(t, admin, { visibility: 'public' });
    for (const query of [`id=${id}`, `id=${id}&visibility=public`]) {
      const answer = await demo.image('GET', `/v2/images?${query}`);
      assert.equal(listAt(answer.json, 'images').length, 1, query);
    }
    const answer = await demo.image('GET', `/v2/images?id=${id}&visibility=shared`);
    assert.deepEqual(listAt(answer.json, 'images'), []);
  });

  test('a hidden image is left out of lists, and there for whoever knows its id', async (t) => {
    const id = await createActiveImage(t, admin, 'data', { visibility: 'public', os_hidden: true });
    assert.deepEqual(listAt((await demo.image('GET', `/v2/images?id=${id}`)).json, 'images'), []);
    assert.equal(
      listAt((await demo.image('GET', `/v2/images?id=${id}&os_hidden=true`)).json, 'images').length,
      1,
    );
    assert.equal(at(await showImage(demo, id), 'os_hidden'), true);
    assert.equal((await demo.image('GET', `/v2/images/${id}/file`)).text, 'data');
  });

  test('a member protects her image against herself', async (t) => {
    const id = await createImage(t, demo);
    assert.equal((await patch(demo, id, [{ op: 'replace', path: '/protected', value: true }])).status, 200);
    assert.equal((await demo.image('DELETE', `/v2/images/${id}`)).status, 403);
    assert.equal((await patch(demo, id, [{ op: 'replace', path: '/name', value: 'x' }])).status, 200);
  });
});
