import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import type { Image, TransferProgress, UploadData } from '@ostk/sdk';

import { file } from '../harness/cleanup.ts';
import { suite } from '../harness/cloud.ts';
import { lacksQemu, makeDiskImage } from '../harness/disk-image.ts';
import { uniqueName } from '../harness/images.ts';
import { connectAs, create, upload } from './support.ts';

const demo = await connectAs('demo');
// Three chunks of a file and a little more.
const bytes = randomBytes(3 * 1024 * 1024 + 17);
const folder = await mkdtemp(join(tmpdir(), 'ostk-upload-'));
file.after(() => rm(folder, { recursive: true }));
const path = join(folder, 'dätä #1.raw');
await writeFile(path, bytes);

function assertHolds(image: Image, data: Uint8Array): void {
  const digest = (algorithm: string): string => createHash(algorithm).update(data).digest('hex');
  assert.equal(image.status, 'active');
  assert.equal(image.size, data.length);
  assert.equal(image.checksum, digest('md5'));
  assert.equal(image.osHashAlgo, 'sha512');
  assert.equal(image.osHashValue, digest('sha512'));
}

function* parts(): Generator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += 100_003)
    yield bytes.subarray(offset, offset + 100_003);
}

async function* asyncParts(): AsyncGenerator<Uint8Array> {
  yield* parts();
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

function webStream(): ReadableStream<Uint8Array> {
  const chunks = parts();
  return new ReadableStream({
    pull(controller) {
      const { done, value } = chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
  });
}

// Made anew for each test: most of them can be read once.
const sources: readonly (readonly [string, () => UploadData])[] = [
  ['a path', () => path],
  ['a file: URL', () => pathToFileURL(path)],
  ['a Blob', () => new Blob([bytes])],
  ['a File', () => new File([bytes], 'name')],
  ['a Uint8Array', () => new Uint8Array(bytes)],
  ['a Buffer', () => bytes],
  ['an ArrayBuffer', () => new Uint8Array(bytes).buffer],
  ['a Node stream', () => createReadStream(path)],
  ['a web stream', webStream],
  ['an async iterable', asyncParts],
  ['an iterable', parts],
  ['a function that opens a Node stream', () => () => createReadStream(path)],
  ['a function that opens a web stream', () => webStream],
  ['a function that opens a stream later', () => async () => Readable.from(parts())],
];

suite('SDK: uploading images', () => {
  for (const [what, open] of sources) {
    test(`from ${what}`, async (t) => {
      assertHolds(await upload(t, demo, { data: open() }), bytes);
    });
    test(`from ${what}, with its size given`, async (t) => {
      assertHolds(await upload(t, demo, { data: open(), size: bytes.length }), bytes);
    });
  }

  test('from text', async (t) => {
    const text = 'grüße ☃\n';
    assertHolds(await upload(t, demo, { data: { text } }), Buffer.from(text));
  });

  test('with attributes and properties', async (t) => {
    const attributes = {
      id: randomUUID(),
      name: uniqueName(),
      visibility: 'private',
      tags: ['a'],
      minDisk: 1,
      minRam: 2,
      properties: { os_distro: 'debian' },
    } as const;
    const image = await upload(t, demo, { ...attributes, data: { text: 'data' } });
    assertHolds(image, Buffer.from('data'));
    assert.deepEqual({ ...image, ...attributes }, image);
    assert.deepEqual(await demo.image.getImage(image), image);
  });

  test('a protected image', async (t) => {
    const image = await upload(t, demo, { protected: true, data: { text: 'data' } });
    assert.equal(image.protected, true);
    assert.equal(image.status, 'active');
  });

  test('a qcow2 as qemu-img makes it', { skip: lacksQemu }, async (t) => {
    const disk = await makeDiskImage('qcow2', '32M');
    const file = join(folder, 'disk.qcow2');
    await writeFile(file, disk);
    const image = await upload(t, demo, { data: file, diskFormat: 'qcow2' });
    assertHolds(image, disk);
    assert.equal(image.diskFormat, 'qcow2');
    assert.equal(image.virtualSize, 32 * 1024 * 1024);
  });

  test('progress is told from the first byte to the last', async (t) => {
    const seen: TransferProgress[] = [];
    await upload(t, demo, { data: path, onProgress: (progress) => seen.push(progress) });
    assert.ok(seen.every(({ total }) => total === bytes.length));
    assert.equal(seen[0]?.bytes, 0);
    assert.equal(seen.at(-1)?.bytes, bytes.length);
    const counts = seen.map((progress) => progress.bytes);
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => a - b),
    );
    assert.deepEqual([...new Set(seen.map(({ phase }) => phase))], ['sending', 'finishing', 'verifying']);
  });

  test('nothing at all, if that is meant', async (t) => {
    const image = await upload(t, demo, { data: new Uint8Array(), allowEmpty: true });
    assertHolds(image, new Uint8Array());
    assertHolds(await upload(t, demo, { data: nothing(), allowEmpty: true }), new Uint8Array());
  });

  test('data for an image that has none', async (t) => {
    const image = await create(t, demo, { properties: { os_distro: 'debian' } });
    const active = await demo.image.uploadImageData(image, path);
    assertHolds(active, bytes);
    assert.equal(active.id, image.id);
    assert.deepEqual(active.properties, { os_distro: 'debian' });
    assert.deepEqual(await demo.image.getImage(image), active);
  });

  test('data for an image by its id, from a stream of known size', async (t) => {
    const { id } = await create(t, demo);
    const active = await demo.image.uploadImageData(id, asyncParts(), { size: bytes.length });
    assertHolds(active, bytes);
  });
});
