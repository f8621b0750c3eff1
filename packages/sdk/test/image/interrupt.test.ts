import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import type { Scope } from '../support/scope.ts';
import { startCloud } from './support/dev-cloud.ts';
import type { Cloud } from './support/dev-cloud.ts';

const program = fileURLToPath(new URL('support/interruptible.js', import.meta.url));
const bytes = new Uint8Array(3 * 1024 * 1024).fill(7);
const limit = { timeout: 60_000 };

async function ready(t: Scope): Promise<Cloud & { readonly folder: string }> {
  const cloud = await startCloud(t);
  const folder = await mkdtemp(join(tmpdir(), 'ostk-interrupt-'));
  t.after(() => rm(folder, { recursive: true }));
  return { ...cloud, folder };
}

/** Starts the program, sends it Ctrl-C once a fault has struck, and waits for its end. */
async function interrupt(t: Scope, { devcloud }: Cloud, ...args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, devcloud.authUrl, ...args], { stdio: 'inherit' });
  t.after(async () => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  while (devcloud.faults.fired().length === 0 && child.exitCode === null) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  child.kill('SIGINT');
  await exited;
  return child;
}

describe('Ctrl-C in the middle', () => {
  test('of an upload leaves no image', limit, async (t) => {
    const cloud = await ready(t);
    await writeFile(join(cloud.folder, 'source.raw'), bytes);
    cloud.devcloud.faults.add({ on: 'PUT /v2/images/:id/file', do: 'stall', after: 1_000_000 });
    const child = await interrupt(t, cloud, cloud.folder, 'upload');
    assert.equal(child.exitCode, 130);
    assert.deepEqual(await cloud.leftovers(), []);
    assert.deepEqual(await readdir(cloud.folder), ['source.raw']);
  });

  test('of a download leaves no file', limit, async (t) => {
    const cloud = await ready(t);
    const { id } = await cloud.connection.image.uploadImage({
      diskFormat: 'raw',
      containerFormat: 'bare',
      data: bytes,
    });
    cloud.devcloud.faults.add({ on: 'GET /v2/images/:id/file', do: 'stall', after: 1_000_000 });
    const child = await interrupt(t, cloud, cloud.folder, 'download', id);
    assert.equal(child.exitCode, 130);
    assert.deepEqual(await readdir(cloud.folder), []);
  });
});
