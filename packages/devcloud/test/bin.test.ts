import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

import { send } from './support/wire.ts';

const bin = fileURLToPath(new URL('bin.js', import.meta.resolve('@ostk/devcloud')));

/** Starts the bin with a temporary folder of its own. */
async function start(
  t: TestContext,
  ...options: readonly string[]
): Promise<{ readonly child: ChildProcessByStdio<null, Readable, Readable>; readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'bin-test-'));
  const env = { ...process.env, TMPDIR: folder };
  const child = spawn(process.execPath, [bin, ...options], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  t.after(async () => {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });
  return { child, folder };
}

/** Reads the export lines. */
async function exported(stdout: Readable): Promise<Readonly<Record<string, string>>> {
  let all = '';
  for await (const chunk of stdout.iterator({ destroyOnReturn: false })) {
    all += String(chunk);
    if (all.includes('OS_IDENTITY_API_VERSION')) break;
  }
  const lines = all.matchAll(/^export (\w+)=(.*)$/gm);
  return Object.fromEntries([...lines].map((line) => [line[1] ?? '', line[2] ?? '']));
}

describe('ostk-devcloud', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    test(`${signal} ends it with 0, and nothing is left behind`, async (t) => {
      const { child, folder } = await start(t, '--release', 'zed');
      const { OS_AUTH_URL: url = '' } = await exported(child.stdout);
      assert.equal((await send(url)).status, 200);
      assert.equal((await readdir(folder)).length, 1);
      child.kill(signal);
      assert.deepEqual(await once(child, 'exit'), [0, null]);
      assert.deepEqual(await readdir(folder), []);
    });
  }

  test('writes a clouds.yaml and takes faults', async (t) => {
    const { child, folder } = await start(
      t,
      '--write-clouds-yaml',
      join(tmpdir(), `clouds-${process.pid}.yaml`),
      '--fault',
      '{"on":"GET /v3","do":"status","status":418}',
    );
    t.after(() => rm(join(tmpdir(), `clouds-${process.pid}.yaml`), { force: true }));
    const { OS_AUTH_URL: url = '' } = await exported(child.stdout);
    const yaml = await readFile(join(tmpdir(), `clouds-${process.pid}.yaml`), 'utf8');
    assert.ok(yaml.includes(`auth_url: "${url}"`));
    assert.equal((await send(url)).status, 418);
    assert.ok(folder);
  });

  test('a wrong option is one clear line and exit 1', async (t) => {
    for (const [options, message] of [
      [['--release', 'havana'], /There is no release "havana"/],
      [['--fault', 'x'], /--fault is not JSON: x/],
      [['--fault', '{"do":"reset"}'], /needs "on"/],
      [['--port', 'x'], /"port"/],
      [['--wrong'], /'--wrong'/],
    ] as const) {
      const { child, folder } = await start(t, ...options);
      const complaint = text(child.stderr);
      assert.deepEqual(await once(child, 'exit'), [1, null], options.join(' '));
      const lines = (await complaint).trim().split('\n');
      assert.match(lines[0] ?? '', message);
      assert.equal(lines.length, 1);
      assert.deepEqual(await readdir(folder), []);
    }
  });
});
