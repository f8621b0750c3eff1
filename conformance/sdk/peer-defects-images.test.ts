import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import {
  AmbiguousNameError,
  BadRequest,
  Conflict,
  Forbidden,
  NoImageDataError,
  NotFound,
  OptionError,
} from '@ostk/sdk';
import type { Image } from '@ostk/sdk';

import { suite } from '../harness/cloud.ts';
import { deleteAfter, uniqueName } from '../harness/images.ts';
import { connectAs, create, failure, refusal, upload } from './support.ts';

const demo = await connectAs('demo');
const alt = await connectAs('alt');
const admin = await connectAs('admin');

const ids = (images: readonly Image[]): readonly string[] => images.map(({ id }) => id).toSorted();

suite('SDK: where other clients of images go wrong', () => {
  test('listing: a filter that is given twice still counts on the second page', async (t) => {
    const [one, two] = [uniqueName(), uniqueName()];
    const both = [];
    for (let count = 0; count < 3; count += 1) both.push(await create(t, demo, { tags: [one, two] }));
    await create(t, demo, { tags: [one] });
    await create(t, demo, { tags: [two] });
    const listed = await demo.image.images({ tag: [one, two], limit: 1 }).toArray();
    assert.deepEqual(ids(listed), ids(both));
  });

  test('listing: an unknown filter is an error, not a list of everything', () => {
    const query: object = { flavour: 'x' };
    assert.match(refusal(() => demo.image.images(query), OptionError).message, /no option flavour/);
  });

  test('listing: formats are filtered by the service', async (t) => {
    const name = uniqueName();
    const image = await create(t, demo, { name, diskFormat: 'qcow2' });
    await create(t, demo, { name, diskFormat: 'raw' });
    assert.deepEqual(ids(await demo.image.images({ name, diskFormat: 'qcow2' }).toArray()), [image.id]);
    assert.equal((await demo.image.images({ name, containerFormat: 'bare' }).toArray()).length, 2);
  });

  test('listing: properties are filtered by the service', async (t) => {
    const value = uniqueName();
    const image = await create(t, demo, { properties: { os_distro: value } });
    assert.deepEqual(ids(await demo.image.images({ properties: { os_distro: value } }).toArray()), [
      image.id,
    ]);
  });

  test('listing: digests are filtered by the service', async (t) => {
    const image = await upload(t, demo, { data: { text: uniqueName() } });
    const { checksum, osHashValue } = image;
    assert.ok(checksum !== null && osHashValue !== null);
    assert.deepEqual(ids(await demo.image.images({ checksum }).toArray()), [image.id]);
    assert.deepEqual(ids(await demo.image.images({ osHashValue }).toArray()), [image.id]);
  });

  test('listing: sizes are sorted as numbers, by the service, also on the first page alone', async (t) => {
    const name = uniqueName();
    const sizes = [9, 100, 20];
    for (const size of sizes) await upload(t, demo, { name, data: new Uint8Array(size).fill(1) });
    const sorted = demo.image.images({ name, sort: 'size:asc', limit: 2, maxItems: 2 });
    assert.deepEqual(
      (await sorted.toArray()).map(({ size }) => size),
      [9, 20],
    );
  });

  test('listing: an image without a name has null, and is not an error', async (t) => {
    const image = await demo.image.createImage({ diskFormat: 'raw', containerFormat: 'bare' });
    deleteAfter(t, image.id);
    assert.equal(image.name, null);
    const [listed] = await demo.image.images({ id: image.id }).toArray();
    assert.equal(listed?.name, null);
    await demo.image.uploadImageData(image, { text: 'data' });
    assert.equal((await demo.image.downloadImage(image)).length, 4);
  });

  test('finding: a name with a colon in it is not taken for an operator', async (t) => {
    const name = `ubuntu:${uniqueName()}`;
    const image = await create(t, demo, { name });
    assert.equal((await demo.image.findImage(name))?.id, image.id);
  });

  test('finding: two of a name are an error that lists both, not the first', async (t) => {
    const name = uniqueName();
    const both = [await create(t, demo, { name }), await create(t, demo, { name })];
    const error = await failure(demo.image.findImage(name), AmbiguousNameError);
    assert.deepEqual(error.candidates.map(({ id }) => id).toSorted(), ids(both));
  });

  test('finding: a hidden image is found, by its name and by its id', async (t) => {
    const image = await create(t, demo, { osHidden: true });
    assert.equal((await demo.image.findImage(image.name ?? ''))?.id, image.id);
    assert.equal((await demo.image.findImage(image.id))?.id, image.id);
  });

  test('finding: what is an id by its looks but a name in truth is found', async (t) => {
    const name = randomUUID();
    const image = await create(t, demo, { name });
    assert.equal((await demo.image.findImage(name))?.id, image.id);
  });

  test('creating: a local file that is called like the image is not uploaded', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'ostk-conformance-'));
    t.after(() => rm(folder, { recursive: true }));
    const name = join(folder, uniqueName());
    await writeFile(name, 'not for you');
    const image = await create(t, demo, { name });
    assert.deepEqual([image.status, image.size], ['queued', null]);
  });

  test('creating: no format is guessed', async (t) => {
    const image = await demo.image.createImage({ name: uniqueName() });
    deleteAfter(t, image.id);
    assert.deepEqual([image.diskFormat, image.containerFormat], [null, null]);
  });

  test('creating: no properties are added that nobody asked for', async (t) => {
    const image = await upload(t, demo, { data: { text: 'data' }, properties: { mine: 'x' } });
    assert.deepEqual(Object.keys((await demo.image.getImage(image)).properties), ['mine']);
  });

  test('creating: an image can be hidden from the start', async (t) => {
    assert.equal((await create(t, demo, { osHidden: true })).osHidden, true);
  });

  test('creating: a value that is no text is refused, not written as "True"', async () => {
    const attributes: object = { properties: { hw_qemu_guest_agent: true } };
    const error = await failure(demo.image.createImage(attributes), OptionError);
    assert.match(error.message, /must be text: write 'true'/);
  });

  test('creating: every container format that the service knows can be given', async (t) => {
    assert.equal((await create(t, demo, { containerFormat: 'compressed' })).containerFormat, 'compressed');
  });

  test('creating: bytes are uploaded as they are, with their size', async (t) => {
    const image = await upload(t, demo, { data: new Uint8Array([0, 255, 10, 13]) });
    assert.deepEqual([...(await demo.image.downloadImage(image))], [0, 255, 10, 13]);
    assert.equal(image.size, 4);
  });

  test('uploading: an empty file is refused, not made an image of zero bytes', async () => {
    const name = uniqueName();
    const work = demo.image.uploadImage({
      name,
      data: new Uint8Array(),
      diskFormat: 'raw',
      containerFormat: 'bare',
    });
    await failure(work, OptionError);
    assert.deepEqual(await demo.image.images({ name }).toArray(), []);
  });

  test('uploading: a refusal is an error, and the image is not left queued', async () => {
    const name = uniqueName();
    await failure(demo.image.uploadImage({ name, data: { text: 'data' } }), BadRequest);
    assert.deepEqual(await demo.image.images({ name }).toArray(), []);
  });

  test('uploading: a record that is there gets its data', async (t) => {
    const record = await create(t, demo);
    assert.equal((await demo.image.uploadImageData(record.id, { text: 'data' })).status, 'active');
    await failure(demo.image.uploadImageData(record.id, { text: 'data' }), Conflict);
  });

  test('downloading: a refusal is an error, not the content of a file', async (t) => {
    const image = await upload(t, demo, { data: { text: 'data' } });
    await admin.image.deactivateImage(image);
    const folder = await mkdtemp(join(tmpdir(), 'ostk-conformance-'));
    t.after(() => rm(folder, { recursive: true }));
    const output = join(folder, 'image');
    await failure(demo.image.downloadImage(image, { output }), Forbidden);
    await failure(demo.image.downloadImage(image, { stream: true }), Forbidden);
    assert.deepEqual(await readdir(folder), []);
  });

  test('downloading: an image without data is an error, not an empty file', async (t) => {
    await failure(demo.image.downloadImage(await create(t, demo)), NoImageDataError);
  });

  test('downloading: a stream is verified as well', async (t) => {
    const image = await upload(t, demo, { data: { text: 'data' } });
    const stream = await demo.image.downloadImage(image, { stream: true });
    assert.equal(stream.digest?.value, image.osHashValue);
    let size = 0;
    for await (const chunk of stream) size += chunk.length;
    assert.equal(size, 4);
  });

  test('changing: an image that is given by its id loses properties as well', async (t) => {
    const { id } = await create(t, demo, { properties: { gone: 'x', kept: 'y' } });
    const changed = await demo.image.updateImage(id, { properties: { gone: null } });
    assert.deepEqual(changed.properties, { kept: 'y' });
  });

  test('changing: names of properties with / and ~ in them are escaped', async (t) => {
    const image = await create(t, demo);
    const properties = { 'a/b': '1', 'c~d': '2', '~1': '3' };
    assert.deepEqual((await demo.image.updateImage(image, { properties })).properties, properties);
    const less = await demo.image.updateImage(image, { properties: { 'a/b': null, '~1': null } });
    assert.deepEqual(less.properties, { 'c~d': '2' });
  });

  test('changing: zero is a value', async (t) => {
    const image = await create(t, demo, { minDisk: 5, minRam: 512 });
    const changed = await demo.image.updateImage(image, { minDisk: 0, minRam: 0 });
    assert.deepEqual([changed.minDisk, changed.minRam], [0, 0]);
  });

  test('changing: several changes happen together or not at all', async (t) => {
    const image = await create(t, demo, { tags: ['a'], properties: { p: '1' } });
    const name = uniqueName();
    const work = demo.image.updateImage(image, {
      name,
      tags: ['b'],
      properties: { p: '2' },
      visibility: 'public',
    });
    await failure(work, Forbidden);
    assert.deepEqual(await demo.image.getImage(image), image);
  });

  test('changing: what is the same is not sent', async (t) => {
    const image = await create(t, demo, { tags: ['a', 'b'], properties: { p: '1' } });
    const same = { name: image.name, tags: ['b', 'a'], properties: { p: '1' } };
    const after = await demo.image.updateImage(image, same);
    assert.deepEqual({ ...after, tags: after.tags.toSorted() }, { ...image, tags: image.tags.toSorted() });
  });

  test('changing: digests are not offered for change: they are the service’s', async (t) => {
    const image = await create(t, demo);
    const changes: object = { checksum: 'x' };
    await failure(demo.image.updateImage(image, changes), OptionError);
    await failure(demo.image.updateImage(image, { properties: { os_hash_value: 'x' } }), OptionError);
  });

  test('changing: instance_uuid is the property that servers have', async (t) => {
    const properties = { instance_uuid: randomUUID() };
    const image = await create(t, demo, { properties });
    assert.deepEqual(image.properties, properties);
  });

  test('deleting: what is not there is NotFound, whatever stores there are', async () => {
    const error = await failure(demo.image.deleteImage(randomUUID()), NotFound);
    assert.match(error.reason, /Failed to find image/);
    assert.notEqual(error.requestId, undefined);
  });

  test('errors: the reason is the service’s own, without marks of HTML', async (t) => {
    const image = await create(t, demo, { visibility: 'community' });
    const error = await failure(alt.image.updateImage(image, { name: 'x' }), Forbidden);
    assert.doesNotMatch(error.message, /[<>\n]/);
    assert.ok(error.reason.length > 10 && error.message.includes(error.reason));
    assert.match(error.message, /\(request req-/);
  });
});
