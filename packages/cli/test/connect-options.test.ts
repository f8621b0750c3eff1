import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { start } from './support/child.ts';
import { bench, ostk, signIn, words } from './support/ostk.ts';

void test('global options stand before the command, between its words and after', async (t) => {
  const { cloud } = await bench(t);
  const [url = '', ...others] = signIn(cloud);
  for (const argv of [
    [url, ...others, 'image', 'list'],
    ['image', url, ...others, 'list'],
    ['image', 'list', url, ...others],
    [...others, 'image', 'list', ...url.split('=')],
    [...url.split('='), 'image', 'list', ...others],
  ]) {
    assert.equal((await ostk(argv)).stderr, '');
  }
});

void test('beside --os-auth-url, what is not given comes from the environment', async (t) => {
  const { cloud } = await bench(t);
  const env = {
    OS_USERNAME: 'demo',
    OS_PASSWORD: 'secret',
    OS_PROJECT_NAME: 'demo',
    OS_USER_DOMAIN_NAME: 'Default',
    OS_PROJECT_DOMAIN_NAME: 'Default',
  };
  const { code, stderr } = await ostk(['--os-auth-url', cloud.authUrl, 'token', 'issue'], { env });
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
});

void test('--os-cloud and OS_CLOUD name a cloud in clouds.yaml; options win over what it says', async (t) => {
  const { cloud, folder } = await bench(t);
  const file = join(folder, 'clouds.yaml');
  await writeFile(file, cloud.cloudsYaml);
  const env = { OS_CLIENT_CONFIG_FILE: file };
  const project = ['token', 'issue', '-f', 'value', '-c', 'project_id'];
  const [named, byVariable, other, wrong] = await Promise.all([
    start(['--os-cloud', 'devcloud-demo', ...project], { env }).ended,
    start(project, { env: { ...env, OS_CLOUD: 'devcloud-demo' } }).ended,
    start(['--os-cloud', 'devcloud', ...project], { env }).ended,
    start(['--os-cloud', 'devcloud', '--os-password', 'no', ...project], { env }).ended,
  ]);
  assert.equal(named.code, 0);
  assert.equal(byVariable.stdout, named.stdout);
  assert.notEqual(other.stdout, named.stdout);
  assert.equal(wrong.code, 1);
  const unknown = await start(['--os-cloud', 'devclod', ...project], { env }).ended;
  assert.equal(unknown.code, 1);
  assert.match(unknown.stderr, /^ostk token issue: there is no cloud devclod: .*did you mean devcloud\?\n$/);
});

void test('--os-endpoint: without Keystone, with a token that is at hand', async (t) => {
  const { cloud, ok } = await bench(t);
  const token = await ok(['token', 'issue', '-f', 'value', '-c', 'id']);
  await ok(['image', 'create', 'there']);
  const { code, stdout, stderr } = await ostk([
    '--os-auth-type=admin_token',
    `--os-endpoint=${cloud.url('image')}`,
    `--os-token=${token}`,
    ...words('image list -f value -c Name'),
  ]);
  assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: 'there\n', stderr: '' });
});

void test('options of older scripts: the tenant, and versions of services', async (t) => {
  const { cloud } = await bench(t);
  const { code, stderr } = await ostk([
    ...signIn(cloud).filter((option) => !/project-name|domain/.test(option)),
    '--os-tenant-name=admin',
    '--os-default-domain=default',
    ...words('--os-volume-api-version 3 --os-network-api-version=2 --os-beta-command image list'),
  ]);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
});
