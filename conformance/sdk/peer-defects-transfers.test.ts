import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';

import { Conflict, Forbidden, NoImageDataError, NotFound, OptionError } from '@ostk/sdk';

import { suite } from '../harness/cloud.ts';
import { deleteAfter, uniqueName } from '../harness/images.ts';
import { serveToCloud } from '../harness/web-source.ts';
import { connectAs, create, failure, upload } from './support.ts';

const demo = await connectAs('demo');
const admin = await connectAs('admin');
const bytes = new TextEncoder().encode('what is in the image');
const sha512 = createHash('sha512').update(bytes).digest('hex');
const formats = { diskFormat: 'raw', containerFormat: 'bare' } as const;

suite('SDK: where other clients go wrong in moving data', () => {
  test('uploading: the source is read once, and the digest is compared all the same', async (t) => {
    let opened = 0;
    const image = await upload(t, demo, {
      data: () => {
        opened += 1;
        return Readable.from([bytes]);
      },
    });
    assert.equal(opened, 1);
    assert.equal(image.osHashValue, sha512);
  });

  test('uploading: a stream of unknown size is verified as well, and closed', async (t) => {
    const stream = Readable.from([bytes]);
    const image = await upload(t, demo, { data: stream });
    assert.deepEqual([image.size, image.osHashValue], [bytes.length, sha512]);
    assert.ok(stream.destroyed);
  });

  test('uploading: another image of the same name and content is left alone', async (t) => {
    const name = uniqueName();
    const one = await upload(t, demo, { name, data: bytes });
    const other = await upload(t, demo, { name, data: bytes });
    assert.notEqual(other.id, one.id);
    assert.deepEqual(await demo.image.getImage(one), one);
  });

  test('uploading: what was active is answered, not what was there before the upload', async (t) => {
    const queued = await create(t, demo);
    const image = await demo.image.uploadImageData(queued, bytes);
    assert.deepEqual([image.status, image.size, image.osHashValue], ['active', bytes.length, sha512]);
  });

  test('uploading: data for an image that has some are a Conflict, and change nothing', async (t) => {
    const image = await upload(t, demo, { data: bytes });
    await failure(demo.image.uploadImageData(image, new Uint8Array([1])), Conflict);
    assert.deepEqual(await demo.image.downloadImage(image), bytes);
  });

  test('creating: from a URL needs no further flag, and answers the active image', async (t) => {
    const url = await serveToCloud(t, (request, response) => {
      response.setHeader('Content-Length', bytes.length);
      response.end(request.method === 'HEAD' ? undefined : bytes);
    });
    const image = await demo.image.createImage({ name: uniqueName(), from: `${url}/image`, ...formats });
    deleteAfter(t, image.id);
    assert.deepEqual([image.status, image.osHashValue], ['active', sha512]);
  });

  test('creating: from a URL with one format only is refused, and leaves no image', async () => {
    const name = uniqueName();
    const options = { name, from: 'http://127.0.0.1:18080/image', diskFormat: 'raw' } as const;
    await failure(demo.image.createImage(options), OptionError);
    assert.deepEqual(await demo.image.images({ name }).toArray(), []);
  });

  test('downloading: an error keeps its kind when the data go to a file, and leaves no file', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'ostk-'));
    t.after(() => rm(folder, { recursive: true }));
    const output = join(folder, 'image');
    const locked = await upload(t, demo, { data: bytes });
    await admin.image.deactivateImage(locked);
    const gone = await upload(t, demo, { data: bytes });
    await demo.image.deleteImage(gone);
    await failure(demo.image.downloadImage(await create(t, demo), { output }), NoImageDataError);
    await failure(demo.image.downloadImage(locked, { output }), Forbidden);
    await failure(demo.image.downloadImage(gone, { output }), NotFound);
    assert.deepEqual(await readdir(folder), []);
  });

  test('downloading: what comes back are the data, or a file that has them', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'ostk-'));
    t.after(() => rm(folder, { recursive: true }));
    const image = await upload(t, demo, { data: bytes });
    assert.deepEqual(await demo.image.downloadImage(image), bytes);
    const file = await demo.image.downloadImage(image, { output: join(folder, 'image') });
    assert.deepEqual([file.path, file.size, file.verified], [join(folder, 'image'), bytes.length, true]);
  });

  test('images: what Glance itself says of them is not among their properties', async (t) => {
    const image = await upload(t, demo, { data: bytes, properties: { os_distro: 'debian' } });
    assert.deepEqual(Object.keys(image.properties), ['os_distro']);
    assert.deepEqual(image.stores, ['fast']);
  });

  test('images: what an import leaves on them is in the way of no change', async (t) => {
    const image = await create(t, demo);
    await demo.image.stageImage(image, bytes);
    await demo.image.importImage(image, { method: 'glance-direct' });
    const { properties } = await demo.image.updateImage(image, { properties: { os_distro: 'debian' } });
    assert.equal(properties['os_distro'], 'debian');
    assert.deepEqual(await demo.image.downloadImage(image), bytes);
  });
});
