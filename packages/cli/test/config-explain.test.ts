import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { start } from './support/child.ts';
import { bench, temporaryFolder } from './support/ostk.ts';

const clouds = `clouds:
  here:
    auth:
      auth_url: http://127.0.0.1:9/v3
      username: somebody
      password: canary-in-file
      project_name: one
    region_nmae: typo
`;

void test('config explain shows each setting and where it comes from, and no secret', async (t) => {
  const home = await temporaryFolder(t);
  const folder = join(home, '.config', 'openstack');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'clouds.yaml'), clouds);
  const file = join(folder, 'clouds.yaml');
  const env = { HOME: home, OS_CLOUD: 'here', OS_PROJECT_NAME: 'two' };
  const { code, stdout, stderr } = await start(
    ['config', 'explain', '--os-region-name', 'r', '-f', 'csv', '--quote', 'none'],
    { env },
  ).ended;
  assert.equal(code, 0, stderr);
  const lines = stdout.split('\n');
  assert.equal(lines[0], 'Setting,Value,Source,Overrides');
  assert.ok(lines.includes(`auth.username,somebody,${file}:5:17,`), stdout);
  assert.ok(lines.includes(`auth.project_name,two,OS_PROJECT_NAME,${file}:7:21`), stdout);
  assert.ok(lines.includes('region_name,r,--os-region-name,'), stdout);
  assert.ok(lines.some((line) => line.startsWith(`auth.password,***,${file}:`)));
  assert.doesNotMatch(stdout + stderr, /canary/);
  assert.match(stderr, /^ostk config explain: .*region_nmae.*\n$/);
});

void test('--debug shows requests as curl commands, on stderr and without secrets', async (t) => {
  const { ostk } = await bench(t);
  const { code, stdout, stderr } = await ostk(['image', 'list', '--debug', '-f', 'value']);
  assert.equal(code, 0);
  assert.equal(stdout, '');
  assert.match(stderr, /^REQ: curl -g -i -X POST '.*\/auth\/tokens'/m);
  assert.match(stderr, /^REQ: curl -g -i -X GET '.*\/v2\/images\?.*X-Auth-Token: \*\*\*/m);
  assert.match(stderr, /^RESP: \[200\] /m);
  assert.doesNotMatch(stderr, /secret/);
});
