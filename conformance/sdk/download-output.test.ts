import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { Forbidden, NoImageDataError, TransferError } from '@ostk/sdk';

import { file } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { lacksQemu, makeDiskImage } from '../harness/disk-image.ts';
import { connectAs, create, failure, upload } from './support.ts';

const demo = await connectAs('demo');
// More than two of the ranges that are fetched at the same time.
const bytes = randomBytes(70 * 1024 * 1024 + 5);
const image = await upload(file, demo, { data: bytes });
const sha512 = createHash('sha512').update(bytes).digest('hex');

interface Folder {
  readonly path: string;
  readonly names: () => Promise<readonly string[]>;
}

async function makeFolder(t: { after(cleanup: () => Promise<void>): void }): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'ostk-download-'));
  t.after(() => rm(path, { recursive: true }));
  return { path, names: async () => (await readdir(path)).toSorted() };
}

suite('SDK: downloading to an output', () => {
  for (const connections of [undefined, 1, 2, 16]) {
    test(`a file, over ${connections ?? 'the usual number of'} connections`, async (t) => {
      const folder = await makeFolder(t);
      const output = join(folder.path, 'disk.raw');
      const done = await demo.image.downloadImage(image, { output, connections });
      assert.deepEqual(done, {
        image,
        path: output,
        size: bytes.length,
        received: bytes.length,
        verified: true,
        digest: { algorithm: 'sha512', value: sha512 },
      });
      assert.ok(bytes.equals(await readFile(output)));
      assert.deepEqual(await folder.names(), ['disk.raw']);
    });
  }

  test('a file: URL', async (t) => {
    const folder = await makeFolder(t);
    const output = join(folder.path, 'dïsk #1');
    await demo.image.downloadImage(image.id, { output: pathToFileURL(output) });
    assert.ok(bytes.equals(await readFile(output)));
  });

  test('a file that is there is replaced, but not before the new one is whole', async (t) => {
    const folder = await makeFolder(t);
    const output = join(folder.path, 'disk.raw');
    await writeFile(output, 'old');
    const reason = new Error('stop');
    const controller = new AbortController();
    const aborted = demo.image.downloadImage(image, {
      output,
      signal: controller.signal,
      onProgress: (progress) => progress.bytes > 0 && controller.abort(reason),
    });
    assert.equal(await failure(aborted, Error), reason);
    assert.equal(await readFile(output, 'utf8'), 'old');
    assert.deepEqual(await folder.names(), ['disk.raw']);
    await demo.image.downloadImage(image, { output });
    assert.ok(bytes.equals(await readFile(output)));
  });

  test('what an aborted download has is gone on with, if it is kept', async (t) => {
    const folder = await makeFolder(t);
    const output = join(folder.path, 'disk.raw');
    const controller = new AbortController();
    const aborted = demo.image.downloadImage(image, {
      output,
      keepPartial: true,
      signal: controller.signal,
      onProgress: ({ bytes }) => bytes > 0 && controller.abort(new Error('stop')),
    });
    await failure(aborted, Error);
    assert.deepEqual(await folder.names(), ['disk.raw.part', 'disk.raw.part.json']);
    const done = await demo.image.downloadImage(image, { output });
    assert.ok(done.received < bytes.length, `${done.received} bytes were fetched again`);
    assert.ok(bytes.equals(await readFile(output)));
    assert.deepEqual(await folder.names(), ['disk.raw']);
  });

  test('a qcow2 comes back as it was', { skip: lacksQemu }, async (t) => {
    const disk = await makeDiskImage('qcow2', '32M');
    const qcow2 = await upload(t, demo, { data: disk, diskFormat: 'qcow2' });
    const folder = await makeFolder(t);
    const output = join(folder.path, 'disk.qcow2');
    await demo.image.downloadImage(qcow2, { output });
    assert.ok(disk.equals(await readFile(output)));
  });

  test('an image of no bytes is an empty file', async (t) => {
    const empty = await upload(t, demo, { data: new Uint8Array(), allowEmpty: true });
    const folder = await makeFolder(t);
    await demo.image.downloadImage(empty, { output: join(folder.path, 'empty') });
    assert.equal((await readFile(join(folder.path, 'empty'))).length, 0);
    assert.deepEqual(await folder.names(), ['empty']);
  });

  test('a Node stream', async (t) => {
    const folder = await makeFolder(t);
    const path = join(folder.path, 'disk.raw');
    const done = await demo.image.downloadImage(image, { output: createWriteStream(path) });
    assert.equal(done.size, bytes.length);
    assert.equal(done.verified, true);
    assert.ok(bytes.equals(await readFile(path)));
  });

  test('a web stream', async () => {
    const hash = createHash('sha512');
    let closed = false;
    const output = new WritableStream<Uint8Array>({
      write: (chunk) => void hash.update(chunk),
      close: () => void (closed = true),
    });
    const done = await demo.image.downloadImage(image, { output });
    assert.equal(hash.digest('hex'), sha512);
    assert.equal(done.digest?.value, sha512);
    assert.ok(closed);
  });

  test('closeOutput: false leaves the output open', async (t) => {
    const small = await upload(t, demo, { data: { text: 'data' } });
    const output = new PassThrough();
    await demo.image.downloadImage(small, { output, closeOutput: false });
    await demo.image.downloadImage(small, { output, closeOutput: false });
    output.end('!');
    assert.equal(Buffer.concat(await output.toArray()).toString(), 'datadata!');
  });

  test('an output that fails ends the download with its error', async () => {
    const reason = new Error('the printer is on fire');
    const output = new WritableStream<Uint8Array>({
      write() {
        throw reason;
      },
    });
    const error = await failure(demo.image.downloadImage(image, { output }), Error);
    assert.ok(error === reason || error.cause === reason, String(error));
  });

  test('an image without data leaves no file', async (t) => {
    const folder = await makeFolder(t);
    const queued = await create(t, demo);
    const output = join(folder.path, 'disk.raw');
    await failure(demo.image.downloadImage(queued, { output }), NoImageDataError);
    assert.deepEqual(await folder.names(), []);
  });

  test('a deactivated image leaves no file', async (t) => {
    const folder = await makeFolder(t);
    const deactivated = await upload(t, demo, { data: { text: 'data' } });
    const session = await cloud.session('admin');
    await session.image('POST', `/v2/images/${deactivated.id}/actions/deactivate`);
    const output = join(folder.path, 'disk.raw');
    await failure(demo.image.downloadImage(deactivated, { output }), Forbidden);
    assert.deepEqual(await folder.names(), []);
  });

  test('a directory, or a path below none', async (t) => {
    const folder = await makeFolder(t);
    await mkdir(join(folder.path, 'directory'));
    const directory = await failure(
      demo.image.downloadImage(image, { output: join(folder.path, 'directory') }),
      TransferError,
    );
    assert.match(directory.message, /cannot write .*directory: it is a directory/);
    const below = await failure(
      demo.image.downloadImage(image, { output: join(folder.path, 'missing', 'disk') }),
      TransferError,
    );
    assert.match(below.message, /cannot write .*disk: there is no such directory/);
    assert.deepEqual(await folder.names(), ['directory']);
  });
});
