import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { cloud, suite } from '../harness/cloud.ts';
import { assertImageError, assertSchemaError, explained } from '../harness/errors.ts';
import { createImage, showImage } from '../harness/images.ts';
import { stringsAt } from '../harness/json.ts';

const demo = await cloud.session('demo');
const alt = await cloud.session('alt');
const missing = (id: string): string => explained(`Image ${id} not found.`);

suite('Glance: tags', () => {
  test('a tag is put on, once, and taken off', async (t) => {
    const id = await createImage(t, demo, { tags: ['old'] });
    for (let count = 0; count < 2; count += 1) {
      const answer = await demo.image('PUT', `/v2/images/${id}/tags/new`);
      assert.equal(answer.status, 204);
      assert.equal(answer.text, '');
    }
    assert.deepEqual(stringsAt(await showImage(demo, id), 'tags').toSorted(), ['new', 'old']);
    assert.equal((await demo.image('DELETE', `/v2/images/${id}/tags/new`)).status, 204);
    assert.deepEqual(stringsAt(await showImage(demo, id), 'tags'), ['old']);
  });

  test('a space in a tag is encoded in the path', async (t) => {
    const id = await createImage(t, demo);
    assert.equal((await demo.image('PUT', `/v2/images/${id}/tags/a%20b`)).status, 204);
    assert.deepEqual(stringsAt(await showImage(demo, id), 'tags'), ['a b']);
    assert.equal((await demo.image('DELETE', `/v2/images/${id}/tags/a%20b`)).status, 204);
  });

  test('a slash in a tag is no part of the path, encoded or not: 404', async (t) => {
    const id = await createImage(t, demo);
    const answer = await demo.image('PUT', `/v2/images/${id}/tags/a%2Fb`);
    assertImageError(answer, 404, explained('The resource could not be found.'));
  });

  test('a tag that is not there is not taken off: 404', async (t) => {
    const id = await createImage(t, demo);
    const answer = await demo.image('DELETE', `/v2/images/${id}/tags/none`);
    assertImageError(answer, 404, explained('The resource could not be found.'));
  });

  test('a tag has at most 255 characters', async (t) => {
    const id = await createImage(t, demo);
    const long = 'x'.repeat(256);
    assertSchemaError(await demo.image('PUT', `/v2/images/${id}/tags/${long}`), `'${long}' is too long`);
    assert.equal((await demo.image('PUT', `/v2/images/${id}/tags/${long.slice(1)}`)).status, 204);
  });

  test('an image that is not there, or not visible, is a 404', async (t) => {
    const nobody = randomUUID();
    assertImageError(await demo.image('PUT', `/v2/images/${nobody}/tags/a`), 404, missing(nobody));
    const id = await createImage(t, demo, { tags: ['a'] });
    assertImageError(await alt.image('PUT', `/v2/images/${id}/tags/b`), 404, missing(id));
    assertImageError(await alt.image('DELETE', `/v2/images/${id}/tags/a`), 404, missing(id));
  });
});
