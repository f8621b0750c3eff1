import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { login, messageOf } from '../support/client.ts';
import { startCloud } from '../support/cloud.ts';
import { eventually, openUpload } from '../support/raw.ts';
import { download } from '../support/transfer.ts';

const digest = (algorithm: string, data: Uint8Array): string =>
  createHash(algorithm).update(data).digest('hex');

describe('image data', () => {
  test('what goes in comes out, and the record tells its size and hashes', async (t) => {
    const cloud = await startCloud(t);
    const demo = await login(cloud, 'demo');
    const { id } = await demo.createImage();
    const data = randomBytes(3_000_000);
    assert.equal((await demo.upload(id, data)).status, 204);
    const image = await demo.getImage(id);
    assert.equal(image['status'], 'active');
    assert.equal(image['size'], data.length);
    assert.equal(image['checksum'], digest('md5', data));
    assert.equal(image['os_hash_value'], digest('sha512', data));
    const url = `${cloud.url('image')}/v2/images/${id}/file`;
    const got = await download(url, { 'X-Auth-Token': demo.token });
    assert.ok(got.bytes.equals(data));
  });

  test('the first download has no length, the second comes from the cache and has one', async (t) => {
    const cloud = await startCloud(t);
    const demo = await login(cloud, 'demo');
    const { id } = await demo.createImage();
    await demo.upload(id, Buffer.from('abcdef'));
    assert.equal((await demo.download(id)).headers['transfer-encoding'], 'chunked');
    assert.equal((await demo.download(id)).headers['content-length'], '6');
  });

  test('a range gives its bytes', async (t) => {
    const cloud = await startCloud(t);
    const demo = await login(cloud, 'demo');
    const { id } = await demo.createImage();
    await demo.upload(id, Buffer.from('abcdef'));
    const cases = [
      ['bytes=1-2', 'bc', 'bytes 1-2/6'],
      ['bytes=4-', 'ef', 'bytes 4-5/6'],
      ['bytes=-1', 'f', 'bytes 5-5/6'],
      ['bytes=0-99', 'abcdef', 'bytes 0-5/6'],
    ] as const;
    for (const [range, text, contentRange] of cases) {
      const answer = await demo.download(id, { Range: range });
      assert.equal(answer.status, 206, range);
      assert.equal(answer.text, text, range);
      assert.equal(answer.headers['content-range'], contentRange, range);
    }
    assert.equal((await demo.download(id, { Range: 'bytes=6-' })).status, 416);
    assert.equal((await demo.download(id, { Range: 'bytes=0-1,3-4' })).status, 400);
  });

  test('an upload that is cut puts the image back and leaves nothing in the store', async (t) => {
    const cloud = await startCloud(t);
    const demo = await login(cloud, 'demo');
    const { id } = await demo.createImage();
    const socket = await openUpload(cloud, demo, id, { 'Content-Length': '100' });
    socket.write('some');
    await eventually(
      () => demo.getImage(id),
      (image) => image['status'] === 'saving',
    );
    socket.destroy();
    await eventually(
      () => demo.getImage(id),
      (image) => image['status'] === 'queued',
    );
    assert.equal((await demo.upload(id, Buffer.from('all of it'))).status, 204);
    assert.equal((await demo.download(id)).text, 'all of it');
  });

  test('an image that is deleted while its data come ends the upload with 410', async (t) => {
    const cloud = await startCloud(t);
    const demo = await login(cloud, 'demo');
    const { id } = await demo.createImage();
    const socket = await openUpload(cloud, demo, id, { 'Content-Length': '8' });
    socket.write('some');
    await eventually(
      () => demo.getImage(id),
      (image) => image['status'] === 'saving',
    );
    assert.equal((await demo.call(`/v2/images/${id}`, { method: 'DELETE' })).status, 204);
    socket.write('more');
    const [answer] = await once(socket, 'data');
    assert.match(String(answer), /^HTTP\/1\.1 410 Gone/);
    socket.destroy();
  });

  test('a client that expects 100 Continue is told no before it sends anything', async (t) => {
    const cloud = await startCloud(t);
    const demo = await login(cloud, 'demo');
    const { id } = await demo.createImage();
    await demo.upload(id, Buffer.from('there'));
    const socket = await openUpload(cloud, demo, id, { 'Content-Length': '9', Expect: '100-continue' });
    const [answer] = await once(socket, 'data');
    assert.match(String(answer), /^HTTP\/1\.1 409 Conflict/);
    socket.destroy();
  });

  test('and is told to go on when all is well', async (t) => {
    const cloud = await startCloud(t);
    const demo = await login(cloud, 'demo');
    const { id } = await demo.createImage();
    const socket = await openUpload(cloud, demo, id, { 'Content-Length': '2', Expect: '100-continue' });
    const [proceed] = await once(socket, 'data');
    assert.match(String(proceed), /^HTTP\/1\.1 100 Continue/);
    socket.write('ok');
    const [answer] = await once(socket, 'data');
    assert.match(String(answer), /^HTTP\/1\.1 204 No Content/);
    socket.destroy();
  });

  test('a store of the user’s choice; the file goes with the image', async (t) => {
    const cloud = await startCloud(t);
    const demo = await login(cloud, 'demo');
    const { id } = await demo.createImage();
    await demo.upload(id, Buffer.from('x'), { 'X-Image-Meta-Store': 'cheap' });
    const image = JSON.parse(JSON.stringify(await demo.getImage(id)));
    assert.equal(image.stores, 'cheap');
    const file = fileURLToPath(image.locations[0].url);
    assert.ok(existsSync(file));
    await demo.call(`/v2/images/${id}`, { method: 'DELETE' });
    assert.equal(existsSync(file), false);
    const { id: other } = await demo.createImage();
    const answer = await demo.upload(other, Buffer.from('x'), { 'X-Image-Meta-Store': 'nowhere' });
    assert.equal(answer.status, 400);
    assert.equal(messageOf(answer), 'Store for identifier nowhere not found');
  });
});
