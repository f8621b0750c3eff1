import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { cloud, suite } from '../harness/cloud.ts';
import { assertImageError, explained, noImage, unsupported } from '../harness/errors.ts';
import {
  createActiveImage,
  createImage,
  deleteAfter,
  putData,
  showImage,
  waitForStatus,
} from '../harness/images.ts';
import { at, listAt, stringAt } from '../harness/json.ts';
import type { Json } from '../harness/json.ts';
import { startUpload } from '../harness/partial-upload.ts';
import type { Framing } from '../harness/partial-upload.ts';
import { login } from '../harness/session.ts';

const demo = await cloud.session('demo');
const alt = await cloud.session('alt');
const digest = (algorithm: string, data: Uint8Array | string): string =>
  createHash(algorithm).update(data).digest('hex');

function assertHolds(image: Json, data: Uint8Array | string): void {
  assert.equal(at(image, 'status'), 'active');
  assert.equal(at(image, 'size'), data.length);
  assert.equal(at(image, 'checksum'), digest('md5', data));
  assert.equal(at(image, 'os_hash_algo'), 'sha512');
  assert.equal(at(image, 'os_hash_value'), digest('sha512', data));
}

async function* chunks(...data: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* data;
}

suite('Glance: uploading data', () => {
  test('data with a length make the image active, with size and hashes', async (t) => {
    const data = randomBytes(100_000);
    const id = await createImage(t, demo);
    const answer = await putData(demo, id, data);
    assert.equal(answer.status, 204);
    assert.equal(answer.text, '');
    assert.equal(answer.headers['content-type'], 'text/html; charset=UTF-8');
    const image = await showImage(demo, id);
    assertHolds(image, data);
    assert.equal(at(image, 'virtual_size'), data.length);
  });

  test('data in chunks do the same', async (t) => {
    const [first, second] = [randomBytes(70_000), randomBytes(30_001)];
    const id = await createImage(t, demo);
    assert.equal((await putData(demo, id, chunks(first, second))).status, 204);
    assertHolds(await showImage(demo, id), Buffer.concat([first, second]));
  });

  test('no data at all make the image active too, with size 0, for ever', async (t) => {
    const id = await createImage(t, demo);
    assert.equal((await putData(demo, id, '')).status, 204);
    const image = await showImage(demo, id);
    assertHolds(image, '');
    assert.equal(at(image, 'virtual_size'), null);
    const again = await putData(demo, id, 'data');
    assertImageError(again, 409, explained('Image status transition from active to saving is not allowed'));
  });

  test('a second upload is a 409 and changes nothing', async (t) => {
    const id = await createActiveImage(t, demo, 'first');
    for (const data of ['second', '']) {
      const answer = await putData(demo, id, data);
      assertImageError(
        answer,
        409,
        explained('Image status transition from active to saving is not allowed'),
      );
    }
    assertHolds(await showImage(demo, id), 'first');
  });

  for (const framing of ['content-length', 'chunked'] satisfies readonly Framing[]) {
    test(`an upload by ${framing} that is cut off returns the image to queued, and may be done again`, async (t) => {
      const data = randomBytes(200_000);
      const id = await createImage(t, demo);
      const upload = await startUpload(demo, id, data, framing);
      await waitForStatus(demo, id, 'saving');
      const second = await putData(demo, id, data);
      assertImageError(
        second,
        409,
        explained('Image status transition from saving to saving is not allowed'),
      );
      await upload.cut();
      const image = await waitForStatus(demo, id, 'queued');
      for (const name of ['size', 'checksum', 'os_hash_algo', 'os_hash_value'])
        assert.equal(at(image, name), null);
      assert.equal((await putData(demo, id, data)).status, 204);
      assertHolds(await showImage(demo, id), data);
    });
  }

  test('an image may be deleted while its data come, and the upload ends in a 410', async (t) => {
    const id = await createImage(t, demo);
    const upload = await startUpload(demo, id, randomBytes(200_000), 'content-length');
    await waitForStatus(demo, id, 'saving');
    assert.equal((await demo.image('DELETE', `/v2/images/${id}`)).status, 204);
    const answer = await upload.finish();
    assert.equal(answer.status, 410, answer.text);
    assertImageError(await demo.image('GET', `/v2/images/${id}`), 404, noImage(id));
  });

  test('a token is looked at when an upload begins: revoking it later does not stop the upload', async (t) => {
    const data = randomBytes(200_000);
    const id = await createImage(t, demo);
    const doomed = await login(cloud.config('demo'));
    const upload = await startUpload(doomed, id, data, 'content-length');
    await waitForStatus(demo, id, 'saving');
    const headers = { 'X-Subject-Token': doomed.token };
    assert.equal((await demo.identity('DELETE', '/v3/auth/tokens', { headers })).status, 204);
    assert.equal((await upload.finish()).status, 204);
    assertHolds(await showImage(demo, id), data);
  });

  for (const [what, type, named] of [
    ['another media type', 'application/json', 'application/json'],
    ['no media type', null, 'text/plain'],
  ] as const) {
    test(`${what} is a 415 and leaves the image queued`, async (t) => {
      const id = await createImage(t, demo);
      assertImageError(await putData(demo, id, 'x', { 'Content-Type': type }), 415, unsupported(named));
      assert.equal(at(await showImage(demo, id), 'status'), 'queued');
    });
  }

  test('an image without formats takes no data: 400', async (t) => {
    const answer = await demo.image('POST', '/v2/images', { json: {} });
    const id = deleteAfter(t, stringAt(answer.json, 'id'));
    const reason = 'Properties disk_format, container_format must be set prior to saving data.';
    assertImageError(await putData(demo, id, 'x'), 400, explained(reason));
    assert.equal(at(await showImage(demo, id), 'status'), 'queued');
  });

  test('x-openstack-image-size with the right size is welcome', async (t) => {
    const id = await createImage(t, demo);
    assert.equal((await putData(demo, id, '12345', { 'x-openstack-image-size': '5' })).status, 204);
    assertHolds(await showImage(demo, id), '12345');
  });

  test('x-openstack-image-size with a wrong size is ignored or refused, by release', async (t) => {
    const id = await createImage(t, demo);
    const answer = await putData(demo, id, '12345', { 'x-openstack-image-size': '9' });
    assert.equal(answer.status, cloud.release.sizeHeaderIsChecked ? 400 : 204);
    if (!cloud.release.sizeHeaderIsChecked) assertHolds(await showImage(demo, id), '12345');
  });

  test('x-image-meta-store chooses the store, and the image names it', async (t) => {
    const stores = listAt((await demo.image('GET', '/v2/info/stores')).json, 'stores');
    for (const store of stores.map((each) => stringAt(each, 'id'))) {
      const id = await createImage(t, demo);
      assert.equal((await putData(demo, id, 'x', { 'x-image-meta-store': store })).status, 204);
      assert.equal(at(await showImage(demo, id), 'stores'), store);
    }
    const standard = stores.find((each) => at(each, 'default') === 'true');
    const id = await createActiveImage(t, demo, 'x');
    assert.equal(at(await showImage(demo, id), 'stores'), at(standard, 'id'));
  });

  test('a store that is not there is a 400 and leaves the image queued', async (t) => {
    const id = await createImage(t, demo);
    const answer = await putData(demo, id, 'x', { 'x-image-meta-store': 'nowhere' });
    assertImageError(answer, 400, explained('Store for identifier nowhere not found'));
    assert.equal(at(await showImage(demo, id), 'status'), 'queued');
  });

  test('an image that is not there, or not visible, is a 404', async (t) => {
    const nobody = randomUUID();
    assertImageError(await putData(demo, nobody, 'x'), 404, noImage(nobody));
    const id = await createImage(t, demo);
    assertImageError(await putData(alt, id, 'x'), 404, noImage(id));
  });
});
