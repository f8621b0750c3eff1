import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { bench, signIn } from './support/ostk.ts';

const execute = promisify(execFile);
const builder = new URL('../../bundle.mjs', import.meta.url).pathname;

void test('the single file does everything by itself, digests in a thread among it', async (t) => {
  const { cloud, folder } = await bench(t);
  const program = join(folder, 'ostk.mjs');
  await execute(process.execPath, [builder, program]);
  const ostk = async (...argv: readonly string[]): Promise<string> => {
    const env = { PATH: process.env['PATH'] };
    const { stdout } = await execute(process.execPath, [program, ...argv], { env, cwd: folder });
    return stdout;
  };
  assert.match(await ostk('--version'), /^ostk \d/);
  const data = randomBytes(50 * 1024 * 1024);
  await writeFile(join(folder, 'data'), data);
  const auth = signIn(cloud);
  const created = await ostk(...auth, 'image', 'create', 'x', '--file', 'data', '-f', 'yaml');
  assert.match(created, /^status: active$/m);
  await ostk(...auth, 'image', 'save', 'x', '--file', 'saved');
  assert.ok(data.equals(await readFile(join(folder, 'saved'))));
  await assert.rejects(ostk('devcloud'), /ostk devcloud: @ostk\/devcloud is not installed: npm install -g/);
});
