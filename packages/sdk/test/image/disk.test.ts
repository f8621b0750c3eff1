import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';

import { TransferError } from '@ostk/sdk';

import type { Scope } from '../support/scope.ts';
import { startCloud } from './support/dev-cloud.ts';
import { failure } from './support/failure.ts';

const run = promisify(execFile);
const bytes = new Uint8Array(3 * 1024 * 1024).fill(7);
const format = { diskFormat: 'raw', containerFormat: 'bare' } as const;
const nobody = 65_534;
const isRoot = process.geteuid?.() === 0;
const lacksMounts: string | false = (await canMount()) ? false : 'only root may mount a file system';
const lacksFull: string | false = process.platform === 'linux' ? false : 'there is no /dev/full';

async function canMount(): Promise<boolean> {
  if (!isRoot || process.platform !== 'linux') return false;
  const folder = await mkdtemp(join(tmpdir(), 'ostk-mount-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
    await run('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function makeFolder(t: Scope): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ostk-disk-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

/** A file system of its own for as long as the test lasts. */
async function mount(t: Scope, options: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ostk-mount-'));
  await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  t.after(async () => {
    await run('umount', [folder]);
    await rm(folder, { recursive: true });
  });
  return folder;
}

/** Runs work without the rights of root, to whom nothing is forbidden. */
async function unprivileged<T>(work: () => Promise<T>): Promise<T> {
  if (!isRoot) return work();
  process.seteuid?.(nobody);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

async function cloudWithImage(t: Scope): Promise<Awaited<ReturnType<typeof startCloud>> & { id: string }> {
  const cloud = await startCloud(t);
  const { id } = await cloud.connection.image.uploadImage({ ...format, data: bytes });
  return { ...cloud, id };
}

describe('disks that do not take what is downloaded', () => {
  test('one that is too small is told before the first byte', { skip: lacksMounts }, async (t) => {
    const { connection, devcloud, id } = await cloudWithImage(t);
    const folder = await mount(t, 'size=1m');
    devcloud.faults.add({ on: 'GET /v2/images/:id/file', do: 'status', status: 418 });
    const output = join(folder, 'disk.raw');
    const error = await failure(connection.image.downloadImage(id, { output }), TransferError);
    assert.equal(error.code, 'ERR_TRANSFER');
    assert.match(error.message, /cannot write .*disk.raw: it needs 3145728 bytes, and the disk has \d+ left/);
    assert.deepEqual(devcloud.faults.fired(), []);
    assert.deepEqual(await readdir(folder), []);
  });

  test('one that another fills meanwhile', { skip: lacksMounts }, async (t) => {
    const { connection, devcloud, id } = await cloudWithImage(t);
    const folder = await mount(t, 'size=4m');
    const output = join(folder, 'disk.raw');
    devcloud.faults.add({ on: 'GET /v2/images/:id/file', do: 'slow', bytesPerSecond: '5MiB' });
    const fill = (): Promise<void> =>
      writeFile(join(folder, 'other'), new Uint8Array(4 * 1024 * 1024)).catch(() => undefined);
    let filled: Promise<void> | undefined;
    const work = connection.image.downloadImage(id, {
      output,
      connections: 1,
      onProgress: ({ bytes: done }) => {
        if (done > 0) filled ??= fill();
      },
    });
    const error = await failure(work, TransferError);
    await filled;
    assert.match(error.message, /cannot write .*disk.raw: the disk is full/);
    assert.deepEqual(await readdir(folder), ['other']);
  });

  test('one that is read-only', { skip: lacksMounts }, async (t) => {
    const { connection, id } = await cloudWithImage(t);
    const folder = await mount(t, 'size=8m,ro');
    const output = join(folder, 'disk.raw');
    const error = await failure(connection.image.downloadImage(id, { output }), TransferError);
    assert.match(error.message, /cannot write .*disk.raw: the file system is read-only/);
  });

  test('a stream to a full device', { skip: lacksFull }, async (t) => {
    const { connection, id } = await cloudWithImage(t);
    const output = createWriteStream('/dev/full');
    const error = await failure(connection.image.downloadImage(id, { output }), Error);
    const cause = error instanceof TransferError ? error.cause : error;
    assert.ok(cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC', String(error));
  });

  test('a folder without permission', async (t) => {
    const { connection, id } = await cloudWithImage(t);
    const folder = await makeFolder(t);
    await chmod(folder, 0o555);
    const output = join(folder, 'disk.raw');
    const work = (): Promise<TransferError> =>
      failure(connection.image.downloadImage(id, { output }), TransferError);
    const error = await unprivileged(work);
    assert.match(error.message, /cannot write .*disk.raw: permission denied/);
    await chmod(folder, 0o755);
    assert.deepEqual(await readdir(folder), []);
  });
});

describe('files that cannot be uploaded', () => {
  test('one without permission: TransferError that names it, and no image', async (t) => {
    const { connection, leftovers } = await startCloud(t);
    const folder = await makeFolder(t);
    await chmod(folder, 0o755);
    const path = join(folder, 'secret.raw');
    await writeFile(path, bytes);
    await chmod(path, 0o000);
    const work = (): Promise<TransferError> =>
      failure(connection.image.uploadImage({ ...format, data: path }), TransferError);
    const error = await unprivileged(work);
    assert.match(error.message, /^cannot read .*secret.raw: .*permission denied/);
    assert.deepEqual(await leftovers(), []);
  });

  test('one that is not there, and a directory', async (t) => {
    const { connection, leftovers } = await startCloud(t);
    const folder = await makeFolder(t);
    for (const [path, message] of [
      [join(folder, 'missing'), /^cannot read .*missing: there is no such file$/],
      [folder, /^cannot read .*: it is a directory$/],
    ] as const) {
      const work = connection.image.uploadImage({ ...format, data: path });
      assert.match((await failure(work, TransferError)).message, message);
    }
    assert.deepEqual(await leftovers(), []);
  });
});
