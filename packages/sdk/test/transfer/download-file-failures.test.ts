import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { downloadToFile } from '#src/transfer/download-file.js';
import { nodePlatform } from '#src/platform/node/index.js';
import type { Platform } from '#src/platform/types.js';
import { IntegrityError, TransferError } from '@ostk/sdk';

import { hashOf, MiB, someBytes } from './support/bytes.ts';
import { get } from './support/download-case.ts';
import { assertError, settled } from './support/errors.ts';
import { serveBytes } from './support/origin-server.ts';
import { connectTo, makeFolder, suite } from './support/world.ts';

const bytes = someBytes(40 * MiB);

/** The platform of Node, with files that fail as a full disk does. */
function fullAfter(limit: number): Platform {
  let written = 0;
  return {
    ...nodePlatform,
    files: {
      ...nodePlatform.files,
      async open(path, mode) {
        const file = await nodePlatform.files.open(path, mode);
        return {
          ...file,
          async write(chunks, position): Promise<void> {
            written += chunks.reduce((sum, chunk) => sum + chunk.length, 0);
            if (written > limit)
              throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
                code: 'ENOSPC',
                syscall: 'write',
              });
            await file.write(chunks, position);
          },
        };
      },
    },
  };
}

suite('a download to a file that cannot be finished', (world) => {
  let id: string;
  before(async () => {
    id = await world().truth.create(bytes);
  });

  test('a directory that is not there', async (t) => {
    const folder = await makeFolder(t);
    const connection = await connectTo(t, world());
    const result = await settled(connection.image.downloadImage(id, { output: join(folder, 'no/image') }));
    assert.ok('error' in result);
    assertError(result.error, { error: TransferError, message: /there is no such directory/ });
    assert.deepEqual(await readdir(folder), []);
  });

  test('a directory in the place of the file', async (t) => {
    const folder = await makeFolder(t);
    await mkdir(join(folder, 'image'));
    const connection = await connectTo(t, world());
    const result = await settled(connection.image.downloadImage(id, { output: join(folder, 'image') }));
    assert.ok('error' in result);
    assertError(result.error, { error: TransferError, message: /it is a directory/ });
    assert.deepEqual(await readdir(folder), ['image']);
  });

  test('a pipe in the place of the file is left alone', async (t) => {
    const folder = await makeFolder(t);
    const output = join(folder, 'pipe');
    execFileSync('mkfifo', [output]);
    const connection = await connectTo(t, world());
    const result = await settled(connection.image.downloadImage(id, { output: pathToFileURL(output) }));
    assert.ok('error' in result);
    assertError(result.error, { error: TransferError, message: /a device or a pipe, not a file/ });
    assert.deepEqual(await readdir(folder), ['pipe']);
    assert.ok((await stat(output)).isFIFO());
  });

  const isRoot = process.getuid?.() === 0;
  test('a directory that may not be written', { skip: isRoot && 'root may write everywhere' }, async (t) => {
    const folder = await makeFolder(t);
    const inner = join(folder, 'inner');
    await mkdir(inner, { mode: 0o500 });
    const connection = await connectTo(t, world());
    const result = await settled(connection.image.downloadImage(id, { output: join(inner, 'image') }));
    assert.ok('error' in result);
    assertError(result.error, { error: TransferError, message: /permission denied/ });
    assert.deepEqual(await readdir(inner), []);
  });

  test('a file that is there keeps its content until the new one is whole', async (t) => {
    t.after(async () => world().cloud.faults.clear());
    const folder = await makeFolder(t);
    const output = join(folder, 'image');
    await writeFile(output, 'old');
    const connection = await connectTo(t, world());
    world().cloud.faults.add({ on: get, do: 'corrupt', after: '5MiB' });
    const result = await settled(connection.image.downloadImage(id, { output }));
    assert.ok('error' in result);
    assertError(result.error, { error: IntegrityError });
    assert.equal(await readFile(output, 'utf8'), 'old');
    assert.deepEqual(await readdir(folder), ['image']);
    world().cloud.faults.clear();
    await connection.image.downloadImage(id, { output });
    assert.equal(Buffer.compare(await readFile(output), bytes), 0);
  });

  test('two downloads to one file at once: one is refused, the other is right', async (t) => {
    const folder = await makeFolder(t);
    const output = join(folder, 'image');
    const connection = await connectTo(t, world());
    const results = await Promise.all(
      [1, 2].map(() => settled(connection.image.downloadImage(id, { output }))),
    );
    const errors = results.flatMap((result) => ('error' in result ? [result.error] : []));
    assert.equal(errors.length, 1);
    assertError(errors[0], { error: TransferError, message: /a download to this file is under way/ });
    assert.deepEqual(await readdir(folder), ['image']);
    assert.equal(Buffer.compare(await readFile(output), bytes), 0);
  });

  test('a disk that is too small is noticed before the first byte', async (t) => {
    const folder = await makeFolder(t);
    const server = await serveBytes(t, someBytes(3 * MiB));
    const platform = {
      ...nodePlatform,
      files: { ...nodePlatform.files, freeSpace: () => Promise.resolve(MiB) },
    };
    const result = await settled(
      downloadToFile(platform, server.origin, join(folder, 'image'), { connections: 4, keepPartial: false }),
    );
    assert.ok('error' in result);
    assertError(result.error, {
      error: TransferError,
      message: /it needs 3145728 bytes, and the disk has 1048576 left/,
    });
    assert.equal(server.requests.length, 0);
    assert.deepEqual(await readdir(folder), []);
  });

  for (const keepPartial of [false, true]) {
    test(`a disk that fills up on the way, keepPartial ${keepPartial}`, async (t) => {
      const folder = await makeFolder(t);
      const data = someBytes(12 * MiB);
      const server = await serveBytes(t, data);
      const options = { connections: 3, keepPartial, pieceSize: 3 * MiB };
      const path = join(folder, 'image');
      const result = await settled(downloadToFile(fullAfter(7 * MiB), server.origin, path, options));
      assert.ok('error' in result);
      assertError(result.error, { error: TransferError, message: /cannot write .*image: the disk is full/ });
      assert.deepEqual(await readdir(folder), keepPartial ? ['image.part', 'image.part.json'] : []);
      const again = await downloadToFile(nodePlatform, server.origin, path, options);
      assert.equal(again.verified, true);
      assert.equal(again.received < data.length, keepPartial);
      assert.equal(hashOf(await readFile(path)), hashOf(data));
      assert.deepEqual(await readdir(folder), ['image']);
    });
  }
});
