import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { file } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { assertImageError, explained, noImage } from '../harness/errors.ts';
import { createActiveImage, createImage } from '../harness/images.ts';
import type { WireAnswer } from '../harness/wire.ts';

const demo = await cloud.session('demo');
const alt = await cloud.session('alt');
const data = randomBytes(1000);
const md5 = createHash('md5').update(data).digest('hex');
const image = await createActiveImage(file, demo, data);

async function download(id: string, headers: Readonly<Record<string, string>> = {}): Promise<WireAnswer> {
  return await demo.image('GET', `/v2/images/${id}/file`, { headers });
}

const unavailable = (detail: string): string => explained('The Range requested is not available.', detail);
const badStart = (last: number): string =>
  unavailable(
    `Invalid start position in Range header. Start position MUST be in the inclusive range [0, ${last}].`,
  );

suite('Glance: downloading data', () => {
  test('the data come as they went, with their MD5', async () => {
    const answer = await download(image);
    assert.equal(answer.status, 200);
    assert.ok(answer.bytes.equals(data));
    assert.equal(answer.headers['content-type'], 'application/octet-stream');
    assert.equal(answer.headers['content-md5'], md5);
  });

  test('nothing else names this version of the data, or says that ranges are possible', async () => {
    const answer = await download(image);
    for (const name of ['etag', 'last-modified', 'accept-ranges', 'content-range', 'content-disposition']) {
      assert.equal(answer.headers[name], undefined, name);
    }
  });

  test('Accept does not change the form of data', async () => {
    for (const accept of ['*/*', 'application/json', 'text/html']) {
      const answer = await download(image, { Accept: accept });
      assert.equal(answer.headers['content-type'], 'application/octet-stream');
      assert.ok(answer.bytes.equals(data));
    }
  });

  test('validators are not looked at', async () => {
    assert.equal((await download(image, { 'If-None-Match': '*' })).status, 200);
    assert.equal((await download(image, { Range: 'bytes=0-9', 'If-Range': '"x"' })).status, 206);
  });

  const ranges: readonly (readonly [string, number, number])[] = [
    ['bytes=0-9', 0, 9],
    ['bytes=990-', 990, 999],
    ['bytes=-10', 990, 999],
    ['bytes=0-', 0, 999],
    ['bytes=0-999', 0, 999],
    ['bytes=0-5000', 0, 999],
    ['bytes=999-999', 999, 999],
    ['bytes=-2000', 0, 999],
    ['bytes=-0', 0, 999],
    ['Bytes=1-2', 1, 2],
  ];
  for (const [range, first, last] of ranges) {
    test(`Range: ${range} gives bytes ${first}-${last}`, async () => {
      const answer = await download(image, { Range: range });
      assert.equal(answer.status, 206);
      assert.ok(answer.bytes.equals(data.subarray(first, last + 1)));
      assert.equal(answer.headers['content-range'], `bytes ${first}-${last}/1000`);
      assert.equal(answer.headers['content-length'], String(last - first + 1));
      assert.equal(answer.headers['content-type'], 'application/octet-stream');
      assert.equal(answer.headers['content-md5'], md5, 'the MD5 of the whole, not of the range');
    });
  }

  for (const range of ['bytes=1000-', 'bytes=1000-1001', 'bytes=5000-']) {
    test(`Range: ${range} begins past the end: 416 without a Content-Range`, async () => {
      const answer = await download(image, { Range: range });
      assertImageError(answer, 416, badStart(999));
      assert.equal(answer.headers['content-range'], undefined);
    });
  }

  for (const range of ['bytes=5-2', 'chars=0-1', 'bytes=x', 'bytes=', '0-9']) {
    test(`Range: ${range} is no range: 416`, async () => {
      assertImageError(await download(image, { Range: range }), 416, unavailable('Invalid Range header.'));
    });
  }

  for (const range of ['bytes=0-1,3-4', 'bytes=0-1, 3-4']) {
    test(`Range: ${range} are several ranges: 400`, async () => {
      const reason =
        'Requests with multiple ranges are not supported in Glance. You may make multiple single-range requests ' +
        'instead.';
      assertImageError(await download(image, { Range: range }), 400, explained(reason));
    });
  }

  test('a Content-Range in the request is taken for a Range', async () => {
    const answer = await download(image, { 'Content-Range': 'bytes 0-9/*' });
    assert.equal(answer.status, 206);
    assert.ok(answer.bytes.equals(data.subarray(0, 10)));
  });

  test('an image without data is a 204, not an error', async (t) => {
    const id = await createImage(t, demo);
    const answer = await download(id);
    assert.equal(answer.status, 204);
    assert.equal(answer.bytes.length, 0);
    assert.equal(answer.headers['content-type'], undefined);
    assert.equal(answer.headers['content-md5'], undefined);
  });

  test('a range of an image without data is a 500 without a body', async (t) => {
    const id = await createImage(t, demo);
    const answer = await download(id, { Range: 'bytes=0-1' });
    assert.equal(answer.status, 500);
    assert.equal(answer.text, '');
  });

  test('an active image of no bytes is a 200 of no bytes', async (t) => {
    const id = await createActiveImage(t, demo, '');
    const answer = await download(id);
    assert.equal(answer.status, 200);
    assert.equal(answer.bytes.length, 0);
    assert.equal(answer.headers['content-md5'], createHash('md5').digest('hex'));
    assertImageError(await download(id, { Range: 'bytes=0-0' }), 416, badStart(-1));
  });

  test('HEAD is a 405 that names the methods there are', async () => {
    const answer = await demo.image('HEAD', `/v2/images/${image}/file`);
    assert.equal(answer.status, 405);
    assert.deepEqual((answer.headers['allow'] ?? '').split(', ').toSorted(), ['GET', 'PUT']);
  });

  test('an image that is not there, or not visible, is a 404', async () => {
    const nobody = randomUUID();
    assertImageError(await download(nobody), 404, noImage(nobody));
    assertImageError(await alt.image('GET', `/v2/images/${image}/file`), 404, noImage(image));
  });
});
