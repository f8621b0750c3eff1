import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { describe, test } from 'node:test';

import { nodePlatform } from '#src/platform/node/index.js';
import { downloadToFile } from '#src/transfer/download-file.js';
import { IntegrityError, NotFound, TransferError } from '@ostk/sdk';

import type { Scope } from '../support/scope.ts';
import { hashOf, MiB, someBytes } from './support/bytes.ts';
import { assertError, details, settled } from './support/errors.ts';
import { type OriginServer, serveBytes } from './support/origin-server.ts';
import { makeFolder } from './support/world.ts';

const bytes = someBytes(12 * MiB);
const options = { connections: 2, keepPartial: true, pieceSize: 2 * MiB };
const stop = new Error('stop');

/** A process id that belonged to a process which has ended. */
const deadProcess = spawnSync(process.execPath, ['-e', '']).pid;

interface Interrupted {
  readonly server: OriginServer;
  readonly folder: string;
  readonly path: string;
  readonly checkpoint: string;
}

/** A download that was stopped in the middle, with what it leaves. */
async function interrupted(t: Scope): Promise<Interrupted> {
  const folder = await makeFolder(t);
  const path = join(folder, 'image');
  const controller = new AbortController();
  const server = await serveBytes(t, bytes, (_request, _response, count) => {
    if (count === 5) controller.abort(stop);
    return false;
  });
  const result = await settled(
    downloadToFile(nodePlatform, server.origin, path, { ...options, signal: controller.signal }),
  );
  assert.deepEqual(result, { error: stop });
  assert.deepEqual(await readdir(folder), ['image.part', 'image.part.json']);
  return { server, folder, path, checkpoint: `${path}.part.json` };
}

async function finished({ server, path, folder }: Interrupted): Promise<number> {
  const file = await downloadToFile(nodePlatform, server.origin, path, options);
  assert.equal(file.verified, true);
  assert.equal(hashOf(await readFile(path)), hashOf(bytes));
  assert.deepEqual(await readdir(folder), ['image']);
  return file.received;
}

describe('a download to a file that goes on with an earlier one', () => {
  test('fetches no more than the rest', async (t) => {
    const before = await interrupted(t);
    const document: { readonly done: readonly (readonly [number, number])[] } = JSON.parse(
      await readFile(before.checkpoint, 'utf8'),
    );
    const there = document.done.reduce((sum, [start, end]) => sum + end - start, 0);
    assert.ok(there > 0);
    assert.equal(await finished(before), bytes.length - there);
  });

  test('progress begins with what is there', async (t) => {
    const before = await interrupted(t);
    const seen: number[] = [];
    await downloadToFile(nodePlatform, before.server.origin, before.path, {
      ...options,
      onProgress: (progress) => seen.push(progress.bytes),
    });
    assert.equal(seen.at(-1), bytes.length);
    assert.ok(seen.every((count, index) => count >= (seen[index - 1] ?? 0)));
  });

  test('of a process that has died', async (t) => {
    const before = await interrupted(t);
    const text = await readFile(before.checkpoint, 'utf8');
    await writeFile(before.checkpoint, text.replace('{', `{"process":${deadProcess},`));
    assert.ok((await finished(before)) < bytes.length);
  });

  test('is refused while the other process runs', async (t) => {
    const before = await interrupted(t);
    const text = await readFile(before.checkpoint, 'utf8');
    await writeFile(before.checkpoint, text.replace('{', `{"process":${process.ppid},`));
    const result = await settled(downloadToFile(nodePlatform, before.server.origin, before.path, options));
    assert.ok('error' in result);
    assertError(result.error, {
      error: TransferError,
      message: new RegExp(`process ${process.ppid} is downloading to this file`),
    });
    assert.deepEqual(await readdir(before.folder), ['image.part', 'image.part.json']);
  });

  const spoilt: Readonly<Record<string, (text: string) => string>> = {
    'a torn checkpoint': (text) => text.slice(0, 40),
    'an empty checkpoint': () => '',
    'a checkpoint of garbage': () => 'ü'.repeat(5000),
    'a checkpoint that is a list': () => '[1,2]',
    'a checkpoint of another image': (text) => text.replace('"data ', '"other '),
    'a checkpoint of another size': (text) => text.replace(`${bytes.length}`, `${bytes.length + 1}`),
    'a checkpoint of another digest': (text) => text.replace('sha512:', 'sha256:'),
  };
  for (const [what, spoil] of Object.entries(spoilt)) {
    test(`${what}: everything is fetched again`, async (t) => {
      const before = await interrupted(t);
      await writeFile(before.checkpoint, spoil(await readFile(before.checkpoint, 'utf8')));
      assert.equal(await finished(before), bytes.length);
    });
  }

  const lying: Readonly<Record<string, (text: string) => string>> = {
    'a checkpoint that claims everything': (text) =>
      text.replace(/"done":.*\]/, `"done":[[0,${bytes.length}]]`),
    'a checkpoint that claims too much': (text) => text.replace(/"done":.*\]/, '"done":[[0,99999999]]'),
    'a checkpoint of nonsense': (text) => text.replace(/"done":.*\]/, '"done":[[-5,1.5],["a"],null,[3]]'),
  };
  for (const [what, spoil] of Object.entries(lying)) {
    test(`${what}: the bytes are right all the same`, async (t) => {
      const before = await interrupted(t);
      await writeFile(before.checkpoint, spoil(await readFile(before.checkpoint, 'utf8')));
      await finished(before);
    });
  }

  test('a partial file that was changed: the bytes are right all the same', async (t) => {
    const before = await interrupted(t);
    await writeFile(`${before.path}.part`, 'something else');
    await finished(before);
  });

  test('a partial file without a checkpoint: everything is fetched again', async (t) => {
    const folder = await makeFolder(t);
    const path = join(folder, 'image');
    await writeFile(`${path}.part`, someBytes(bytes.length + 5, 3));
    const server = await serveBytes(t, bytes);
    assert.equal(await finished({ server, folder, path, checkpoint: '' }), bytes.length);
  });

  test('a checkpoint without its partial file: everything is fetched again', async (t) => {
    const before = await interrupted(t);
    const text = await readFile(before.checkpoint, 'utf8');
    const folder = await makeFolder(t);
    const path = join(folder, 'image');
    await writeFile(`${path}.part.json`, text);
    assert.equal(await finished({ ...before, folder, path }), bytes.length);
  });

  test('what turned out to be wrong is not kept, even with keepPartial', async (t) => {
    const folder = await makeFolder(t);
    const server = await serveBytes(t, bytes);
    const origin = { ...server.origin, digest: { algorithm: 'sha512', value: 'ab' } };
    const result = await settled(downloadToFile(nodePlatform, origin, join(folder, 'image'), options));
    assert.ok('error' in result);
    assertError(result.error, { error: IntegrityError });
    assert.deepEqual(await readdir(folder), []);
  });

  test('a failure that is not about the data keeps them only with keepPartial', async (t) => {
    for (const keepPartial of [true, false]) {
      const folder = await makeFolder(t);
      const server = await serveBytes(t, bytes);
      const { origin } = server;
      const failing: typeof origin = {
        ...origin,
        async request(range, signal) {
          if (server.requests.length >= 3) {
            throw new NotFound('gone', details(404));
          }
          return origin.request(range, signal);
        },
      };
      const work = downloadToFile(nodePlatform, failing, join(folder, 'image'), { ...options, keepPartial });
      const result = await settled(work);
      assert.ok('error' in result);
      assertError(result.error, { error: NotFound });
      assert.deepEqual(await readdir(folder), keepPartial ? ['image.part', 'image.part.json'] : []);
    }
  });

  test('an empty file', async (t) => {
    const folder = await makeFolder(t);
    const server = await serveBytes(t, Buffer.of());
    const file = await downloadToFile(nodePlatform, server.origin, join(folder, 'image'), options);
    assert.deepEqual([file.size, file.received, file.verified], [0, 0, true]);
    assert.equal((await readFile(file.path)).length, 0);
    assert.deepEqual(await readdir(folder), ['image']);
  });
});
