import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { nodeEnvironment } from '#src/platform/node/environment.js';
import { nodePlatform } from '#src/platform/node/index.js';

test('a leading tilde is the home directory, another is a letter', () => {
  const environment = nodeEnvironment();
  assert.equal(environment.expandHome('~/x'), join(homedir(), 'x'));
  assert.equal(environment.expandHome('~'), homedir());
  for (const path of ['/x/~/y', 'x~', '~other/x', '']) assert.equal(environment.expandHome(path), path);
});

test('the environment is read anew, and a copy', () => {
  const name = 'OSTK_TEST_VARIABLE';
  assert.equal(nodeEnvironment().variables[name], undefined);
  process.env[name] = 'x';
  try {
    assert.equal(nodeEnvironment().variables[name], 'x');
  } finally {
    delete process.env[name];
  }
});

test('the working directory is searched first, and no directory twice', () => {
  const { configDirectories, workingDirectory } = nodeEnvironment();
  assert.equal(configDirectories[0], workingDirectory);
  assert.equal(new Set(configDirectories).size, configDirectories.length);
});

test('processes: this one runs, one that cannot be does not', () => {
  assert(nodePlatform.process.isRunning(nodePlatform.process.id));
  assert(!nodePlatform.process.isRunning(2 ** 30));
});

test('the runtime names itself', () => {
  assert.match(nodePlatform.runtime, /^node\/\d+\.\d+\.\d+$/);
});

/** Where clouds.yaml is looked for after some code has run. */
async function searchedAfter(code: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    `const { nodeEnvironment } = await import(${JSON.stringify(import.meta.resolve('#src/platform/node/environment.js'))});
     ${code}
     console.log(nodeEnvironment().configDirectories.join());`,
  ]);
  return stdout.trim().split(',');
}

test('without a home directory, the root takes its place', async () => {
  const searched = await searchedAfter('process.env.HOME = "";');
  assert(searched.includes('/.config/openstack'), searched.join());
});

test(
  'a user whom the system does not know has the root for a home',
  { skip: process.getuid?.() === 0 ? false : 'to become such a user takes root' },
  async () => {
    const searched = await searchedAfter('delete process.env.HOME; process.setuid(2 ** 30);');
    assert(searched.includes('/.config/openstack'), searched.join());
  },
);
