import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { bin } from './support/child.ts';
import { bench } from './support/ostk.ts';

const execute = promisify(execFile);
const script = new URL('../../../../examples/publish-image.sh', import.meta.url).pathname;

void test('the example that publishes images from CI keeps the newest, and two before it', async (t) => {
  const { cloud, ok, folder } = await bench(t);
  const disk = join(folder, 'disk');
  const env = {
    PATH: process.env['PATH'],
    OSTK: `${process.execPath} ${bin}`,
    OS_AUTH_URL: cloud.authUrl,
    OS_USERNAME: 'admin',
    OS_PASSWORD: 'secret',
    OS_PROJECT_NAME: 'admin',
    OS_USER_DOMAIN_NAME: 'Default',
    OS_PROJECT_DOMAIN_NAME: 'Default',
  };
  const ids: string[] = [];
  for (const version of ['1', '2', '3', '4']) {
    await writeFile(disk, randomBytes(100_000));
    const { stdout } = await execute('sh', [script, 'debian', disk, version, 'demo'], { env });
    ids.push(stdout.trim());
  }
  const listed = async (...options: readonly string[]): Promise<readonly string[]> =>
    (await ok(['image', 'list', ...options, '-f', 'value', '-c', 'Name', '-c', 'ID'])).split('\n');
  assert.deepEqual(await listed(), [`${ids[3]} debian`]);

  const failing = execute('sh', [script, 'debian', disk, '5', 'no-such-project'], { env });
  await assert.rejects(failing, /no project found for no-such-project/);
  assert.deepEqual(await listed(), [`${ids[3]} debian`]);
  assert.deepEqual(new Set(await listed('--hidden')), new Set([`${ids[1]} debian-2`, `${ids[2]} debian-3`]));
  assert.equal(await ok(['image', 'show', 'debian', '-f', 'value', '-c', 'protected']), 'True');
  assert.match(await ok(['image', 'member', 'list', 'debian', '-f', 'value', '-c', 'Status']), /^pending$/);
});
